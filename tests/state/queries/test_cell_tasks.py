"""Hours of today, visits and training of all cells together; what nobody speaks of is not a zero."""

import pytest

from tests.state.queries.faces import HOUR, NOW, Room
from wallboard.state.queries.cell_tasks import OTHER, CellTasksFace, cell_tasks

TODAY = NOW - 8 * HOUR


def test_that_where_nobody_speaks_of_hours_or_visits_there_is_no_figure() -> None:
    room = Room()
    room.say("roster/a", cell_owners={"name": "a", "manager": "王"}, cell_work={"hazards_open": 1})
    assert cell_tasks(room.tables, TODAY) == CellTasksFace(cells=1)


def test_that_hours_of_yesterday_are_not_of_today() -> None:
    room = Room()
    room.say("roster/a", cell_work={"hours": {"visits": 2.0}})
    assert cell_tasks(room.tables, TODAY).hours["visits"] == 2.0
    later = cell_tasks(room.tables, NOW + HOUR)
    assert (later.reporting, set(later.hours.values())) == (0, {0.0})


def test_that_kinds_that_the_room_has_no_word_for_are_counted_together() -> None:
    room = Room()
    room.say("roster/a", cell_work={"hours": {"visits": 2.0, "绿化": 1.0}})
    room.say("roster/b", cell_work={"hours": {"visits": 0.5, "培训": 1.5}})
    found = cell_tasks(room.tables, TODAY)
    assert (found.hours["visits"], found.hours[OTHER], found.reporting) == (2.5, 2.5, 2)


def test_that_visits_are_a_mean_and_name_who_has_waited_longest() -> None:
    room = Room()
    room.say("roster/a", cell_work={"visited": 0.2, "last_visit_at": NOW - HOUR, "publicity": 2})
    room.say("roster/b", cell_work={"visited": 0.6, "last_visit_at": NOW - 9 * HOUR})
    found = cell_tasks(room.tables, TODAY)
    assert found.visited == pytest.approx(0.4)
    assert (found.longest, found.last_visit, found.publicity) == ("b", NOW - 9 * HOUR, 2)


def test_that_posts_are_counted_by_who_holds_them() -> None:
    room = Room()
    room.say("roster/a", cell_owners={"name": "a", "manager_trained": True, "equipment_trained": False})
    room.say("roster/b", cell_owners={"name": "b", "manager_trained": True})
    found = cell_tasks(room.tables, TODAY)
    assert (found.trained, found.in_training) == (2, 1)
