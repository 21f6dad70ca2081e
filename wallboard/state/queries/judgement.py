"""What the hub judged of each open outage, beside whose word stands: the judgement cards (d.13, d.77)."""

from enum import StrEnum

import msgspec

from wallboard.domain.outages import OutageDevice
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, DeviceKind, OutageStage
from wallboard.state.tables import Tables

MINE = f"device/{Claimant.ANALYST.value}"
AREA_KINDS = frozenset({DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE})


class Beside(StrEnum):
    """How a judgement stands to what else is said of the same outage."""

    ALONE = "alone"  # nobody else has said which device it is
    OTHER = "other"  # whose word stands names another device
    SAME = "same"


class JudgementCard(msgspec.Struct, frozen=True):
    """One judgement. kind, device, name: that is judged open; probability: a share; standing: the name of the
    device whose word stands, and by whom, where that is somebody else."""

    outage: Outage
    kind: DeviceKind
    device: str
    name: str
    probability: float | None
    reasons: tuple[Reason, ...]
    beside: Beside
    standing: str = ""
    by: Claimant | None = None

    @property
    def open_question(self) -> bool:
        """Whether a person has to say which is so."""
        return self.beside is Beside.OTHER or self.outage.stage in GUESSED


GUESSED = frozenset({OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.PROBABLE})


class Cards(msgspec.Struct, frozen=True):
    """cards: see ``_urgency``; judged: how many there are; asked: how many are open."""

    cards: list[JudgementCard]
    judged: int
    asked: int


def judgement_cards(tables: Tables, most: int) -> Cards:
    """The judgements that stand of what is open now."""
    cards = [card for row in tables.outages.values() if (card := _card(tables, row)) is not None]
    cards.sort(key=_urgency)
    return Cards(cards[:most], len(cards), sum(card.open_question for card in cards))


def _urgency(card: JudgementCard) -> tuple[bool, bool, float, str]:
    """Open questions first, of these what nobody else says; then the newest."""
    return not card.open_question, card.beside is Beside.SAME, -card.outage.began, card.outage.id


def _card(tables: Tables, row: Outage) -> JudgementCard | None:
    thing = tables.thing("outage", row.id)
    mine = thing.aspects.get(MINE) if thing is not None and row.dark and not row.merged_into else None
    if mine is None or not isinstance(said := mine.data, OutageDevice) or said.probability is None:
        return None
    beside = Beside.ALONE
    if row.device_by is not Claimant.ANALYST:
        beside = Beside.SAME if _same(row, said) else Beside.OTHER
    return JudgementCard(
        outage=row,
        kind=said.kind,
        device=said.device,
        name=said.name,
        probability=said.probability,
        reasons=tuple(said.reasons),
        beside=beside,
        standing=row.device_name or row.device if beside is Beside.OTHER else "",
        by=row.device_by if beside is not Beside.ALONE else None,
    )


def _same(row: Outage, said: OutageDevice) -> bool:
    """The same device; of one area its transformer and its service lines go by the same name."""
    alike = row.device_kind is said.kind or {row.device_kind, said.kind} <= AREA_KINDS
    return alike and said.device in (row.device, row.device_name)
