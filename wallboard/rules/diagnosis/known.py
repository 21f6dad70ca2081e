"""What is known without judging: running plans, and what crews and operators have said of a device.

A call or dark meters inside a running plan belong to the plan (domain 5.4). A word is a device and whether it
is open; who says so later overrides who said so before, and an operator a crew.
"""

from collections.abc import Iterable
from math import log

import msgspec

from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.terms import DeviceKind, EvidenceKind
from wallboard.rules.diagnosis.inference import NEVER
from wallboard.rules.supply_network.network import Network

WORDS = {EvidenceKind.CREW_REPORT: 0, EvidenceKind.OPERATOR: 1}
"""Who may say that a device is open or closed, and who stands above whom."""

RUNNING = frozenset({"running", "late"})
SURE, LIKELY = (-1e-4, -9.2), (log(0.9), log(0.1))
"""Weights of open and closed."""


class Held(msgspec.Struct, frozen=True):
    """A cut (row) of which more is known than priors say: weights of open and closed. plan: the key of the
    plan that holds it; word: the kind of evidence that said so; at: since when, epoch s."""

    row: int
    opened: float
    closed: float
    at: float
    plan: str = ""
    word: str = ""


class Known:
    """Keeps plans with their courses, and words by cut. services: by area of a broken line, since when."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._works: dict[str, PlanWork] = {}
        self._courses: dict[str, PlanCourse] = {}
        self.services: dict[int, float] = {}
        self._words: dict[int, tuple[tuple[int, float], Held]] = {}

    def take(self, facts: Iterable[Fact]) -> None:
        """Keep what these facts say; others are passed over."""
        for fact in facts:
            data = fact.data
            if isinstance(data, PlanWork):
                self._works[fact.key] = data
            elif isinstance(data, PlanCourse):
                self._courses[fact.key] = data
            elif isinstance(data, Evidence) and data.kind in WORDS:
                if data.device_kind is DeviceKind.SERVICE:
                    self._service(fact, data)
                else:
                    self._word(fact, data)

    def held(self, now: float) -> list[Held]:
        """All that is known at ``now``, plans first."""
        found = [
            Held(row, *LIKELY, began, plan=key)
            for key, work in sorted(self._works.items())
            if (began := self._running(key, work, now)) is not None
            for device in work.devices
            if (row := self._network.cut_of(device)) is not None
        ]
        return found + [held for _, (_, held) in sorted(self._words.items())]

    def ended(self, row: int, at: float) -> None:
        """Power was back behind a cut: what was said of it before is over."""
        word = self._words.get(row)
        if word is not None and word[1].at < at:
            del self._words[row]

    def _service(self, fact: Fact, data: Evidence) -> None:
        """Somebody says that a service line of an area is broken, or (n of 0) that none is."""
        area = self._network.area_rows.get(data.device)
        if area is not None:
            self.services.pop(area, None)
            if data.n:
                self.services[area] = fact.at if data.happened_at is None else data.happened_at

    def _running(self, key: str, work: PlanWork, now: float) -> float | None:
        """Since when a plan runs; its window speaks where nobody says more."""
        course = self._courses.get(key)
        if course is None:
            return work.window_from if work.window_from <= now < work.window_to else None
        if course.state not in RUNNING:
            return None
        return course.started_at if course.started_at is not None else work.window_from

    def _word(self, fact: Fact, data: Evidence) -> None:
        row = self._network.cut_of(data.device)
        if row is None:
            return
        at = data.happened_at if data.happened_at is not None else fact.at
        rank = (WORDS[data.kind], fact.at)
        before = self._words.get(row)
        if before is None or rank >= before[0]:
            opened, closed = SURE if data.n else (NEVER, 0.0)
            self._words[row] = rank, Held(row, opened, closed, at, word=data.kind.value)
