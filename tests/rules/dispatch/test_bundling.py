"""What rides along with a trip: within the detour and the window, by who has learnt it and may (d.124)."""

from typing import Any

import numpy as np
import pytest

from tests.rules.dispatch.crews import HOME, NEED, NEXT, NOW, hand
from wallboard.rules.dispatch.bundling import JOBS, Errand, Job, Legs, Ride, rides
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules(detour_minutes=10, work_minutes=60, ride_minutes=20)
MIN = 60.0


def errand(order: str = "hub/Q-1", **fields: Any) -> Errand:
    return Errand(**{"order": order, "job": Job.VOLTAGE, "lon": 112.7, "lat": 22.4, "unit": HOME} | fields)


def along(
    there: float, back: float, *errands: Errand, crew: dict[str, Any] | None = None
) -> tuple[Ride, ...]:
    """Rides of a crew ten minutes from the order. there, back: minutes, of every errand."""
    found = errands or (errand(),)
    legs = Legs(np.full(len(found), there * MIN), np.full(len(found), back * MIN))
    return rides(NEED, hand("one", 10, **(crew or {})), "网格 0312", {}, found, legs, NOW, RULES)


def test_that_a_job_rides_along_within_the_detour_of_the_rule_and_not_beyond() -> None:
    assert [one.detour for one in along(8, 12)] == [10 * MIN], "8 out, 12 back, instead of 10 back"
    assert along(8, 12.1) == ()
    assert along(np.inf, np.inf) == (), "no road leads there"


def test_that_the_nearest_stands_first_and_says_whether_it_lies_in_the_cell_or_on_the_way() -> None:
    far = errand("hub/Q-2", cell="网格 0312")
    legs = Legs(np.array([4.0, 1.0]) * MIN, np.array([9.0, 9.5]) * MIN)
    found = rides(NEED, hand("one", 10), "网格 0312", {}, (errand(), far), legs, NOW, RULES)
    assert [(one.order, one.why.code) for one in found] == [
        ("hub/Q-2", "ride_same_cell"),
        ("hub/Q-1", "ride_on_the_way"),
    ]


def test_that_the_list_of_the_cell_costs_no_detour() -> None:
    nothing = Legs(np.empty(0), np.empty(0))
    overdue = {Job.PATROL: 2, Job.INSPECTION: 0}
    found = rides(NEED, hand("one", 10), "网格 0312", overdue, (), nothing, NOW, RULES)
    assert [(one.job, one.n, one.detour, one.place) for one in found] == [(Job.PATROL, 2, 0.0, "网格 0312")]


@pytest.mark.parametrize(
    ("since", "until", "kept"), [(0, 80, True), (75, 90, True), (0, 70, False), (80, 120, False)]
)
def test_that_an_agreed_window_is_kept_or_the_job_is_not_proposed(since: int, until: int, kept: bool) -> None:
    """Ten minutes' way, an hour's work, five minutes on: there after 75."""
    window: dict[str, Any] = {"since": NOW + since * MIN, "until": NOW + until * MIN}
    assert bool(along(5, 10, errand(**window))) is kept


@pytest.mark.parametrize(
    ("crew", "unit", "kept"),
    [
        ({"skills": ("mv",)}, HOME, False),
        ({"skills": ()}, HOME, True),
        ({"authorised": (HOME,)}, NEXT, False),
        ({}, NEXT, True),
        ({"shift_ends_at": NOW + 94 * MIN}, HOME, False),
        ({"shift_ends_at": NOW + 96 * MIN}, HOME, True),
    ],
)
def test_that_who_has_not_learnt_it_may_not_work_there_or_goes_home_first_is_not_asked(
    crew: dict[str, Any], unit: str, kept: bool
) -> None:
    assert bool(along(5, 10, errand(unit=unit), crew=crew)) is kept


def test_that_only_the_jobs_of_the_room_ride_along_and_none_is_invented() -> None:
    assert len(Job) == 7
    assert "theft" not in JOBS and "meter_fitting" not in JOBS and "connection" not in JOBS
    assert Job.PUBLICITY not in JOBS.values(), "no source says that it is due"
