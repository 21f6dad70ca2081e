"""SCADA and indicators: read late, not read everywhere, and marked where they stand still."""

import pytest

from feeds.sim import error_rates as rates
from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.spells import Spells
from feeds.sim.telemetry import Telemetry
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.network import DevicePosition, IndicatorState

STATIONS, EACH = 300, 10
KINDS = ["breaker", "switch", "switch", "lateral_switch", "fuse"]


class Bench:
    """Stations with ten devices each."""

    def __init__(self, seed: int = 1) -> None:
        self.agenda = Agenda(0.0)
        self.outbox = Outbox(seed, self.agenda, Spells(load_scenario("town-day")))
        count = STATIONS * EACH
        self.kinds = [KINDS[row % len(KINDS)] for row in range(count)]
        self.telemetry = Telemetry(
            seed,
            self.agenda,
            self.outbox,
            [f"D{row}" for row in range(count)],
            self.kinds,
            [row // EACH for row in range(count)],
            ["F1"],
        )

    def facts(self, until: float) -> list[Fact]:
        self.agenda.run(until)
        return self.outbox.due(until + 100)


def test_that_every_breaker_is_read_some_switches_are_and_no_fuse() -> None:
    bench = Bench()
    bench.telemetry.begin(0.0)
    said = {fact.key for fact in bench.facts(1.0)}
    for row, kind in enumerate(bench.kinds):
        assert (f"scada/D{row}" in said) == bench.telemetry.read[row]
        assert kind != "breaker" or bench.telemetry.read[row]
        assert kind != "fuse" or not bench.telemetry.read[row]
    switches = [r for r, kind in zip(bench.telemetry.read, bench.kinds, strict=True) if "switch" in kind]
    assert sum(switches) / len(switches) == pytest.approx(rates.TELEMETERED_SWITCHES, abs=0.04)


def test_that_a_trip_is_read_seconds_later_and_sometimes_minutes() -> None:
    bench = Bench()
    breakers = [row for row, kind in enumerate(bench.kinds) if kind == "breaker"]
    for row in breakers:
        assert bench.telemetry.switched(row, closed=False, tripped=True) is not None
    waits = [fact.seen - fact.at for fact in bench.facts(600.0)]
    assert len(waits) == len(breakers)
    assert min(waits) >= rates.SCADA_DELAY[0]
    assert sum(wait > 25 for wait in waits) / len(waits) == pytest.approx(rates.SCADA_LATE, abs=0.03)


def test_that_a_station_that_stands_still_says_so_and_reads_no_trip() -> None:
    bench = Bench()
    bench.telemetry._stand_still(0)
    marked = [fact.data for fact in bench.facts(1.0)]
    assert marked and all(isinstance(d, DevicePosition) and d.closed and not d.good for d in marked)
    assert bench.telemetry.switched(0, closed=False, tripped=True) is None
    assert not bench.facts(600.0)
    bench.telemetry._go_on(0)
    again = {f.key: f.data for f in bench.facts(700.0)}
    position = again["scada/D0"]
    assert isinstance(position, DevicePosition)
    assert position.good and not position.closed


def test_that_stations_stand_still_at_a_known_rate() -> None:
    stale = set()
    for seed in range(8):
        bench = Bench(seed)
        bench.telemetry.begin(86_400.0)
        bad = [f.key for f in bench.facts(86_400.0) if isinstance(f.data, DevicePosition) and not f.data.good]
        stale |= {(seed, int(key.rpartition("D")[2]) // EACH) for key in bad}
    assert len(stale) / (8 * STATIONS) == pytest.approx(rates.STALE_STATIONS, abs=0.01)


def test_that_indicators_point_to_the_fault_and_are_sometimes_wrong() -> None:
    bench = Bench()
    half = STATIONS * EACH // 2
    bench.telemetry.fault_passed("F", 0, range(half), range(half, 2 * half))
    said = {f.key for f in bench.facts(600.0) if isinstance(f.data, IndicatorState) and f.data.passed}
    above = [row for row in range(half) if bench.telemetry.indicated[row]]
    aside = [row for row in range(half, 2 * half) if bench.telemetry.indicated[row]]
    missed = sum(f"scada/FI-D{row}" not in said for row in above) / len(above)
    false = sum(f"scada/FI-D{row}" in said for row in aside) / len(aside)
    assert missed == pytest.approx(rates.INDICATOR_MISSES, abs=0.06)
    assert false == pytest.approx(rates.INDICATOR_FALSE, abs=0.02)
    assert not any(f.data.passed for f in bench.facts(9 * 3600.0) if isinstance(f.data, IndicatorState))
