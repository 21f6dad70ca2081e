"""Between two turns nothing that a clock shows changes; at a turn something does."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.orders import at, complaint, connection
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.rows import Order
from wallboard.domain.terms import AreaClass, Band, Lane
from wallboard.rules.ranking import bin_of, rank_key
from wallboard.rules.sla import clock_of
from wallboard.rules.turns import steady, turns_of

GRID = load_rule_set("state-grid-2022")  # arrival, urban: 45 min, warned from 36
RULES = {name: load_rule_set(name) for name in ("state-grid-2022", "southern-grid-guizhou-2021")}
AT = 1_700_000_000.0
MIN = 60.0


def order(**fields: object) -> Order:
    return Order(id="o/1", source="oms", lane=Lane.RESTORE, received_at=AT, **fields)  # type: ignore[arg-type]


def test_that_a_clock_turns_when_it_warns_and_at_each_edge_of_lateness() -> None:
    clock = clock_of(order(), GRID, AT, area_class=AreaClass.URBAN)
    assert turns_of(clock) == tuple(AT + m * MIN for m in (36, 45, 90, 180, 360))


def test_that_a_clock_without_a_limit_never_turns() -> None:
    clock = clock_of(order(), None, AT, area_class=AreaClass.URBAN)
    assert turns_of(clock) == ()
    assert steady(clock, AT) == (float("-inf"), float("inf"))


def test_that_a_pause_that_runs_holds_for_the_instant_only() -> None:
    paused = order(paused_since=AT + MIN, pause_changed=AT + MIN)
    clock = clock_of(paused, GRID, AT + 5 * MIN, area_class=AreaClass.URBAN)
    assert steady(clock, AT + 5 * MIN) == (AT + 5 * MIN, AT + 5 * MIN)
    over = order(paused_total=120.0, pause_changed=AT + 5 * MIN)
    clock = clock_of(over, GRID, AT + 6 * MIN, area_class=AreaClass.URBAN)
    since, until = steady(clock, AT + 6 * MIN)
    assert since == float("-inf")
    assert abs(until - (AT + 38 * MIN)) < 0.01


@given(st.floats(-60, 600), st.floats(0, 1), st.sampled_from((None, 30.0, 200.0)))
def test_that_all_that_is_shown_holds_from_since_until_until(
    minute: float, share: float, promised: float | None
) -> None:
    own = order(promised_at=None if promised is None else AT + promised * MIN)
    now = AT + minute * MIN

    def shown(at: float) -> tuple[Band, int | None, object]:
        clock = clock_of(own, GRID, at, area_class=AreaClass.URBAN)
        return clock.band, None if clock.share is None else bin_of(clock.share), rank_key(own, clock, None)

    since, until = steady(clock_of(own, GRID, now, area_class=AreaClass.URBAN), now)
    first, last = max(since, now - 1e5), min(until, now + 1e5)
    assert first <= now <= last
    assert shown(now) == shown(first + share * (last - first)) == shown(first) == shown(last)


IN_DAYS = (
    connection("lv_nonres", "2026-09-21 10:00"),
    connection("mv_dual", "2026-11-02 10:00"),  # the whole process ends in a year without a calendar
    connection("mv_single", "2026-09-01 09:00", ("plan", "2026-09-17 11:00")),
    connection(
        "mv_single", "2026-09-01 09:00", ("plan", "2026-09-02 09:00"), ("customer_design", "2026-09-21 09:00")
    ),
    connection(
        "lv_res", "2026-09-18 09:00", window_from=at("2026-09-22 14:00"), window_to=at("2026-09-22 16:00")
    ),
    complaint("95598", "2026-09-18 19:00", "2026-09-18 20:00"),
    complaint("12398", "2026-08-01 10:00", "2026-08-03 10:00"),
    complaint("12398", "2026-11-20 10:00", "2026-11-20 10:00"),
)


@given(
    st.sampled_from(IN_DAYS),
    st.sampled_from(("state-grid-2022", "southern-grid-guizhou-2021")),
    st.floats(at("2026-07-01 00:00"), at("2027-02-01 00:00"))
    | st.integers(0, 200).map(lambda n: at("2026-08-01 00:00") + n * 86400.0),
    st.floats(0, 1),
)
def test_that_clocks_in_days_hold_from_since_until_until(
    own: Order, name: str, now: float, share: float
) -> None:
    rules = RULES[name]

    def shown(instant: float) -> tuple[Band, int | None, object]:
        clock = clock_of(own, rules, instant, area_class=AreaClass.URBAN)
        return clock.band, None if clock.share is None else bin_of(clock.share), rank_key(own, clock, None)

    since, until = steady(clock_of(own, rules, now, area_class=AreaClass.URBAN), now)
    first, last = max(since, now - 4e7), min(until, now + 4e7)
    assert first <= now <= last
    assert shown(now) == shown(first + share * (last - first)) == shown(first) == shown(last)
