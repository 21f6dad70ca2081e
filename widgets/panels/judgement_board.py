"""Judgements (研判): the device that is judged open, how probably and why, beside whose word stands (d.13).

Open questions first: what is only judged, and where the outage system names another device.
"""

from wallboard.state.queries.judgement import Beside, Cards, JudgementCard, judgement_cards
from widgets.panel import PanelSpec
from widgets.parts.glyphs import stage_glyph
from widgets.parts.ink import SPARE, Run
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.parts.outage_words import REASON_EM, outage_customers_words
from widgets.text import Text


class JudgementBoard(Listing):
    """How many are judged in all stands in the head, where they do not fit."""

    nouns = ("outage",)

    def listed(self, now: float, most: int) -> Listed:
        text = self.session.text
        found = judgement_cards(self.session.tables, most)
        title = (Run(text.t("judgement.title"), "title"),)
        rows = [(card.outage.id, _row(card, text)) for card in found.cards]
        return Listed((title, _counts(found, len(rows), text)), [*rows], text.t("judgement.none"))


def _counts(found: Cards, shown: int, text: Text) -> tuple[Run, ...]:
    if not found.judged:
        return ()
    runs = [Run(text.number(found.asked), "count", gap=6), Run(text.t("judgement.asked"), tone="muted")]
    if found.judged > shown:
        words = text.t("judgement.of", n=text.number(found.judged))
        runs.append(Run(words, tone="muted", drop=1, lead=8))
    return tuple(runs)


def _row(card: JudgementCard, text: Text) -> RowFace:
    row = card.outage
    name = [
        Run(text.name(card.name or card.device), "row", glyph=stage_glyph(row.stage, row.supply), elide=True)
    ]
    if row.customers_out is not None:
        name.append(Run(outage_customers_words(row, row.customers_out, text), tone="muted", drop=1))
    chance = text.t("judgement.chance", share=text.share(card.probability or 0.0))
    return RowFace(tuple(name), (Run(chance, "row"),), _reasons(card, text), (_beside(card, text),))


def _reasons(card: JudgementCard, text: Text) -> tuple[Run, ...]:
    """The strongest reason first; the others as far as there is room."""
    return tuple(
        Run(
            f"· {words}" if i else words,
            tone="muted" if i else "text",
            elide=True,
            drop=SPARE + i if i else 0,
            gap=6,
            least=REASON_EM,
        )
        for i, words in enumerate(map(text.reason, card.reasons))
    )


def _beside(card: JudgementCard, text: Text) -> Run:
    """Whose word stands beside it."""
    if card.beside is Beside.ALONE or card.by is None:
        return Run(text.t("judgement.alone"), bold=True)
    who = text.t(f"claimant.{card.by.value}")
    if card.beside is Beside.SAME:
        return Run(text.t("judgement.same", who=who), tone="muted", drop=9)
    return Run(text.t("judgement.other", who=who, device=text.name(card.standing)), bold=True)


PANEL = PanelSpec("judgement_board", JudgementBoard)
