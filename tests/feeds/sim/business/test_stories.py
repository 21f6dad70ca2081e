"""What the customer system tells of requests, complaints and connections holds together, story by story."""

from collections import Counter
from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from feeds.codec import decode_fact, encode_fact
from feeds.sim import World
from feeds.sim.business import SOURCE, Story, Tale
from feeds.sim.business.rates import BY_HOUR
from feeds.sim.chronicle import Ordered
from feeds.sim.policy import NearestFree
from feeds.worlds import ground_of, open_world
from tests.feeds.sim.business.told import facts_of, order_at, stories, the_sad_one
from tests.feeds.sim.worlds import lived, numbered, small, small_ground
from wallboard.config.scenario import load_scenario, scenario_names
from wallboard.domain.calls import CallReport
from wallboard.domain.connections import Complaint, ConnectionProject, ConnectionTicks, DepartmentTask
from wallboard.domain.orders import OrderCallback, OrderHandover, OrderMark, OrderStageValue
from wallboard.domain.terms import CUSTOMER_STEPS, ConnectStep, Lane, OrderStage
from wallboard.rules.order_conditions import Condition, conditions
from wallboard.state.store import Store

ZONE = timezone(timedelta(hours=8))
ORDINARY = {Tale.PLAIN, Tale.FAILED_VISIT}
BUSINESS = [name for name in scenario_names() if load_scenario(name).business]
CLOSED = {OrderStage.VERIFIED, OrderStage.CANCELLED}


def verbs(story: Story) -> list[str]:
    return [beat.data.verb for beat in story.beats if isinstance(beat.data, OrderMark)]


def test_that_every_story_is_told_in_order_and_comes_to_an_end() -> None:
    found = stories()
    assert len(found) > 500 and len({story.key for story in found}) == len(found)
    for story in found:
        times = [beat.at for beat in story.beats]
        assert times == sorted(times) and times[0] == story.received_at
        last = order_at(story, times[-1])
        assert last.stage in CLOSED and last.lane is story.lane
        assert last.holder or last.stage is OrderStage.CANCELLED
        assert last.handover is None or last.stage is OrderStage.CANCELLED
        reached = [last.reached[name] for name in ("accepted", "done", "verified") if name in last.reached]
        assert reached == sorted(reached)


def test_that_every_word_survives_the_wire() -> None:
    for story in stories()[::5]:
        facts = [msgspec.structs.replace(fact, seq=0) for fact in facts_of(story.beats)]
        assert [decode_fact(encode_fact(fact)) for fact in facts] == facts


def test_that_who_was_asked_first_stays_responsible_and_hand_overs_are_counted() -> None:
    for story in stories():
        row = order_at(story, story.beats[-1].at)
        taken = {
            (beat.data.sent_at, beat.data.to)
            for beat in story.beats
            if isinstance(beat.data, OrderHandover) and beat.data.accepted_at is not None
        }
        assert row.first_inquirer and row.hops >= len(taken) - 1
        for sent, _ in taken:
            assert sent >= story.received_at


def test_that_people_turn_up_by_day_more_than_by_night_and_less_at_weekends() -> None:
    hours, days = Counter[int](), Counter[int]()
    for story in stories():
        if story.lane is Lane.REQUEST and story.what == "enquiry":  # others wait for Monday
            hours[datetime.fromtimestamp(story.received_at, ZONE).hour] += 1
        days[datetime.fromtimestamp(story.received_at, ZONE).weekday()] += 1
    total = sum(hours.values())
    assert total > 100
    expected = [weight / sum(BY_HOUR) for weight in BY_HOUR]
    assert sum(hours[hour] for hour in range(9, 12)) / total == pytest.approx(sum(expected[9:12]), abs=0.12)
    assert sum(hours[hour] for hour in range(6)) / total < 0.08
    assert days[6] < days[0] and days[5] < days[0]


def test_that_ticks_and_windows_belong_together() -> None:
    """A connection in one visit has all its ticks when it is done, a failed one says why and comes again."""
    seen = Counter[Tale]()
    for story in stories():
        if story.lane is not Lane.CONNECT or not story.what.startswith("lv"):
            continue
        row = order_at(story, story.beats[-1].at)
        if row.stage is OrderStage.CANCELLED:
            continue
        seen[story.tale] += 1
        ticks = [beat.data for beat in story.beats if isinstance(beat.data, ConnectionTicks)]
        windows = {
            beat.data.window_from
            for beat in story.beats
            if isinstance(beat.data, ConnectionProject) and beat.data.window_from is not None
        }
        assert row.ticks == ConnectionTicks(survey=True, documents=True, meter=True, contract=True)
        assert row.project is not None and row.project.energised_at is not None
        assert row.project.energised_at == row.reached["done"] or row.reopened
        assert row.kva == row.project.kva and row.kva is not None and row.kva <= 100
        assert len(windows) == (1 if story.tale is Tale.PLAIN else 2)
        assert any(tick.failed_because for tick in ticks) == (story.tale is not Tale.PLAIN)
        if story.tale is Tale.PLAIN and not row.reopened:
            begins, ends = row.project.window_from, row.project.window_to
            assert begins is not None and ends is not None
            assert begins - 600 <= row.reached["on_site"] <= ends
    assert seen[Tale.PLAIN] > 50 and seen[Tale.FAILED_VISIT] and seen[Tale.MISSED_APPOINTMENT]


def test_that_a_connection_at_medium_voltage_passes_all_steps_with_its_departments() -> None:
    found = [story for story in stories() if story.what.startswith("mv")]
    assert len(found) > 20
    for story in found:
        row = order_at(story, story.beats[-1].at)
        assert [entered.step for entered in row.course] == list(ConnectStep)
        assert row.project is not None and row.project.manager and row.project.energised_at
        tasks = [beat.data for beat in story.beats if isinstance(beat.data, DepartmentTask)]
        assert {task.department for task in tasks} == {
            "marketing",
            "capital_works",
            "production",
            "materials",
        }
        last = {task.department: task.open_tasks for task in tasks}
        assert not any(last.values())
        assert row.reached["accepted"] < row.reached["assigned"] == row.course[0].at
        assert "ask_decision" in verbs(story) and "decide" in verbs(story)
        assert any(entered.step in CUSTOMER_STEPS for entered in row.course)


def test_that_call_backs_ask_whether_it_is_well_and_open_it_again_where_not() -> None:
    again = 0
    for story in stories():
        said = [beat.data for beat in story.beats if isinstance(beat.data, OrderCallback)]
        stages = [beat.data for beat in story.beats if isinstance(beat.data, OrderStageValue)]
        if stages[-1].stage is OrderStage.CANCELLED:
            continue
        assert said and all(one.score is not None and 1 <= one.score <= 5 for one in said)
        if stages[-1].reopened:
            again += 1
            assert said[0].satisfied is False and said[-1].satisfied
    assert again > 5


def test_that_contacts_come_by_several_channels_and_name_their_order() -> None:
    calls = [
        (beat.key, beat.data)
        for story in stories()
        for beat in story.beats
        if isinstance(beat.data, CallReport)
    ]
    assert {key for key, _ in calls} == {SOURCE}
    keys = {story.key for story in stories()}
    assert all(call.order in keys and call.located for _, call in calls)
    assert {"95598", "app", "hall", "wechat", "12345"} <= {call.channel for _, call in calls}


@pytest.mark.parametrize("name", BUSINESS)
def test_that_every_scenario_stands_in_the_worst_hour_of_each_sad_story_at_its_moment(name: str) -> None:
    moment = load_scenario(name).moment_at
    rows = {tale: order_at(the_sad_one(tale, name), moment) for tale in Tale if tale not in ORDINARY}
    assert all(row.open for row in rows.values())

    wrong = {each.condition for each in conditions(rows[Tale.PING_PONG], moment)}
    assert {Condition.PING_PONG, Condition.NOT_ACCEPTED} <= wrong
    assert rows[Tale.PING_PONG].returned == 3

    missed = rows[Tale.MISSED_APPOINTMENT]
    assert missed.project is not None and missed.project.window_to is not None
    assert missed.project.window_to < moment and "on_site" not in missed.reached
    assert missed.ticks is not None and missed.ticks.failed_because

    blocked = the_sad_one(Tale.BLOCKED_MATERIALS, name)
    tasks = [b.data for b in blocked.beats if b.at <= moment and isinstance(b.data, DepartmentTask)]
    last = {task.department: task for task in tasks}
    assert last["materials"].open_tasks == 3 and last["materials"].words
    since = last["materials"].since
    assert since is not None and moment - since > 5 * 86_400

    wrong = {each.condition for each in conditions(rows[Tale.VACANCY], moment)}
    assert {Condition.NO_OWNER, Condition.NOT_ACCEPTED} <= wrong

    complaint = rows[Tale.THREE_OUTAGES].complaint
    assert complaint is not None and complaint.channel == "12398"
    assert complaint.risk and len(complaint.outages) == 3


def test_that_each_sad_story_ends_well_in_the_end() -> None:
    for tale in Tale:
        if tale in ORDINARY:
            continue
        story = the_sad_one(tale, "day")
        row = order_at(story, story.beats[-1].at)
        assert row.stage is OrderStage.VERIFIED and not conditions(row, story.beats[-1].at)
        if tale is not Tale.THREE_OUTAGES:
            assert {"urge", "supervise"} & set(verbs(story))


def test_that_a_complaint_names_the_third_outage_once_the_outage_system_has_heard_of_it() -> None:
    world, facts = lived(7, "town-storm", load_scenario("town-storm").moment)
    store = Store()
    store.apply(numbered(facts, 0))
    found = [row.complaint for row in store.tables.orders.values() if row.complaint and row.complaint.risk]
    (complaint,) = found
    assert complaint is not None and len(complaint.outages) == 3
    assert [one for one in complaint.outages if one in store.tables.outages]
    assert not any(one.startswith("fault/") for one in complaint.outages)
    assert world.scenario.business > 1


def test_that_orders_are_the_same_whoever_is_sent_to_the_outages() -> None:
    class Idle(NearestFree):
        """Sends nobody."""

        def choose(self, *_: object) -> list[tuple[str, str]]:
            return []

    scenario, ground = load_scenario("town-storm"), ground_of("town")
    until = scenario.start_at + 9000.0
    said = []
    for policy in (None, Idle()):
        facts = World(7, scenario, ground, policy=policy).step(until)
        said.append([fact for fact in facts if fact.source == SOURCE and type(fact.data) is not Complaint])
    assert said[0] == said[1] and len(said[0]) > 300


def test_that_the_truth_tells_of_every_order_what_becomes_of_it() -> None:
    world = open_world("town-day", 5)
    chronicle = world.keep_truth()
    facts = world.step(world.scenario.end_at)
    lines = {line.id: line for line in chronicle.take() if isinstance(line, Ordered)}
    done: dict[str, float] = {}
    for fact in facts:
        if fact.source == SOURCE and isinstance(fact.data, OrderStageValue):
            assert fact.key in lines
            if fact.data.stage is OrderStage.DONE and not fact.data.reopened:
                done[fact.key] = fact.data.since
    assert {line.tale for line in lines.values()} >= {tale.value for tale in Tale if tale not in ORDINARY}
    settled = [key for key in done if not any(f.key == key and _reopened(f.data) for f in facts)]
    assert settled and all(lines[key].ends == pytest.approx(done[key], abs=0.01) for key in settled)


def _reopened(data: object) -> bool:
    return isinstance(data, OrderStageValue) and data.reopened > 0


def test_that_what_stands_at_the_start_is_said_once_and_short() -> None:
    scenario = small("day", business=1.0, hazard=0.0)
    facts = World(7, scenario, small_ground()).step(scenario.start_at + 30.0)
    said = [fact for fact in facts if fact.source == SOURCE]
    subjects = Counter((fact.key, type(fact.data)) for fact in said)
    once = {kind: n for (_, kind), n in subjects.items() if n > 1}
    assert set(once) <= {OrderHandover, OrderMark, OrderCallback, DepartmentTask, CallReport}
    orders = {fact.key for fact in said if isinstance(fact.data, OrderStageValue)}
    assert 20 < len(orders) < 120 and len(said) < 15 * len(orders)


def test_that_what_the_day_before_settled_stands_at_the_start_and_not_only_what_went_badly() -> None:
    begin = load_scenario("day").start_at
    called = [
        row.satisfied
        for row in (order_at(story, begin) for story in stories() if story.received_at <= begin)
        if row.called_at is not None and row.called_at > begin - 86_400
    ]
    assert len(called) > 100
    assert called.count(True) / len(called) > 0.85, "one in twenty is not content"


def test_that_a_scenario_without_business_has_no_such_source() -> None:
    scenario = small("day", business=0.0)
    facts = World(7, scenario, small_ground()).step(scenario.start_at + 60.0)
    assert not [fact for fact in facts if fact.source == SOURCE]


def test_that_by_night_a_hand_over_waits_only_where_a_story_is_sad() -> None:
    """Dispatch keeps what is not urgent until its unit works; whoever was sent it by day has taken it."""
    scenario = load_scenario("night")
    kept = 0
    for story in stories("night"):
        if story.received_at > scenario.moment_at or story.beats[0].at > scenario.moment_at:
            continue
        row = order_at(story, scenario.moment_at)
        if row.open and row.handover is not None:
            assert story.tale in (Tale.PING_PONG, Tale.VACANCY), (story.key, story.tale)
        kept += row.open and row.holder.startswith("desk/") and row.handover is None
    assert kept > 10
