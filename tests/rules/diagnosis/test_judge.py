"""What the judge concludes of a street: trouble-call analysis, in the words of the room (domain 5.4)."""

from tests.rules.diagnosis.street import (
    START,
    all_off,
    all_on,
    call,
    devices,
    judged,
    meters,
    position,
    street,
)
from wallboard.domain.terms import OutageStage
from wallboard.rules.diagnosis.judge import Judge


def test_that_nothing_heard_is_nothing_out() -> None:
    judgement = judged([], 600)
    assert (judgement.hypotheses, judgement.expected) == ((), 0.0)


def test_that_two_dark_areas_behind_one_fuse_are_the_fuse() -> None:
    judgement = judged(all_off(["A1", "A2"], 60), 900)
    assert devices(judgement) == [("lateral", "FU1")]
    (fuse,) = judgement.hypotheses
    assert (fuse.stage, fuse.customers, set(fuse.areas)) == (OutageStage.PREDICTED, 100, {"A1", "A2"})


def test_that_a_whole_feeder_dark_is_its_breaker() -> None:
    assert devices(judged(all_off(["A1", "A2", "B1", "B2"], 60), 900)) == [("feeder", "CB")]


def test_that_a_breaker_that_telemetry_reads_closed_is_never_predicted() -> None:
    """Rule 8: two separate causes, however rare, before a device that is known to be closed."""
    heard = [position("CB", 0, closed=True), *all_off(["A1", "A2", "B1", "B2"], 60)]
    assert "CB" not in [device for _, device in devices(judged(heard, 900))]


def test_that_a_stale_closed_reading_does_not_protect_a_breaker() -> None:
    heard = [position("CB", 0, closed=True, good=False), *all_off(["A1", "A2", "B1", "B2"], 60)]
    assert devices(judged(heard, 900)) == [("feeder", "CB")]


def test_that_a_breaker_read_open_is_confirmed_at_once() -> None:
    (found,) = judged([position("CB", 60, closed=False, tripped=True)], 70).hypotheses
    assert (found.device, found.stage, found.customers) == ("CB", OutageStage.CONFIRMED, 151)


def test_that_silent_meters_say_nothing() -> None:
    """Silent is not dark (domain 5.9), and no veto: half of the fuse's areas answer."""
    assert judged([meters("A1", 0, 0, 60, silent=40)], 900).hypotheses == ()
    heard = [*all_off(["A1"], 60), meters("A2", 0, 0, 60, silent=60)]
    assert judged(heard, 900).expected > judged([*all_off(["A1"], 60), *all_on(["A2"], 60)], 900).expected


def test_that_what_meters_call_lit_is_not_out() -> None:
    heard = [*all_off(["A1"], 60), *all_on(["A2", "B1"], 60)]
    assert devices(judged(heard, 900)) == [("transformer_area", "A1")]


def test_that_power_back_ends_it() -> None:
    heard = [*all_off(["A1", "A2"], 60), call("A1", 300), *all_on(["A1", "A2"], 1200)]
    assert judged(heard, 1300).hypotheses == ()


def test_that_a_few_dark_meters_and_a_call_are_a_service_line() -> None:
    judgement = judged([meters("A1", 5, 35, 120), call("A1", 200)], 600)
    assert devices(judgement) == [("service", "A1")]
    assert judgement.hypotheses[0].customers == 5


def test_that_a_broken_service_line_ends_though_its_feeder_is_known_to_be_closed() -> None:
    """Telemetry leaves the feeder no chance of being dark: it is looked at as long as a case is open."""
    judge = Judge(street())
    judge.take([position("CB", 0, closed=True), meters("A1", 5, 35, 60), call("A1", 90), call("A1", 150)])
    for minute in range(1, 25):
        (broken,) = judge.at(START + 60.0 * minute).hypotheses or (None,)
    assert broken is not None and broken.stage is OutageStage.PROBABLE
    judge.take([meters("A1", 0, 40, 1500)])
    for minute in range(25, 30):
        found = judge.at(START + 60.0 * minute).hypotheses
    assert found == ()
    assert [case.stage for case in judge.book.take_over()] == [OutageStage.RESTORED_VERIFIED]
