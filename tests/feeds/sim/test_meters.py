"""Counts of meters: what darkness looks like from afar, and what looks like darkness and is none."""

from collections import Counter
from random import Random

import msgspec
import pytest

from feeds.sim import error_rates as rates
from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.meters import AreaRadio, Meters, Silences, neighbours
from feeds.sim.spells import Spells
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.state.store import Store

AREAS, EACH = 4000, 100
HOUR = 3600.0


class Bench:
    """Areas of one hundred customers, twenty to a cell, whose darkness is set by hand."""

    def __init__(self, seed: int = 1, each: int = EACH) -> None:
        customers = [each] * AREAS
        self.agenda = Agenda(0.0)
        self.outbox = Outbox(seed, self.agenda, Spells(load_scenario("town-day")))
        self.out = [0] * AREAS
        beside = neighbours([row // 20 for row in range(AREAS)], [0] * AREAS)
        self.radio = AreaRadio(seed, customers, beside)
        self.noticed: list[tuple[int, int]] = []
        self.meters = Meters(
            self.agenda,
            self.outbox,
            [f"TA{row}" for row in range(AREAS)],
            customers,
            self.radio,
            lambda area: self.out[area],
            lambda area, before, now: self.noticed.append((area, now.off)),
        )
        self.meters.begin([])
        self.facts(1.0)

    def switch(self, areas: range, dark: int) -> None:
        for area in areas:
            self.out[area] = dark
            self.meters.changed(area)

    def facts(self, until: float) -> list[Fact]:
        self.agenda.run(until)
        return self.outbox.due(until + 1000)

    def last(self, until: float) -> dict[str, AreaMeters]:
        """What a room believes of each area: the newest measurement."""
        best: dict[str, Fact] = {}
        for fact in self.facts(until):
            if fact.key not in best or fact.at >= best[fact.key].at:
                best[fact.key] = fact
        return {key: fact.data for key, fact in best.items() if isinstance(fact.data, AreaMeters)}


@pytest.fixture(scope="module")
def dark_night() -> tuple[Bench, dict[str, AreaMeters], list[Fact]]:
    """Every second cell goes dark and stays so for an hour."""
    bench = Bench()
    for first in range(0, AREAS, 40):
        bench.switch(range(first, first + 20), EACH)
    facts = bench.facts(HOUR)
    best: dict[str, AreaMeters] = {}
    for fact in sorted(facts, key=lambda f: f.at):
        assert isinstance(fact.data, AreaMeters)
        best[fact.key] = fact.data
    return bench, best, facts


def test_that_areas_which_stayed_as_the_atlas_counts_them_say_nothing() -> None:
    bench = Bench(each=10)
    assert not bench.facts(HOUR), "all are lit: thirty thousand facts that would tell nothing"
    bench.switch(range(20), 10)
    bench.facts(2 * HOUR)
    bench.switch(range(20), 0)
    said = bench.last(3 * HOUR)
    assert {f"metering/TA{row}" for row in range(20)} <= set(said), "but back as they were is said"
    assert all(m.on and not m.off for m in said.values())
    assert len(said) < 100, "only who went, and who is recorded among them"


def test_that_counts_always_add_up_to_what_the_records_hold(
    dark_night: tuple[Bench, dict[str, AreaMeters], list[Fact]],
) -> None:
    _, best, _ = dark_night
    assert best
    assert all(m.off + m.on + m.silent == m.total == EACH for m in best.values())


def test_that_no_dark_area_looks_lit_and_no_lit_one_dark(
    dark_night: tuple[Bench, dict[str, AreaMeters], list[Fact]],
) -> None:
    bench, best, _ = dark_night
    for row in range(AREAS):
        said = best.get(f"metering/TA{row}")
        if bench.out[row]:
            assert said is not None
            assert said.on <= rates.WRONG_LINKS[1] * EACH + 1
        elif said is not None:
            assert said.off + said.silent <= rates.WRONG_LINKS[1] * EACH + 1


def test_that_last_gasps_are_lost_late_and_doubled_as_often_as_the_model_says(
    dark_night: tuple[Bench, dict[str, AreaMeters], list[Fact]],
) -> None:
    bench, best, facts = dark_night
    dark = [row for row in range(AREAS) if bench.out[row]]
    silent = [row for row in dark if best[f"metering/TA{row}"].off == 0]
    assert len(silent) / len(dark) == pytest.approx(rates.DEAD_CONCENTRATORS, abs=0.03)
    lost = [best[f"metering/TA{row}"].silent / EACH for row in dark if row not in silent]
    assert rates.GASPS_LOST[0] - 0.01 <= min(lost) and max(lost) <= rates.GASPS_LOST[1] + 0.01
    waits = {f.key: f.seen - f.at for f in facts}
    late = [row for row in dark if row not in silent and bench.radio.late[row]]
    assert all(waits[f"metering/TA{row}"] >= rates.LATE_BY[0] for row in late if not bench.radio.doubled[row])
    assert len(late) / len(dark) == pytest.approx(rates.LATE_AREAS * (1 - rates.DEAD_CONCENTRATORS), abs=0.03)
    twice = Counter((f.key, f.at) for f in facts)
    share = sum(n > 1 for n in twice.values()) / len(dark)
    assert share == pytest.approx(rates.DOUBLED_AREAS, abs=0.025)


def test_that_customers_are_recorded_elsewhere_by_a_few_in_a_hundred() -> None:
    radio = Bench().radio
    shares = [wrong / EACH for wrong in radio.wrong]
    assert min(shares) >= rates.WRONG_LINKS[0] - 0.01
    assert max(shares) <= rates.WRONG_LINKS[1] + 0.01
    assert sum(shares) / AREAS == pytest.approx(sum(rates.WRONG_LINKS) / 2, abs=0.002)
    assert all(other != row for row, other in enumerate(radio.feeder))


def test_that_a_meter_of_ones_own_is_never_taken_for_anothers() -> None:
    assert not any(Bench(each=1).radio.wrong)


def test_that_what_is_over_within_the_hold_is_not_said() -> None:
    bench = Bench()
    bench.switch(range(100), EACH)
    bench.agenda.run(20.0)
    bench.switch(range(100), 0)
    assert all(meters.off == 0 for meters in bench.last(HOUR).values())


def test_that_a_late_word_of_darkness_does_not_outlive_the_newer_one_of_light() -> None:
    bench = Bench()
    bench.switch(range(AREAS), EACH)
    bench.agenda.run(300.0)
    bench.switch(range(AREAS), 0)
    assert all(meters.off == 0 for meters in bench.last(2 * HOUR).values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_a_room_ends_up_with_what_is_so_however_late_and_crossed_the_words_came(seed: int) -> None:
    """Areas go dark and come back within the time that words take, concentrators fall silent meanwhile; once
    all is quiet the Store holds of each area what its meters would say now."""
    bench, dice, store = Bench(seed), Random(seed), Store()
    bench.meters.begin(
        [(row, dice.uniform(0, HOUR), dice.uniform(HOUR, 2 * HOUR)) for row in range(0, 400, 3)]
    )
    now = bench.agenda.now
    for _ in range(60):
        now += dice.choice((30.0, 200.0, 500.0, 1000.0))
        bench.agenda.run(now)
        for area in dice.sample(range(400), 60):
            bench.switch(range(area, area + 1), dice.choice((0, 0, EACH // 3, EACH)))
    facts = bench.facts(now + 4 * HOUR)
    store.apply(msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, 1))
    assert len({fact.key for fact in facts}) > 300
    crossed = 0
    for row in range(400):
        thing = store.tables.thing("area", f"metering/TA{row}")
        said = AreaMeters(on=EACH, off=0, total=EACH) if thing is None else thing.value("meters", AreaMeters)
        assert said == bench.meters.counts(row), row
        mine = [fact.at for fact in facts if fact.key == f"metering/TA{row}"]
        crossed += mine != sorted(mine)
    assert crossed > 3, "or nothing was tried"


def test_that_a_missed_round_is_none_once_the_concentrator_has_answered() -> None:
    """Its reserve is dead, so its area goes silent; when the light is back before the round is over, nobody
    says so any more."""
    bench = Bench()
    dead = [row for row in range(AREAS) if not bench.radio.reserve[row]][:50]
    for row in dead:
        bench.switch(range(row, row + 1), EACH)
    bench.agenda.run(bench.agenda.now + 600.0)
    for row in dead:
        bench.switch(range(row, row + 1), 0)
    said = bench.facts(2 * HOUR)
    mine = {f"metering/TA{row}" for row in dead}
    assert said
    assert not [f for f in said if f.key in mine and isinstance(f.data, AreaMeters) and f.data.silent == EACH]


def test_that_a_concentrator_that_falls_silent_is_not_an_outage() -> None:
    bench = Bench()
    bench.noticed.clear()
    for row in range(50):
        bench.meters._silence(row)
    said = bench.last(HOUR)
    assert len(said) == 50
    assert all((m.off, m.silent) == (0, EACH) for m in said.values())
    assert not any(off for _, off in bench.noticed)
    for row in range(50):
        bench.meters._speak(row)
    assert all((m.on, m.silent) == (EACH, 0) for m in bench.last(2 * HOUR).values())


def test_that_concentrators_fall_silent_oftener_in_a_storm_and_at_a_known_rate() -> None:
    calm = Silences(1, 30_000, 86_400.0, lambda after: 0.0).all
    assert len(calm) / 30_000 == pytest.approx(rates.SILENCES_A_DAY, rel=0.1)
    storm = Silences(1, 30_000, 86_400.0, lambda after: 1.0 if after < 4 * HOUR else 0.0).all
    early = sum(begins < 4 * HOUR for _, begins, _ in storm)
    assert len(storm) > 3 * len(calm)
    assert early / len(storm) > 0.75
