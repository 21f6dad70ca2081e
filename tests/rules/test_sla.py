"""The clocks of the room. Times are minutes after the report (T0) unless a comment says otherwise."""

import msgspec
import pytest

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.rows import Order
from wallboard.domain.terms import AreaClass, Band, Lane, OrderStage
from wallboard.rules.limits import Limit, RuleSet
from wallboard.rules.sla import arrival_seconds, clock_of

T0 = 1_700_000_000.0
MIN = 60.0
GRID = load_rule_set("state-grid-2022")
NATIONAL = load_rule_set("supply-regulation")


def order(**fields: object) -> Order:
    plain = {"id": "restore/oms/1", "source": "analyst", "lane": Lane.RESTORE, "received_at": T0}
    return msgspec.convert({**plain, **fields}, Order)


def arrived(at_min: float, **fields: object) -> Order:
    at = T0 + at_min * MIN
    return order(stage="on_site", since=at, reached={"on_site": at}, **fields)


def clock(
    of: Order, minute: float, rules: RuleSet | None = GRID, area: str = "urban", travel: float | None = None
):
    return clock_of(of, rules, T0 + minute * MIN, area_class=AreaClass(area), travel=travel)


@pytest.mark.parametrize(
    ("rules", "area", "minute", "band"),
    [
        (GRID, "urban", 35.9, Band.CALM),  # 80 % of 45 min is 36 min
        (GRID, "urban", 36, Band.WARNING),
        (GRID, "urban", 45, Band.WARNING),  # on the limit it is still kept
        (GRID, "urban", 45.1, Band.BREACHED),
        (GRID, "rural", 71.9, Band.CALM),  # 80 % of 90 min is 72 min
        (GRID, "rural", 90.1, Band.BREACHED),
        (GRID, "remote", 96, Band.WARNING),  # 80 % of 120 min
        (NATIONAL, "urban", 47, Band.CALM),  # 80 % of 60 min is 48 min
        (NATIONAL, "rural", 120.1, Band.BREACHED),
        (NATIONAL, "remote", 240, Band.WARNING),
    ],
)
def test_that_the_arrival_clock_runs_from_the_report(
    rules: RuleSet, area: str, minute: float, band: Band
) -> None:
    found = clock(order(), minute, rules, area)
    assert (found.target, found.start, found.band) == ("arrive", T0, band)
    assert found.elapsed == pytest.approx(minute * MIN)


def test_that_the_due_time_is_the_report_plus_the_limit() -> None:
    found = clock(order(), 10)
    assert found.due == T0 + 2700  # 45 min = 2,700 s
    assert found.limit == 2700
    assert found.remaining == pytest.approx(2100)  # 35 min
    assert found.share == pytest.approx(10 / 45)


@pytest.mark.parametrize(
    ("area", "minute", "band"),
    [
        ("urban", 30 + 143, Band.CALM),  # 80 % of 180 min is 144 min after the arrival at minute 30
        ("urban", 30 + 144, Band.WARNING),
        ("urban", 30 + 181, Band.BREACHED),
        ("rural", 30 + 181, Band.CALM),  # rural: 240 min, warned from 192
        ("rural", 30 + 192, Band.WARNING),
        ("remote", 30 + 600, Band.UNCOLOURED),  # nothing is promised there
    ],
)
def test_that_after_arrival_the_clock_runs_for_restoration(area: str, minute: float, band: Band) -> None:
    found = clock(arrived(30), minute, area=area)
    assert (found.target, found.start, found.band) == ("restore", T0 + 30 * MIN, band)


def test_that_the_arrival_counts_although_the_crew_went_back() -> None:
    """On site at minute 20, assigned elsewhere since: the restoration clock runs on from minute 20."""
    back = order(stage="assigned", since=T0 + 50 * MIN, reached={"on_site": T0 + 20 * MIN})
    found = clock(back, 60)
    assert (found.target, found.start) == ("restore", T0 + 20 * MIN)


@pytest.mark.parametrize(
    ("travel_min", "minute", "band"),
    [
        (None, 30, Band.CALM),
        (5, 35.9, Band.CALM),  # 5 min on the road is less than 20 % of 45 (9 min)
        (20, 24.9, Band.CALM),  # 20 min on the road: warned with 20 min left, at minute 25
        (20, 25, Band.WARNING),
        (50, 0, Band.WARNING),  # farther than the limit allows: warned at once
    ],
)
def test_that_it_warns_while_a_crew_can_still_get_there(
    travel_min: float | None, minute: float, band: Band
) -> None:
    travel = None if travel_min is None else travel_min * MIN
    assert clock(order(), minute, travel=travel).band is band


def test_that_travel_time_means_nothing_after_arrival() -> None:
    assert clock(arrived(30), 40, travel=10_000 * MIN).band is Band.CALM


@pytest.mark.parametrize("minute", [0, 44, 46, 10_000])
def test_that_without_a_rule_set_the_clock_runs_uncoloured(minute: float) -> None:
    found = clock(order(), minute, rules=None)
    assert found.band is Band.UNCOLOURED
    assert (found.due, found.limit, found.remaining, found.share) == (None, None, None, None)
    assert found.elapsed == minute * MIN


def test_that_the_area_class_of_the_order_stands_above_the_rooms() -> None:
    assert clock(order(area_class="rural"), 50, area="urban").limit == 90 * MIN


def test_that_a_promise_stands_above_every_limit_and_no_pause_moves_it() -> None:
    promised = order(lane="request", promised_at=T0 + 100 * MIN, paused_since=T0, pause_changed=T0)
    found = clock(promised, 79)
    assert (found.target, found.due, found.band) == ("promise", T0 + 100 * MIN, Band.CALM)
    assert clock(promised, 80).band is Band.WARNING  # 80 % of 100 min
    assert clock(promised, 101).band is Band.BREACHED


def test_that_no_clock_runs_by_a_promise_that_ended_before_the_order_was_received() -> None:
    late = order(promised_at=T0 - 60 * MIN, promise_doubtful=True)
    assert clock(late, 10) == clock(order(), 10)


def test_that_a_pause_stops_the_clock() -> None:
    """Paused from minute 10 on: at minute 60 ten minutes have run and the due time has moved by 50."""
    found = clock(order(paused_since=T0 + 10 * MIN, pause_changed=T0 + 10 * MIN), 60)
    assert found.elapsed == 10 * MIN
    assert found.due == T0 + (45 + 50) * MIN
    assert found.band is Band.CALM


def test_that_a_pause_before_arrival_is_not_counted_again_after_it() -> None:
    """Paused for 30 min until minute 40, on site at minute 50: the restoration clock had no pause."""
    late = arrived(50, paused_total=30 * MIN, pause_changed=T0 + 40 * MIN)
    assert clock(late, 60).elapsed == 10 * MIN


def test_that_a_closed_orders_clock_stands_still() -> None:
    done = order(stage="done", since=T0 + 40 * MIN, reached={"on_site": T0 + 10 * MIN, "done": T0 + 40 * MIN})
    assert clock(done, 500).elapsed == 30 * MIN
    assert clock(done, 500).band is Band.CALM
    reached = {"on_site": T0 + 10 * MIN, "done": T0 + 40 * MIN, "verified": T0 + 90 * MIN}
    archived = order(stage="archived", since=T0 + 9000 * MIN, reached=reached)
    assert clock(archived, 9500).elapsed == 30 * MIN, "what comes after it was done costs no time"
    assert clock(order(stage="cancelled", since=T0 + 40 * MIN), 500).elapsed == 40 * MIN


LOCAL = RuleSet(
    id="local",
    name={"en": "local"},
    issuer={"en": "local"},
    date="2026",
    limits=[
        Limit(lane=Lane.RESTORE, target="accept", minutes=3),
        Limit(lane=Lane.RESTORE, target="dispatch", minutes=8),
        Limit(lane=Lane.RESTORE, target="arrive", minutes=60),
        Limit(lane=Lane.RESTORE, target="arrive", minutes=50, kind="low_voltage"),
        Limit(lane=Lane.RESTORE, target="arrive", minutes=30, key_customer=True),
        Limit(lane=Lane.CONNECT, target="conclude", working_days=20),
    ],
)


@pytest.mark.parametrize(
    ("stage", "reached", "target", "limit_min"),
    [
        ("new", {}, "accept", 3),
        ("accepted", {"accepted": T0 + 60}, "dispatch", 8),
        ("assigned", {"assigned": T0 + 90}, "arrive", 60),
        ("suspended", {"assigned": T0 + 90, "suspended": T0 + 99}, "arrive", 60),
        ("on_site", {"on_site": T0 + 900}, "restore", None),
    ],
)
def test_that_acceptance_and_dispatch_have_clocks_where_they_are_limited(
    stage: str, reached: dict[str, float], target: str, limit_min: float | None
) -> None:
    found = clock(order(stage=stage, reached=reached), 20, LOCAL)
    assert found.target == target
    assert found.limit == (None if limit_min is None else limit_min * MIN)


@pytest.mark.parametrize(
    ("fields", "limit_min"),
    [
        ({}, 60),
        ({"kind": "low_voltage"}, 50),
        ({"key_customers": 1}, 30),
        ({"segment": "key"}, 30),
        ({"kind": "low_voltage", "key_customers": 1}, 30),
    ],
)
def test_that_the_narrowest_limit_counts(fields: dict[str, object], limit_min: float) -> None:
    found = clock(order(stage="assigned", reached={"assigned": T0}, **fields), 20, LOCAL)
    assert found.limit == limit_min * MIN


def test_that_a_limit_in_working_days_runs_uncoloured_without_a_calendar() -> None:
    found = clock(order(lane="connect"), 20, LOCAL)
    assert (found.target, found.band) == ("conclude", Band.UNCOLOURED)


def test_that_lanes_without_limits_still_name_their_target() -> None:
    assert clock(order(lane="request"), 5).target == "answer"
    assert clock(order(lane="connect"), 5).target == "conclude"


def test_that_the_time_to_the_site_runs_from_the_report() -> None:
    assert arrival_seconds(arrived(30)) == 30 * MIN
    assert arrival_seconds(order(stage=OrderStage.NEW)) is None
