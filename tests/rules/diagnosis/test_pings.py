"""Verification by asking meters (ping), in the modes of practice (domain 5.4, 2.4 [P6])."""

from tests.rules.diagnosis.street import SIZES, START, all_off, all_on, call, devices, position, said, street
from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact
from wallboard.domain.terms import DeviceKind, EvidenceKind
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.pings import Asked, PingRules, pings


def answered(area: str, on: int, after: float, asked: int = 1) -> Fact:
    """So many of the meters that were asked say that they have supply."""
    data = Evidence(
        kind=EvidenceKind.PING, device_kind=DeviceKind.TRANSFORMER_AREA, device=area, n=on, of=asked
    )
    return said(data, "metering/ping", after)


def asked(judge: Judge, after: float, rules: PingRules | None = None) -> list[tuple[str, int, str]]:
    """Areas, meters and reasons."""
    return [(one.area, one.meters, one.why) for one in pings(judge, judge.at(START + after), rules)]


def test_that_a_single_call_asks_the_callers_meter_before_a_truck_is_sent() -> None:
    judge = Judge(street())
    judge.take([call("A1", 60)])
    assert asked(judge, 180, PingRules(Asked.ALL)) == [("A1", 1, "single_call")]


def test_that_a_meter_that_answers_makes_a_single_call_the_customers_own() -> None:
    """Likely a fault inside: an agent calls him, nobody drives, and no outage is told."""
    judge = Judge(street())
    judge.take([call("A1", 60)])
    assert judge.at(START + 180).hypotheses
    judge.take([answered("A1", 1, 200)])
    found = judge.at(START + 240)
    assert found.hypotheses == ()
    assert found.expected < 0.5
    assert pings(judge, found) == ()


def test_that_who_does_not_answer_says_nothing() -> None:
    """Silent is not dark."""
    quiet, told = Judge(street()), Judge(street())
    for judge in (quiet, told):
        judge.take([call("A1", 60)])
    told.take([answered("A1", 0, 200)])
    assert quiet.at(START + 240).hypotheses == told.at(START + 240).hypotheses


def test_that_several_calls_ask_those_who_were_not_heard_and_the_prediction_moves_down() -> None:
    judge = Judge(street())
    judge.take([call(area, 60 + 40 * n, n) for area in ("A1", "A2") for n in range(3)])
    judge.take([call("A1", 200, 9), call("A1", 230, 10)])
    judge.take(all_on(["B1", "B2"], 300))
    assert devices(judge.at(START + 400)) == [("lateral", "FU1")]
    assert asked(judge, 430) == [("A1", 1, "not_heard"), ("A2", 1, "not_heard")]
    judge.take([answered("A2", 6, 460, asked=6)])
    found = judge.at(START + 500)
    assert "FU1" not in [one.device for one in found.hypotheses]
    assert all(one.areas == ("A1",) for one in found.hypotheses)


def test_that_all_meters_one_or_a_share_of_a_transformers_are_asked() -> None:
    judge = Judge(street())
    judge.take([call(area, 60 + 40 * n, n) for area in ("A1", "A2") for n in range(3)])
    judge.take(all_on(["B1", "B2"], 300))
    for rules, meters in (
        (PingRules(Asked.ALL), [40, 60]),
        (PingRules(Asked.ONE), [1, 1]),
        (PingRules(Asked.SHARE, 0.2), [8, 12]),
        (PingRules(Asked.SHARE, 0.001), [1, 1]),
    ):
        assert [meters for _, meters, _ in asked(judge, 430, rules)] == meters


def test_that_after_a_restoration_those_are_asked_who_have_not_said_that_they_are_back() -> None:
    judge = Judge(street())
    judge.take([position("CB", 60, closed=False, tripped=True), *all_off(SIZES, 120)])
    judge.at(START + 300)
    judge.take([position("CB", 1800, closed=True), *all_on(["A1", "B1", "B2"], 1870)])
    judge.at(START + 1900)
    assert asked(judge, 1960) == [("A2", 1, "restored")]


def test_that_what_telemetry_has_confirmed_needs_no_asking() -> None:
    judge = Judge(street())
    judge.take([position("CB", 60, closed=False, tripped=True)])
    assert asked(judge, 300) == []


def test_that_one_meter_that_answers_does_not_unsay_an_area_whose_others_read_off() -> None:
    """One of forty may hang on another transformer."""
    judge = Judge(street())
    judge.take([*all_off(["A1"], 60), *all_on(["A2"], 60)])
    judge.at(START + 300)
    judge.take([answered("A1", 1, 400)])
    found = judge.at(START + 500)
    assert devices(found) == [("transformer_area", "A1")]
