"""Who calls is fate and darkness, and nothing else: counted again from the truth, under two minds."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pytest

from feeds.sim.callers import Caller, callers
from feeds.sim.chronicle import Broke, Called, Darkened, Line, Mended
from feeds.sim.policy import Distance, NearestFree, Waiting
from feeds.sim.world import World
from feeds.worlds import ground_of
from wallboard.config.scenario import load_scenario

SEED = 7
GROUND = ground_of("town")
ROW = {area: row for row, area in enumerate(GROUND.areas.id)}


class Nobody(NearestFree):
    """A policy that sends nobody: darkness lasts."""

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        return []


class Call(NamedTuple):
    """When, from which area, and because of what."""

    at: float
    area: str
    fault: str


class Dark(NamedTuple):
    """Areas that one outage left dark at one instant: together they decide how many are heard."""

    at: float
    fault: str
    areas: tuple[str, ...]


class Night:
    """A storm over the town, its calls, and what they must be."""

    def __init__(self, mind: type[NearestFree]) -> None:
        scenario = load_scenario("town-storm")
        world = World(SEED, scenario, GROUND, policy=mind())
        lines = world.keep_truth()
        world.step(scenario.end_at)
        self.lines: list[Line] = lines.take()
        self.calls = [Call(one.at, one.area, one.fault) for one in self.lines if isinstance(one, Called)]
        self.service = {b.id: b for b in self.lines if isinstance(b, Broke) and b.service}
        passing = {b.id for b in self.lines if isinstance(b, Broke) and (b.recloses or b.planned)}
        self._wrong = world.hearing._recorded
        self._held: dict[str, tuple[list[float], list[str]]] = defaultdict(lambda: ([], []))
        self._stands: dict[str, tuple[float, float]] = {}
        self.went_dark = [dark for dark in self._read() if dark.fault not in passing]

    def _read(self) -> list[Dark]:
        """Who held each area from when on, and each instant at which an outage came to hold some."""
        found: dict[tuple[float, str], list[str]] = {}
        for line in self.lines:
            if isinstance(line, Broke) and line.service:
                self._stands[line.id] = line.at, float("inf")
                if not self.holder(line.element, line.at):
                    found[line.at, line.id] = [line.element]
            elif isinstance(line, Mended) and line.id in self._stands:
                self._stands[line.id] = self._stands[line.id][0], line.at
            elif isinstance(line, Darkened):
                was, now = self.holder(line.area, line.at), line.fault
                times, holders = self._held[line.area]
                times.append(line.at)
                holders.append(now)
                if now and now != was:
                    found.setdefault((line.at, now), []).append(line.area)
                elif was and not now:
                    for fault, (since, until) in self._stands.items():
                        if self.service[fault].element == line.area and since < line.at < until:
                            found[line.at, fault] = [line.area]
        return [Dark(at, fault, tuple(areas)) for (at, fault), areas in found.items()]

    def holder(self, area: str, at: float) -> str:
        times, holders = self._held[area]
        before = bisect_right(times, at)
        return holders[before - 1] if before else ""

    def leaves_dark(self, fault: str, area: str, at: float) -> bool:
        """Whether an outage leaves anybody of an area without supply at a time."""
        if fault in self.service:
            since, until = self._stands[fault]
            return since <= at < until and not self.holder(area, at)
        return self.holder(area, at) == fault

    def in_the_dark(self, call: Call) -> bool:
        """Whether anybody in the caller's area is without supply at that time."""
        services = (fault for fault, broke in self.service.items() if broke.element == call.area)
        dark = any(self.leaves_dark(fault, call.area, call.at) for fault in services)
        return dark or bool(self.holder(call.area, call.at))

    def fated(self, dark: Dark) -> list[Caller]:
        """Who would call about it."""
        service = self.service.get(dark.fault)
        rows = [
            (ROW[area], service.service if service else GROUND.areas.customers[ROW[area]])
            for area in dark.areas
        ]
        return callers(SEED, dark.fault, sorted(rows), bool(service), self._wrong)

    def due(self, dark: Dark) -> list[Call]:
        """The calls that this darkness brings, as long as it lasts."""
        found: list[Call] = []
        for caller in self.fated(dark):
            call = Call(round(dark.at + caller.after, 3), GROUND.areas.id[caller.area], dark.fault)
            if not self.leaves_dark(call.fault, call.area, call.at):
                continue
            found.append(call)
            once_more = call._replace(at=round(call.at + (caller.again or 0.0), 3))
            if caller.again is not None and self.leaves_dark(call.fault, call.area, once_more.at):
                found.append(once_more)
        return found


@cache
def night(mind: type[NearestFree]) -> Night:
    return Night(mind)


@pytest.mark.parametrize("mind", [NearestFree, Nobody])
def test_that_the_calls_are_those_that_fate_and_darkness_bring_to_the_second(mind: type[NearestFree]) -> None:
    one = night(mind)
    end = one.lines[-1].at
    due = Counter(call for dark in one.went_dark for call in one.due(dark) if call.at <= end)
    made = Counter(call for call in one.calls if call.fault)
    assert made == due and made.total() > 50


def test_that_two_minds_hear_the_same_as_long_as_both_leave_it_dark() -> None:
    """Of what darkens the same areas at the same instant: sending nobody changes how long, and no more."""
    sent, alone = night(NearestFree), night(Nobody)
    both = set(sent.went_dark) & set(alone.went_dark)
    assert len(both) > 20
    for dark in both:
        assert sent.fated(dark) == alone.fated(dark)
        mine, theirs = set(sent.due(dark)), set(alone.due(dark))
        assert all(not sent.leaves_dark(c.fault, c.area, c.at) for c in theirs - mine)
        assert all(not alone.leaves_dark(c.fault, c.area, c.at) for c in mine - theirs)


def test_that_own_breakers_are_fate_but_for_whoever_sits_in_the_dark() -> None:
    sent, alone = night(NearestFree), night(Nobody)
    mine, theirs = ({call for call in one.calls if not call.fault} for one in (sent, alone))
    assert mine
    for heard, silent in ((mine - theirs, alone), (theirs - mine, sent)):
        assert all(silent.in_the_dark(call) for call in heard)
