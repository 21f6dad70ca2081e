"""One visit with four ticks, and one stop with four departments, by hand (d.117-123)."""

import msgspec
import pytest

from tests.rules.orders import at, connection
from wallboard.domain.connections import ConnectionTicks, DepartmentTask
from wallboard.domain.facts import Instant
from wallboard.domain.order_row import Order
from wallboard.domain.terms import OrderStage
from wallboard.rules.connecting import OneVisit, VisitState, blocking, departments_of, one_visit

WINDOW = {"window_from": at("2026-11-05 09:00"), "window_to": at("2026-11-05 11:00")}
HOME = connection("lv_res", "2026-11-02 09:00", **WINDOW)
ALL = ConnectionTicks(survey=True, documents=True, meter=True, contract=True)


def ticked(order: Order = HOME, **fields: object) -> Order:
    return msgspec.structs.replace(order, **fields)


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2026-11-05 08:59", VisitState.AHEAD),
        ("2026-11-05 09:00", VisitState.UNDER_WAY),
        ("2026-11-05 11:00", VisitState.UNDER_WAY),
        ("2026-11-05 11:01", VisitState.FAILED),
    ],
)
def test_that_a_visit_lies_within_the_window_that_was_agreed(when: str, state: VisitState) -> None:
    assert one_visit(HOME, at(when)).state is state


def test_that_any_missing_tick_makes_it_a_failed_one_visit_with_its_reason() -> None:
    """d.120: survey, documents, meter and connection, contract."""
    short = ConnectionTicks(survey=True, documents=True, meter=True, failed_because="合同未带")
    found = one_visit(ticked(ticks=short), at("2026-11-05 10:00"))
    assert found == OneVisit(VisitState.FAILED, ("contract",), "合同未带")
    closed = ticked(ticks=msgspec.structs.replace(short, failed_because=""), stage=OrderStage.DONE)
    assert one_visit(closed, at("2026-11-05 10:30")) == OneVisit(VisitState.FAILED, ("contract",))
    assert one_visit(ticked(ticks=ALL), at("2026-11-06 10:00")) == OneVisit(VisitState.DONE)


def test_that_another_visit_has_not_failed_before_it_begins() -> None:
    """A second window was agreed; what failed at the first is still said."""
    short = ConnectionTicks(survey=True, failed_because="产权人不在场")
    again = ticked(ticks=short)
    assert again.project is not None and again.project.window_from is not None
    before, within = again.project.window_from - 1.0, again.project.window_from + 1.0
    missing = ("documents", "meter", "contract")
    assert one_visit(again, before) == OneVisit(VisitState.AHEAD, missing, "产权人不在场")
    assert one_visit(again, within).state is VisitState.FAILED, "nobody says when it was said"
    earlier = msgspec.structs.replace(again, ticked_at=before)
    assert one_visit(earlier, within) == OneVisit(VisitState.UNDER_WAY, missing, "产权人不在场")
    assert one_visit(earlier, within + 7200) == OneVisit(VisitState.FAILED, missing)
    anew = msgspec.structs.replace(again, ticked_at=within)
    assert one_visit(anew, within) == OneVisit(VisitState.FAILED, missing, "产权人不在场")
    closed = msgspec.structs.replace(again, stage=OrderStage.DONE)
    assert one_visit(closed, before).state is VisitState.FAILED


def test_that_who_is_still_there_after_the_window_has_not_failed_yet() -> None:
    there = ticked(stage=OrderStage.ON_SITE)
    assert one_visit(there, at("2026-11-05 11:20")).state is VisitState.UNDER_WAY


def test_that_without_a_window_nothing_was_agreed() -> None:
    found = one_visit(connection("lv_res", "2026-11-02 09:00"), at("2026-11-20 09:00"))
    assert found == OneVisit(VisitState.UNAGREED, ("survey", "documents", "meter", "contract"))


def task(department: str, tasks: int, since: str) -> DepartmentTask:
    return DepartmentTask(department=department, open_tasks=tasks, since=Instant(at(since)))


def test_that_the_department_that_blocks_is_the_one_with_open_tasks_since_longest() -> None:
    """d.122: derived, not typed. Marketing began earlier and is done."""
    said = (
        task("marketing", 0, "2026-11-02 09:00"),
        task("materials", 2, "2026-11-09 09:00"),
        task("capital_works", 5, "2026-11-10 09:00"),
    )
    factory = ticked(connection("mv_single", "2026-11-02 09:00"), departments=said)
    now = at("2026-11-12 10:00")
    assert [(each.department, each.open_tasks, each.days) for each in departments_of(factory, now)] == [
        ("marketing", 0, 0),
        ("capital_works", 5, 3),
        ("production", 0, 0),
        ("materials", 2, 4),
    ]
    found = blocking(factory, now)
    assert found is not None and (found.department, found.days) == ("materials", 4)
    assert blocking(ticked(factory, stage=OrderStage.DONE), now) is None
    assert blocking(HOME, now) is None


def test_that_a_department_that_nobody_foresaw_is_listed_too() -> None:
    said = (task("土地办", 1, "2026-11-03 09:00"),)
    factory = ticked(connection("mv_dual", "2026-11-02 09:00"), departments=said)
    assert [each.department for each in departments_of(factory, at("2026-11-04 09:00"))][-1] == "土地办"
    found = blocking(factory, at("2026-11-04 09:00"))
    assert found is not None and (found.department, found.days) == ("土地办", 2)
