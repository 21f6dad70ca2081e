"""The reliability indices of today, the month and the year, each with what it counts, for whoever asks.

Customers and transformer areas stand in rows of their own: the two are never mixed (domain 5.3).
"""

from collections.abc import Callable
from typing import Any, Literal

from wallboard.config.values import ConfigStruct
from wallboard.rules.indices import Indices
from wallboard.state.boards.indices import IndicesFace, PeriodFace
from widgets.panel import PanelSpec
from widgets.parts.headline import NOTHING
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.text import Text

Said = Callable[[Indices[Any], Text], str]


def _minutes(value: float | None, text: Text) -> str:
    return NOTHING if value is None else text.number(round(value, 1))


ROWS: tuple[tuple[str, Said], ...] = (
    ("saidi", lambda one, text: _minutes(one.saidi, text)),
    ("saifi", lambda one, text: f"{one.saifi:.3f}"),
    ("caidi", lambda one, text: _minutes(one.caidi, text)),
    ("asai", lambda one, text: f"{100 * one.asai:.4f} %"),
    ("cemi", lambda one, text: text.share(one.cemi)),
    ("celid", lambda one, text: text.share(one.celid)),
    ("maifi", lambda one, text: f"{one.maifi:.3f}"),
    ("average", lambda one, text: f"{one.average_hours:.3f}"),
    ("rs1", lambda one, text: f"{100 * one.rs1:.4f} %"),
)
"""Rows of low voltage, and how each figure is said."""

MV_ROWS = ("saidi", "saifi", "rs1")


class IndicesOptions(ConfigStruct, frozen=True, kw_only=True):
    """of: ``lv`` (customers) or ``mv`` (transformer areas)."""

    of: Literal["lv", "mv"] = "lv"


class IndexList(Listing):
    """One row an index: its name and the three figures, below what it counts."""

    nouns = ("outage", "region", "source", "supply")
    options: IndicesOptions

    @property
    def row_height(self) -> int:
        """Tight: the ten of low voltage stand under one another on a wall."""
        scale = self.session.scale
        return round(scale.line("row") + scale.line("small") + scale.px(4))

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        face = session.boards.indices(session.periods, session.room.indices.counting, now)
        low = self.options.of == "lv"
        title = Run(text.t(f"indices.title.{self.options.of}"), "title")
        head = (title,), (Run(text.t("indices.periods"), tone="muted"),)
        if face is None:
            return Listed(head, [], text.t("no_source"))
        if (face.year.lv if low else face.year.mv) is None:
            return Listed(head, [], text.t("indices.unserved"))
        head = head[0], (*self._since(face, now), *head[1])
        of = (lambda period: period.lv) if low else (lambda period: period.mv)
        rows = [(name, self._row(face, name, said, of)) for name, said in ROWS if low or name in MV_ROWS]
        if low:
            rows.insert(1, ("med", self._major(face)))
        return Listed(head, [*rows[:most]])

    def _since(self, face: IndicesFace, now: float) -> tuple[Run, ...]:
        """From when on it was counted, where that is less than the year; that overlaps were not checked."""
        text = self.session.text
        said: list[Run] = []
        if face.since is not None and face.since > face.year.begins:
            local = text.local(face.since)
            said.append(Run(text.t("indices.since", date=f"{local:%m-%d %H:%M}"), tone="muted"))
        low = face.year.lv if self.options.of == "lv" else None
        if low is not None and low.sums.unchecked:
            said.append(Run(text.t("tile.unchecked"), tone="muted", drop=1))
        return tuple(said)

    def _row(
        self,
        face: IndicesFace,
        name: str,
        said: Said,
        of: Callable[[PeriodFace], Indices[Any] | None],
    ) -> RowFace:
        text, counting = self.session.text, self.session.room.indices.counting
        figures = [of(period) for period in (face.day, face.month, face.year)]
        values = [NOTHING if one is None else said(one, text) for one in figures]
        basis = text.t(f"indices.{self.options.of}")
        accruing = figures[0].saidi_accruing if name == "saidi" and figures[0] is not None else 0.0
        beyond: tuple[Run, ...] = ()
        if round(accruing or 0.0, 1):
            beyond = (Run(text.t("indices.accruing", n=_minutes(accruing, text)), tone="muted"),)
        elif name == "average" and self.options.of == "lv":
            beyond = self._last_mile(face)
        numbers = {
            "n": counting.many,
            "hours": f"{counting.long / 3600:g}",
            "minutes": f"{counting.momentary / 60:g}",
        }
        return RowFace(
            (Run(text.t(f"index.{name}", **numbers), "row"), Run(basis, tone="muted", gap=10, drop=1)),
            (Run(" / ".join(values), "row"),),
            (Run(text.t(f"index.{name}.means", **numbers), tone="muted", elide=True, least=40.0),),
            beyond,
        )

    def _last_mile(self, face: IndicesFace) -> tuple[Run, ...]:
        """Which share of the customer-hours lies between transformer and meter (d.128)."""
        text = self.session.text
        shares = [period.last_mile for period in (face.day, face.month, face.year)]
        values = [NOTHING if share is None else text.share(share) for share in shares]
        return (Run(text.t("indices.last_mile", shares=" / ".join(values)), tone="muted"),)

    def _major(self, face: IndicesFace) -> RowFace:
        """SAIDI of the year with and without major event days."""
        text, major = self.session.text, face.major
        if major is None or major.threshold is None:
            of = 0 if major is None else major.of
            value = (Run(text.t("indices.few_days", n=of), tone="muted"),)
        else:
            words = text.t(
                "indices.with_without", all=_minutes(major.saidi, text), rest=_minutes(major.without, text)
            )
            value = (Run(words, "row"),)
        n = 0 if major is None else len(major.days)
        return RowFace(
            (Run(text.t("index.med"), "row"), Run(text.t("indices.med_days", n=n), tone="muted", gap=10)),
            value,
            (Run(text.t("index.med.means"), tone="muted", elide=True, least=40.0),),
        )


PANEL = PanelSpec("indices", IndexList, IndicesOptions)
