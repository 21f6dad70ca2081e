"""When crews of a large service lay their work down."""

from feeds.sim.duty import COME_WITHIN, HANDOVER, MEAL, on_duty, pauses_of, shift_end
from wallboard.config.scenario import load_scenario, scenario_names


def test_that_a_large_service_changes_shifts_about_their_end_and_eats_at_noon_and_midnight() -> None:
    scenario = load_scenario("typhoon")
    ends = [at for shift in scenario.shift if (at := shift.ends.timestamp()) < scenario.end_at]
    crews = [pauses_of(7, scenario, f"C{number:03d}") for number in range(1, 101)]
    assert len({tuple(pauses) for pauses in crews}) == 100
    for pauses in crews:
        assert pauses == sorted(pauses) and {said for *_, said in pauses} == {HANDOVER, MEAL}
        changes = [at for at, _, said in pauses if said == HANDOVER]
        assert len(changes) == len(ends)
        assert all(abs(at - end) <= 1200 for at, end in zip(changes, ends, strict=True))
        for at, lasts, said in pauses:
            assert 480 <= lasts <= 2700 and scenario.start_at < at < scenario.end_at
            if said == MEAL:
                assert min((at / 3600 + 8) % 12, 12 - (at / 3600 + 8) % 12) <= 0.76
    assert pauses_of(7, scenario, "C001") == crews[0] != pauses_of(8, scenario, "C001")


def test_that_a_small_service_has_no_set_pauses() -> None:
    assert pauses_of(7, load_scenario("town-storm"), "C01") == []


def test_that_the_roster_counts_who_is_on_duty_before_and_after_the_next_shift_is_called_in() -> None:
    scenario = load_scenario("typhoon")
    called = scenario.start_at + (scenario.called_in or 0.0)
    assert on_duty(scenario, scenario.start_at) == 250
    assert on_duty(scenario, called + COME_WITHIN) == scenario.crews == 300
    assert on_duty(load_scenario("day"), load_scenario("day").start_at) == 300


def test_that_a_crew_that_takes_over_works_until_the_end_of_the_next_shift() -> None:
    scenario = load_scenario("typhoon")
    before, day, night, last = (shift.ends.timestamp() for shift in scenario.shift)
    assert shift_end(scenario, scenario.start_at) == before
    assert shift_end(scenario, day - 600.0) == shift_end(scenario, day + 600.0) == night
    assert shift_end(scenario, last) is None


def test_that_every_scenario_has_somebody_on_shift_at_its_moment_and_until_it_ends() -> None:
    for name in scenario_names():
        scenario = load_scenario(name)
        if not scenario.shift:
            continue
        for at in (scenario.moment_at, scenario.end_at - 1.0):
            on = [one.name for one in scenario.shift if one.starts.timestamp() <= at < one.ends.timestamp()]
            assert len(on) == 1, (name, on)
