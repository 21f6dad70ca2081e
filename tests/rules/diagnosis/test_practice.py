"""The rules and the known bugs of trouble-call analysis, one test each (domain 5.4 by number, 2.1 to 2.4)."""

import numpy as np
import pytest

from tests.rules.diagnosis.street import (
    SIZES,
    START,
    all_off,
    all_on,
    call,
    devices,
    indicator,
    judged,
    meters,
    plan,
    position,
    street,
    word,
)
from wallboard.domain.facts import Fact
from wallboard.domain.terms import DeviceKind, EvidenceKind, OutageStage
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.judgement import Judgement
from wallboard.rules.diagnosis.model import EvidenceModel, OpenPrior

EVERYBODY = ["A1", "A2", "B1", "B2"]


def through(judge: Judge, facts: list[Fact], until: float, every: float = 60.0) -> Judgement:
    """Live through the facts as they come, judging as time goes by."""
    judgement = judge.at(START)
    for after in np.arange(every, until + every, every):
        now = START + float(after)
        judge.take([fact for fact in facts if now - every < fact.at <= now])
        judgement = judge.at(now)
    return judgement


def test_that_one_call_is_suspected_and_not_predicted() -> None:
    """One report: suspected. It is looked into, no truck is sent."""
    judgement = judged([call("A1", 60)], 180)
    assert [one.stage for one in judgement.hypotheses] in ([OutageStage.SUSPECTED], [])


def test_that_calls_from_several_areas_roll_up_to_what_feeds_them_all() -> None:
    """Rules 1 to 3: calls behind both transformers of a fuse, none beside it."""
    calls = [call(area, 60 + 40 * n, n) for area in ("A1", "A2") for n in range(3)]
    assert devices(judged([*calls, *all_on(["B1"], 300)], 600)) == [("lateral", "FU1")]


def test_that_dark_laterals_and_backbone_roll_up_to_the_feeder() -> None:
    """Rules 3 to 5, and that a lit part beside stops the roll-up."""
    assert devices(judged(all_off(EVERYBODY, 60), 900)) == [("feeder", "CB")]
    beside = [*all_off(["A1", "A2"], 60), *all_on(["B1", "B2"], 60)]
    assert devices(judged(beside, 900)) == [("lateral", "FU1")]


def test_that_reports_further_apart_than_the_window_are_two_outages() -> None:
    """Rule 6: a call in the morning says nothing of one in the evening."""
    near = judged([call("A1", 0), call("A2", 300), call("A2", 360, 1)], 900)
    far = judged([call("A1", 0), call("A2", 7200), call("A2", 7260, 1)], 7800)
    assert far.expected < near.expected
    assert "A1" not in {area for one in far.hypotheses for area in one.areas}


def test_that_a_telemetered_closed_device_is_never_predicted_and_the_next_one_up_is_looked_at() -> None:
    """Rule 8. The switch reads closed; what is dark behind it is dark from further up, or further down."""
    heard = [position("SW", 0, closed=True), *all_off(EVERYBODY, 60)]
    assert devices(judged(heard, 900)) == [("feeder", "CB")]
    closed = [position(device, 0, closed=True) for device in ("CB", "SW")]
    found = judged([*closed, *all_off(["B1", "B2"], 60), *all_on(["A1", "A2"], 90)], 900)
    assert not {"CB", "SW"} & {suspect.device for one in found.hypotheses for suspect in one.suspects}


def test_that_a_commanded_opening_is_confirmed_without_a_crew() -> None:
    """Rule 9, first half."""
    (found,) = judged([position("SW", 60, closed=False)], 61).hypotheses
    assert (found.device, found.stage) == ("SW", OutageStage.CONFIRMED)


def test_that_a_prediction_is_probable_after_a_quarter_of_an_hour_and_then_frozen() -> None:
    """Rule 10: it is not rolled into what is judged above it later, and nobody is counted twice."""
    judge = Judge(street())
    facts = [*all_off(["A1", "A2"], 60), *all_on(["B1"], 60)]
    (probable,) = through(judge, facts, 1200).hypotheses
    assert (probable.device, probable.stage, probable.frozen) == ("FU1", OutageStage.PROBABLE, True)
    judge.take([*all_off(["B1", "B2"], 1230), position("CB", 1225, closed=False, tripped=True)])
    later = judge.at(START + 1500)
    assert {one.device for one in later.hypotheses} == {"FU1", "CB"}
    assert sum(one.customers for one in later.hypotheses) == sum(SIZES.values())


def test_that_an_unconfirmed_prediction_rolls_up_and_keeps_its_number() -> None:
    """What was predicted two minutes ago is a part of what is predicted now: one outage, one id."""
    judge = Judge(street())
    judge.take(all_off(["A1", "A2"], 10))
    (first,) = judge.at(START + 100).hypotheses
    judge.take(all_off(["B1", "B2"], 80))
    (second,) = judge.at(START + 200).hypotheses
    assert (first.device, second.device) == ("FU1", "CB")
    assert first.id == second.id


def test_that_an_operator_upstream_swallows_a_probable_one() -> None:
    """Rule 10, last half: a manual incident further up takes it in."""
    judge = Judge(street())
    (probable,) = through(judge, [*all_off(["A1", "A2"], 60), *all_on(["B1"], 60)], 1200).hypotheses
    judge.take([word(EvidenceKind.OPERATOR, "CB", 1300)])
    (found,) = judge.at(START + 1310).hypotheses
    assert (found.device, found.stage, found.customers) == ("CB", OutageStage.CONFIRMED, 151)
    assert found.id == probable.id


def test_that_meters_are_held_so_that_a_flicker_is_no_outage() -> None:
    """Rule 11: off, and on again within the hold."""
    judge = Judge(street())
    judge.take(all_off(["A1", "A2"], 10))
    assert judge.at(START + 30).hypotheses == ()
    judge.take(all_on(["A1", "A2"], 40))
    assert judge.at(START + 120).hypotheses == ()


def test_that_a_call_from_before_the_trip_stays_an_outage_of_its_own() -> None:
    """Rule 12: it was dark before the breaker opened, so it will be dark when the breaker is closed."""
    judge = Judge(street())
    early = [meters("A1", 6, 34, 30), call("A1", 60), call("A1", 90, 1)]
    tripped = [position("CB", 900, closed=False, tripped=True), call("A2", 1000), *all_off(["B1"], 960)]
    found = through(judge, early + tripped, 1200)
    assert {(one.device, one.kind.value) for one in found.hypotheses} == {("A1", "service"), ("CB", "feeder")}
    assert sum(one.customers for one in found.hypotheses) == sum(SIZES.values())
    nested = next(one for one in found.hypotheses if one.nested)
    assert nested.device == "A1"


def test_that_calls_after_the_trip_are_folded_into_it() -> None:
    """Rule 12, other half."""
    judge = Judge(street())
    facts = [position("CB", 60, closed=False, tripped=True), call("A1", 200), call("B1", 260)]
    (found,) = through(judge, facts, 600).hypotheses
    assert found.device == "CB"


def test_that_no_power_and_hazard_are_two_records() -> None:
    """Rule 13 (Responder): the hazard is linked to the outage, and does not vanish with it."""
    judge = Judge(street())
    judge.take(
        [
            *all_off(["A1", "A2"], 60),
            call("A1", 120, topic="hazard_no_power"),
            call("B1", 130, topic="hazard"),
        ]
    )
    found = judge.at(START + 900)
    assert devices(found) == [("lateral", "FU1")]
    assert [(one.area, one.outage) for one in found.hazards] == [("A1", found.hypotheses[0].id), ("B1", "")]
    judge.take(all_on(["A1", "A2"], 1000))
    assert len(judge.at(START + 3000).hazards) == 2


def test_that_a_call_from_a_lit_area_is_the_customers_own() -> None:
    """Owner-side causes first: the area reads lit after the call."""
    judgement = judged([call("A1", 60), *all_on(["A1"], 100)], 400)
    assert (judgement.hypotheses, judgement.expected) == ((), 0.0)


def test_that_what_is_dark_inside_a_running_plan_belongs_to_the_plan() -> None:
    running = [*plan("P1", ["FU1"], 0, 7200), *all_off(["A1", "A2"], 60), call("A1", 300)]
    (found,) = judged(running, 900).hypotheses
    assert (found.plan, found.device) == ("plans/P1", "FU1")


def test_that_what_is_dark_outside_of_a_running_plan_opens_a_fault() -> None:
    running = [*plan("P1", ["FU1"], 0, 7200), *all_off(["A1", "A2", "B1"], 60), *all_on(["B2"], 90)]
    found = judged(running, 900).hypotheses
    assert {(one.plan, one.device) for one in found} == {("plans/P1", "FU1"), ("", "B1")}


def test_that_a_plan_whose_window_is_over_explains_nothing() -> None:
    over = [*plan("P1", ["FU1"], 0, 600), *all_off(["A1", "A2"], 1000)]
    (found,) = judged(over, 1800).hypotheses
    assert found.plan == ""


def test_that_a_negative_call_back_after_restoration_counts_nobody_twice() -> None:
    """Oracle's known bug: the call-back opened an overlapping outage, and its minutes counted twice."""
    judge = Judge(street())
    facts = [
        *all_off(["A1", "A2"], 60),
        *all_on(["A1", "A2"], 2400),
        meters("A2", 3, 57, 2700),
        call("A2", 2800),
    ]
    seen: list[Judgement] = []
    for after in range(60, 4200, 60):
        judge.take([fact for fact in facts if START + after - 60 < fact.at <= START + after])
        seen.append(judge.at(START + after))
    for judgement in seen:
        areas = [area for one in judgement.hypotheses if one.customers for area in one.areas]
        assert len(areas) == len(set(areas))
        assert sum(one.customers for one in judgement.hypotheses) <= 100
    assert devices(seen[-1]) == [("service", "A2")]
    assert judge.book.over[0].stage is OutageStage.RESTORED_VERIFIED


def test_that_what_stays_dark_below_a_closed_device_is_its_own_nested_outage() -> None:
    """Restoration in steps: the breaker is closed again, one transformer's fuse is still open."""
    judge = Judge(street())
    facts = [
        position("CB", 60, closed=False, tripped=True),
        *all_off(EVERYBODY, 120),
        position("CB", 1800, closed=True),
        *all_on(["A1", "B1", "B2"], 1860),
        call("A2", 2400),
    ]
    found = through(judge, facts, 3000)
    assert [(one.device, one.kind.value) for one in found.hypotheses if one.customers] == [
        ("A2", "transformer_area")
    ]


def test_that_power_back_behind_a_fuse_ends_it_before_every_area_has_said_so() -> None:
    """The rest's reports are late: they are of before the fuse was closed."""
    judge = Judge(street())
    facts = [*all_off(["A1", "A2"], 60), *all_on(["B1"], 60), *all_on(["A1"], 3000)]
    found = through(judge, facts, 3060)
    assert found.expected < 60
    assert sum(one.customers for one in found.hypotheses if one.device == "FU1") == 0


def test_that_a_fault_indicator_tells_the_side_of_a_switch() -> None:
    """Two calls, no telemetry: fault current passed the switch, so it is no broken service line."""
    calls = [call("B1", 60 + 30 * n, n) for n in range(2)]
    without, with_it = (judged([*calls, *more], 300) for more in ([], [indicator("SW", 50)]))

    def behind(judgement: Judgement) -> float:
        return sum(one.probability for one in judgement.hypotheses if one.kind is not DeviceKind.SERVICE)

    assert behind(with_it) > behind(without)


def test_that_wrong_links_are_listed_and_not_believed() -> None:
    """Two meters in a lit area go dark with the neighbour: a wrong link, no outage of that area."""
    judgement = judged([*all_off(["A1"], 60), meters("B1", 2, 48, 60), *all_on(["A2"], 60)], 900)
    assert devices(judgement) == [("transformer_area", "A1")]
    assert [(one.area, one.meters, one.off) for one in judgement.links] == [("B1", 2, True)]


def test_that_devices_that_nothing_can_tell_apart_are_one_set_with_their_chances() -> None:
    """Equal downstream sets count as one; the likelier device is named first."""
    judgement = judged([call("B2", 60), *all_on(["B1"], 100), meters("B2", 1, 0, 100)], 600)
    (found,) = judgement.hypotheses
    assert found.probability == pytest.approx(sum(one.probability for one in found.suspects))


def test_that_a_breaker_read_open_is_open_at_once_whatever_its_areas_have_not_said_yet() -> None:
    """Rule 9: its areas are quiet two minutes later, and what they read before says nothing of now."""
    before = [*all_on(["A1", "A2"], -600), meters("B1", 12, 38, -600), call("B1", -500)]
    tripped = position("CB", 60, closed=False, tripped=True)
    found = judged([*before, tripped], 180).hypotheses[0]
    assert (found.device, found.stage) == ("CB", OutageStage.CONFIRMED)
    assert found.probability > 0.99
    assert found.customers == sum(SIZES.values())


def test_that_the_reasons_say_what_speaks_for_it() -> None:
    (found,) = judged([*all_off(["A1", "A2"], 60), call("A1", 200), *all_on(["B1"], 60)], 900).hypotheses
    said = {reason.code: reason.args for reason in found.reasons}
    assert said["judged_meters_dark"] == {"off": 100, "of": 100}
    assert said["judged_calls"] == {"n": 1}
    assert said["judged_neighbours_lit"] == {"n": 1}


def test_that_a_crew_that_says_it_is_not_this_device_is_believed() -> None:
    heard = [*all_off(["A1", "A2"], 60), word(EvidenceKind.CREW_REPORT, "FU1", 600, n=0)]
    assert "FU1" not in [device for _, device in devices(judged(heard, 900))]


def test_that_a_storms_weather_raises_every_prior_alike() -> None:
    calm, storm = (judged([call("A1", 60)], 300, model=EvidenceModel(weather=w)) for w in (1.0, 20.0))
    assert storm.expected > calm.expected


def test_that_a_switching_elsewhere_behind_the_same_station_moves_nothing_here() -> None:
    """A trip behind the one breaker neither dates what is dark behind another, nor makes it likely that
    section switches there are open, though one station feeds both."""
    here = [*all_off(["B1'"], 60), call("B1'", 120)]
    elsewhere = [position("CB", 1000, closed=False, tripped=True), position("CB", 1500, closed=True)]
    network = street(2, station=True)
    alone, beside = (
        [one for one in judged(heard, 1800, network).hypotheses if "B1'" in one.areas]
        for heard in (here, [*elsewhere, *here])
    )
    assert [(one.device, one.since) for one in beside] == [(one.device, one.since) for one in alone]
    assert [one.device for one in beside] == ["B1'"]


def test_that_what_is_frozen_still_moves_down_as_more_is_heard() -> None:
    """Domain 5.4, verification: it is not rolled up any more; but the neighbour's silence says in time that
    the fuse above both is whole."""
    judge = Judge(street(), EvidenceModel(probable_after_s=60.0, open_prior=OpenPrior(fuse=1e-3)))
    facts = [*all_off(["A1"], 60), *all_on(["B1"], 60)]
    (early,) = through(judge, facts, 180).hypotheses
    assert (early.device, early.frozen) == ("FU1", True)
    later = [judge.at(START + after) for after in range(240, 1501, 60)][-1]
    assert [one.device for one in later.hypotheses] == ["A1"]


def test_that_nobody_is_fed_from_beyond_before_somebody_there_has_said_so() -> None:
    """An open breaker, a tie, and silent areas a quarter of an hour later: they are late, and not lit."""
    opened = position("CB", 60, closed=False, tripped=True)
    (found,) = judged([opened], 900, street(2, tied=True)).hypotheses
    assert (found.device, found.customers) == ("CB", sum(SIZES.values()))
    fed = judged([opened, *all_on(["B1", "B2"], 700)], 900, street(2, tied=True))
    assert sum(one.customers for one in fed.hypotheses) < sum(SIZES.values())


def test_that_a_nested_outage_ends_with_light_behind_it_like_every_other() -> None:
    """It was there before the trip; the breaker is closed, and one of its two areas is lit: its fuse was
    closed too. The other area's reading is of before that."""
    judge = Judge(street())
    early = [*all_off(["A1", "A2"], 60), *all_on(["B1"], 60)]
    tripped = position("CB", 1225, closed=False, tripped=True)
    found = through(judge, [*early, tripped, *all_off(["B1", "B2"], 1290)], 1500)
    assert {(one.device, one.nested) for one in found.hypotheses} == {("FU1", True), ("CB", False)}
    judge.take([position("CB", 1800, closed=True), *all_on(["A1", "B1", "B2"], 1870)])
    after = [judge.at(START + at) for at in range(1860, 2100, 60)][-1]
    assert sum(one.customers for one in after.hypotheses) == 0
