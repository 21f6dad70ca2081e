"""Whose question counts working time, and what a source's own words say of its kind."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Instant
from wallboard.domain.orders import AskKind, OrderAsk
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.limits import HandlingRules
from wallboard.rules.order_conditions import Condition, conditions
from wallboard.rules.questions import Waited, answer_due, kind_of, waited

HOUR = 3600.0
RULES = load_rule_set("state-grid-2022").handling


def at(words: str) -> float:
    return datetime.fromisoformat(words).replace(tzinfo=timezone(timedelta(hours=8))).timestamp()


EVENING, NIGHT, MORNING = at("2026-06-09T17:00"), at("2026-06-10T03:00"), at("2026-06-10T12:00")


def waiting(lane: Lane = Lane.REQUEST, **fields: object) -> Order:
    order = Order(id="o", source="s", lane=lane, received_at=EVENING, since=EVENING, stage=OrderStage.WAITING)
    return msgspec.structs.replace(order, **fields)


@pytest.mark.parametrize("lane", [Lane.REQUEST, Lane.CONNECT])
@pytest.mark.parametrize(
    ("code", "limit", "due"),
    [
        ("ask_department", 4, "2026-06-10T12:00"),
        ("ask_specialist", 1, "2026-06-10T09:00"),
        ("ask_decision", 4, "2026-06-10T12:00"),
    ],
)
def test_that_those_who_work_by_day_owe_their_answer_the_next_day(
    lane: Lane, code: str, limit: int, due: str
) -> None:
    order = waiting(lane, reason=Reason(code))
    assert answer_due(order, EVENING, RULES) == at(due)
    assert waited(order, EVENING, NIGHT, RULES) == Waited(HOUR / 2, limit * HOUR, worked=True)
    assert waited(order, EVENING, at(due), RULES).spent == limit * HOUR


def test_that_outages_and_what_went_up_to_the_lead_are_decided_at_any_hour() -> None:
    asked = OrderAsk(kind=AskKind.ESCALATION, at=Instant(EVENING), to="值班长")
    for order in (
        waiting(Lane.RESTORE, reason=Reason("ask_decision")),
        waiting(asked=asked, stage=OrderStage.ESCALATED),
        waiting(stage=OrderStage.ESCALATED),
    ):
        assert answer_due(order, EVENING, RULES) == EVENING + 4 * HOUR
        assert waited(order, EVENING, NIGHT, RULES) == Waited(10 * HOUR, 4 * HOUR, worked=False)


def test_that_the_condition_of_a_question_falls_due_by_the_same_clock() -> None:
    asked = OrderAsk(kind=AskKind.DECISION, at=Instant(EVENING), to="营销部主任")
    (found,) = conditions(waiting(asked=asked), NIGHT, RULES)
    assert (found.condition, found.due) == (Condition.NOT_ANSWERED, MORNING)
    assert not found.over(NIGHT) and found.over(MORNING + 1)


def test_that_an_urgent_call_meanwhile_does_not_change_what_was_asked() -> None:
    assert kind_of(waiting(reason=Reason("ask_specialist"), last_verb="urge")) is AskKind.SPECIALIST
    assert kind_of(waiting(last_verb="ask_department")) is AskKind.DEPARTMENT
    assert kind_of(waiting(last_verb="urge")) is AskKind.DECISION


def test_that_without_hours_or_a_calendar_minutes_run_round_the_clock() -> None:
    order, later = waiting(reason=Reason("ask_decision")), at("2031-06-09T17:00")
    assert answer_due(order, EVENING, HandlingRules()) == EVENING + 4 * HOUR
    assert answer_due(order, later, RULES) == later + 4 * HOUR
    assert waited(order, later, later + HOUR, RULES) == Waited(HOUR, 4 * HOUR, worked=False)
