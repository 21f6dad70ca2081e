"""What the room hears of a storm, held against what was really so."""

from collections import Counter
from collections.abc import Sequence

import pytest

from feeds.sim.chronicle import Called
from feeds.sim.policy import Distance, NearestFree, Waiting
from feeds.sim.world import World
from feeds.worlds import ground_of, open_world
from wallboard.config.scenario import load_scenario
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.terms import EvidenceKind

SEED = 7
MINUTE = 60.0


class Nobody(NearestFree):
    """A policy that sends nobody."""

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        return []


class Night:
    """A storm over the town, lived minute by minute, with what was really so beside it."""

    def __init__(self, scenario: str = "town-storm", *, idle: bool = False) -> None:
        told = load_scenario(scenario)
        self.world = World(SEED, told, ground_of(told.network), policy=Nobody() if idle else None)
        self.calls: list[Called] = []
        self.dark_then: list[int] = []  # customers dark in the caller's area when he called
        self._chronicle = self.world.keep_truth()
        self.world.hearing.on_call = self._call
        self.facts: list[Fact] = []
        self.dark: dict[str, set[int]] = {}  # by area the minutes at which anybody was dark
        for minute in range(1, int(told.lasts // MINUTE) + 1):
            self.facts += self.world.step(told.start_at + minute * MINUTE)
            for area in self.world.truth().dark:
                self.dark.setdefault(area, set()).add(minute)
        self.truth = self._chronicle.take()

    def _call(self, call: Called) -> None:
        self.calls.append(call)
        row = self.world.ground.areas.id.index(call.area)
        self.dark_then.append(self.world.supply.dark(row))

    def said(self, kind: type) -> list[Fact]:
        return [fact for fact in self.facts if isinstance(fact.data, kind)]


@pytest.fixture(scope="module")
def night() -> Night:
    return Night()


def test_that_no_call_comes_from_a_lit_customer_unless_it_is_about_his_own_breaker(night: Night) -> None:
    assert len(night.calls) > 50
    for call, dark in zip(night.calls, night.dark_then, strict=True):
        assert (dark > 0) == bool(call.fault)
    assert any(not call.fault for call in night.calls)


def test_that_every_call_that_was_made_is_told_and_no_other(night: Night) -> None:
    told = {fact.id: fact.data for fact in night.said(CallReport) if fact.source == "95598"}
    made = {call.call: call for call in night.calls if call.call in told}
    assert told.keys() == made.keys()
    for key, report in told.items():
        assert isinstance(report, CallReport)
        assert report.area in ("", made[key].recorded)
        assert report.located == bool(report.area)
        assert not report.outage or report.located


def test_that_callers_without_a_number_wait_in_the_queue_and_call_again(night: Night) -> None:
    told = [fact.data for fact in night.said(CallReport) if isinstance(fact.data, CallReport)]
    queue = [report for report in told if not report.located]
    assert queue
    assert {report.topic for report in queue} <= {"停电 无户号", "停电 地址不符"}
    assert not any(report.outage for report in queue)


def test_that_an_outage_is_concluded_from_what_is_heard_and_never_from_silence(night: Night) -> None:
    """A mostly silent area gives no evidence; evidence of meters comes from areas that are dark."""
    for fact in night.said(Evidence):
        data = fact.data
        assert isinstance(data, Evidence)
        if data.kind is EvidenceKind.METER_OFF:
            assert data.of and 2 * data.n >= data.of
            minute = int(fact.at - night.world.scenario.start_at) // 60
            assert night.dark[data.device] & set(range(minute - 35, minute + 2))


def test_that_counts_of_meters_add_up_to_the_records(night: Night) -> None:
    customers = dict(zip(night.world.ground.areas.id, night.world.ground.areas.customers, strict=True))
    for fact in night.said(AreaMeters):
        data = fact.data
        assert isinstance(data, AreaMeters)
        assert data.off + data.on + data.silent == data.total == customers[fact.key.partition("/")[2]]


def test_that_every_kind_of_evidence_is_heard_in_a_storm(night: Night) -> None:
    kinds = Counter(fact.data.kind for fact in night.said(Evidence) if isinstance(fact.data, Evidence))
    wanted = set(EvidenceKind) - {EvidenceKind.PING}
    assert wanted <= kinds.keys()


def test_that_a_breaker_that_tripped_is_read_open_and_closed_again(night: Night) -> None:
    read: dict[str, list[bool]] = {}
    for fact in night.said(DevicePosition):
        assert isinstance(fact.data, DevicePosition)
        if fact.data.good:
            read.setdefault(fact.key, []).append(fact.data.closed)
    tripped = [states for states in read.values() if not all(states)]
    assert tripped
    assert all(states[0] for states in tripped)
    assert any(states[-1] for states in tripped)


def test_that_hearing_is_the_same_however_the_night_is_cut_into_steps() -> None:
    world = open_world("town-storm", SEED)
    start = world.scenario.start_at
    whole = world.step(start + 9000)
    other = open_world("town-storm", SEED)
    pieces = [fact for k in range(1, 91) for fact in other.step(start + 100.0 * k)]
    assert pieces == whole
