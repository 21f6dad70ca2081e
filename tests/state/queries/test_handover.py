"""The hand-over report: what stands open is in the section that it belongs to."""

from functools import cache
from itertools import count

import msgspec

from feeds.sim.business import Tale
from tests.feeds.hub.alarm_room import AlarmRoom
from tests.feeds.sim.business.told import facts_of, the_sad_one
from tests.feeds.sim.worlds import numbered
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.network import DevicePosition
from wallboard.domain.orders import OrderMark
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.roster import ResponseLevel, RosterShift, SourceFreshness
from wallboard.domain.terms import AreaClass, OutageNature, OutageStage, SourceState, VanStatus
from wallboard.rules.limits import RuleSet
from wallboard.state.queries.handover import (
    MOST,
    Line,
    Report,
    Section,
    digest_of,
    pieces_of,
    report_in,
    shifts_at,
)
from wallboard.state.queries.handover_report import handover
from wallboard.state.store import Store

RULES = load_rule_set("state-grid-2022")
NOW = load_scenario("day").moment_at
HOUR = 3600.0


def outage(key: str, customers: int, etr: float | None, stage: OutageStage) -> list[tuple[str, Payload]]:
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        customers_out=customers,
        place=f"{key}线",
        town="河口镇",
        started_at=NOW - HOUR,
    )
    said: list[tuple[str, Payload]] = [(key, extent), (key, OutageStageClaim(stage=stage, since=NOW - HOUR))]
    return [*said, (key, OutageEtr(etr=etr, first=etr))] if etr is not None else said


def fresh(title: str, state: SourceState, at: float) -> SourceFreshness:
    return SourceFreshness(state=state, title=title, last_fact_at=at, last_poll_at=at, expect_every=30.0)


def said() -> list[tuple[str, Payload]]:
    shift = (
        "r/1",
        RosterShift(
            name="白班",
            starts_at=NOW - 3 * HOUR,
            ends_at=NOW + 9 * HOUR,
            service_lead="李",
            network_lead="谭",
        ),
    )
    relief = (
        "r/2",
        RosterShift(
            name="夜班",
            starts_at=NOW + 9 * HOUR,
            ends_at=NOW + 21 * HOUR,
            service_lead="冯",
            network_lead="甘",
        ),
    )
    return [
        shift,
        relief,
        *outage("oms/1", 900, NOW + HOUR, OutageStage.CONFIRMED),
        *outage("oms/2", 30, NOW - 60.0, OutageStage.RESTORED_REPORTED),
        *outage("oms/3", 5, None, OutageStage.RESTORED_VERIFIED),
        ("oms/P1", PlanWork(title="消缺", window_from=NOW + 2 * HOUR, window_to=NOW + 5 * HOUR)),
        ("oms/P2", PlanWork(title="换杆", window_from=NOW - 5 * HOUR, window_to=NOW - HOUR)),
        ("oms/P2", PlanCourse(state="late", started_at=NOW - 5 * HOUR)),
        ("oms/P3", PlanWork(title="后天", window_from=NOW + 40 * HOUR, window_to=NOW + 44 * HOUR)),
        ("scada/D1", DevicePosition(closed=False, tripped=True)),
        ("scada/D2", DevicePosition(closed=True)),
        ("gps/V1", VanProfile(name="发电车 01", kva=400.0)),
        ("gps/V1", VanStatusValue(status=VanStatus.CONNECTED, since=NOW - HOUR, area="TA-1")),
        ("gps", fresh("定位", SourceState.LOST, NOW - HOUR)),
        ("oms", fresh("停电管理", SourceState.LIVE, NOW)),
        ("r/level", ResponseLevel(level=4, words="Ⅳ 级响应", issuer="市局", since=NOW - HOUR)),
    ]  # fmt: skip


@cache
def store() -> Store:
    held, number = Store(), count()
    facts = [Fact(data, key, NOW - 60.0, key.partition("/")[0], str(next(number))) for key, data in said()]
    for tale in (
        Tale.PING_PONG,
        Tale.MISSED_APPOINTMENT,
        Tale.VACANCY,
        Tale.THREE_OUTAGES,
        Tale.BLOCKED_MATERIALS,
    ):
        facts += facts_of(beat for beat in the_sad_one(tale, "day").beats if beat.at <= NOW)  # fmt: skip
    vacant = the_sad_one(Tale.VACANCY, "day").key  # nobody has supervised it yet
    facts.append(
        Fact(OrderMark(verb="supervise", actor="值班长", words="督办：到货"), vacant, NOW - HOUR, "cms")
    )
    named = [msgspec.structs.replace(fact, id=str(row)) for row, fact in enumerate(facts)]
    held.apply(numbered(named, 0))
    return held


def report(rules: RuleSet | None = RULES, now: float = NOW) -> Report:
    return handover(store().tables, rules, now, AreaClass.URBAN)


def lines(name: str) -> list[Line]:
    (found,) = [part for part in report().sections if part.name == name]
    assert found.total == len(found.lines) or len(found.lines) == MOST
    return list(found.lines)


def test_that_it_names_who_goes_and_who_comes() -> None:
    made = report()
    assert (made.shift, made.outgoing, made.incoming) == ("白班", ("李", "谭"), ("冯", "甘"))
    assert made.relieved_at == NOW + 9 * HOUR
    assert shifts_at(Store().tables, NOW) == (None, None)
    assert shifts_at(store().tables, NOW + 10 * HOUR)[1] is None


def test_that_an_outage_stays_until_it_is_verified() -> None:
    assert [(line.n, line.state, line.over) for line in lines("outages")] == [
        (900, "outage.stage.confirmed", False),
        (30, "outage.stage.restored_reported", True),
    ]


def test_that_what_was_agreed_with_customers_is_named_with_its_time() -> None:
    story = the_sad_one(Tale.MISSED_APPOINTMENT, "day")
    mine = [line for line in lines("promises") if line.subject == f"order/{story.key}"]
    due = [line for line in lines("due") if line.subject == f"order/{story.key}"]
    assert [(line.state, line.over) for line in mine] == [("target.visit", True)] and not due
    etrs = [line.n for line in lines("promises") if line.state == "handover.etr"]
    assert not etrs  # nobody has raised an order of an outage here


def test_that_plans_are_named_while_they_run_or_come_within_a_day() -> None:
    assert [(line.name, line.state, line.over) for line in lines("plans")] == [
        ("换杆", "handover.plan.returns", True),
        ("消缺", "handover.plan.begins", False),
    ]


def test_that_what_stands_abnormal_is_named_back_feed_first() -> None:
    assert [(line.name, line.state) for line in lines("modes")] == [
        ("发电车 01", "handover.mode.back_feed"),
        ("D1", "handover.mode.tripped"),
    ]


def test_that_complaints_and_what_is_stuck_are_named_with_the_reason() -> None:
    complaint = the_sad_one(Tale.THREE_OUTAGES, "day")
    assert f"order/{complaint.key}" in [line.subject for line in lines("threads")]
    stuck = {line.subject: {reason.code for reason in line.about} for line in lines("handling")}
    pong, vacant = the_sad_one(Tale.PING_PONG, "day"), the_sad_one(Tale.VACANCY, "day")
    assert {"handover.ping_pong", "handover.not_accepted"} <= stuck[f"order/{pong.key}"]
    assert {"handover.no_owner", "handover.not_accepted"} <= stuck[f"order/{vacant.key}"]


def test_that_feeds_that_fail_and_instructions_in_force_are_named() -> None:
    assert [line.name for line in lines("feeds")] == ["定位"]
    told = [(line.name, line.state) for line in lines("instructions")]
    assert ("Ⅳ 级响应", "handover.in_force") in told
    assert ("督办：到货", "handover.supervised") in told


def test_that_figures_count_the_open_orders_and_say_nothing_of_what_nobody_speaks_of() -> None:
    figures = report().figures
    assert figures["open.request"] == 3 and figures["open.connect"] == 2 and figures["complaints"] == 1
    assert figures["crews"] is None


def test_that_the_digest_changes_with_every_word_and_with_nothing_else() -> None:
    made = report()
    assert digest_of(made) == digest_of(report()) and len(digest_of(made)) == 64
    assert digest_of(made) != digest_of(report(now=NOW + 1.0))
    assert digest_of(made) != digest_of(msgspec.structs.replace(made, shift="夜班"))
    again = msgspec.json.decode(msgspec.json.encode(made), type=Report)
    assert digest_of(again) == digest_of(made)


def test_that_facts_from_a_wire_or_a_log_give_the_same_digest() -> None:
    """Their times are of a kind of their own."""
    lines = [(Line(subject="order/a", name="x", at=at),) for at in (NOW + 0.125, Instant(NOW + 0.125))]
    made = [Report(now=NOW, sections=(Section("due", 1, line),)) for line in lines]
    assert digest_of(made[0]) == digest_of(made[1])
    assert report_in(pieces_of(made[1])) == made[0]


def test_that_alarms_are_handed_over_with_who_shelved_them_until_when_and_what_stands() -> None:
    room = AlarmRoom()
    for name in ("gps", "scada", "weather"):
        room.source(name, SourceState.LOST)
    room.source("weather", SourceState.LIVE)
    assert room.do("acknowledge", "source/scada") == ""
    assert room.do("shelve", "source/gps", until=room.now + 900, words="厂家检修") == ""
    report = handover(room.store.tables, RULES, room.now, AreaClass.URBAN)
    alarms = next(part for part in report.sections if part.name == "alarms")
    assert [(line.name, line.state, line.who) for line in alarms.lines] == [
        ("gps", "handover.alarm.shelved", "07"),
        ("weather", "alarm.returned", ""),
        ("scada", "alarm.acknowledged", "07"),
    ]
    assert (alarms.lines[0].place, alarms.lines[0].at) == ("厂家检修", room.now + 900)
