"""When crews of a large service lay their work down."""

from feeds.sim.duty import HANDOVER, MEAL, pauses_of
from wallboard.config.scenario import load_scenario


def test_that_a_large_service_changes_shifts_about_their_end_and_eats_at_noon_and_midnight() -> None:
    scenario = load_scenario("typhoon")
    ends = [shift.ends.timestamp() for shift in scenario.shift]
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
