"""One stretch of hours: what the room heard in order, and what was really so at the instants that count."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from wallboard.analysis.diagnosis_study.tree import DeviceTree
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact, own_id
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState

HEARD = (CallReport, AreaMeters, DevicePosition, IndicatorState)
"""What counts as evidence here. What an outage system or a crew says is left out: it names the device."""
INDICATOR = "FI-"
"""An indicator is called after its device."""


class Truth(msgspec.Struct, frozen=True):
    """What is so at an instant, whole areas only. open: devices (unit of equal areas below) that are open for
    a fault and have supply above and dark customers below; other: devices open where it cannot matter (below
    another one, for planned work): neither asked for nor counted as wrong; dark: areas without supply because
    of a fault; planned: areas without supply for planned work, which everybody knows of."""

    at: float
    open: frozenset[int]
    other: frozenset[int]
    dark: frozenset[int]
    planned: frozenset[int] = frozenset()


class Case(msgspec.Struct, frozen=True):
    """heard: by arrival (``seen``); truths: by time; begins: of what is heard, epoch s. opened: when a device
    (unit) that is open at a look (its number) but not at the one before was opened, epoch s."""

    name: str
    tree: DeviceTree
    begins: float
    heard: list[Fact]
    truths: list[Truth]
    opened: dict[tuple[int, int], float] = {}


class Judged(msgspec.Struct, frozen=True):
    """What somebody makes of the evidence at an instant. devices: that are open; dark: dark customers by
    area, those of open devices only; expected: how many in all, where that is said apart."""

    devices: frozenset[int]
    dark: dict[int, float]
    expected: float | None = None


def evidence_of(fact: Fact) -> Fact | None:
    """The fact as the study hears it: without any word of which outage it belongs to; None: not evidence."""
    if not isinstance(fact.data, HEARD):
        return None
    if isinstance(fact.data, CallReport):
        data = msgspec.structs.replace(fact.data, outage="", order="")
        return msgspec.structs.replace(fact, data=data)
    return fact


def named(fact: Fact) -> str:
    """The area or device that a reading is of; of an indicator its device."""
    return own_id(fact.key).removeprefix(INDICATOR)


def openings(truths: Sequence[Truth], opened: Iterable[tuple[int, float]]) -> dict[tuple[int, int], float]:
    """``Case.opened``. opened: device (unit) and when it opened, in order of time. What has come to light
    because something above was closed began to be seen then: not before the last look."""
    times: dict[int, list[float]] = {}
    for device, at in opened:
        times.setdefault(device, []).append(at)
    found: dict[tuple[int, int], float] = {}
    for look, (before, truth) in enumerate(pairwise(truths), 1):
        for device in truth.open - before.open:
            last = max((at for at in times.get(device, ()) if at <= truth.at), default=before.at)
            found[device, look] = max(last, before.at)
    return found
