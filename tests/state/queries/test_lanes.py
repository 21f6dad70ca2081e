"""The lanes: counts by band, the worst rows, the running mean, and honesty about having no source."""

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.limits import RuleSet, has_limits
from wallboard.state.queries import LaneFace, lane

GRID = load_rule_set("state-grid-2022")  # arrival, urban: 45 min, warned from 36


def restore(room: Room, name: str, age_min: float, stage: str | None = None, **reached_min: float) -> None:
    """An order received so many minutes ago; stages were reached at minutes after that."""
    received = NOW - age_min * MIN
    room.say(name, order_need={"lane": "restore", "received_at": received, "outage": f"oms/{name}"})
    if stage is not None:
        reached = {step: received + minute * MIN for step, minute in reached_min.items()}
        since = max(reached.values(), default=received)
        room.say(name, order_stage={"stage": stage, "since": since, "reached": reached})


def face(room: Room, which: Lane = Lane.RESTORE, n: int = 3, rules: RuleSet | None = GRID) -> LaneFace:
    return lane(room.tables, which, rules, NOW, AreaClass.URBAN, n)


def test_that_a_lane_without_a_source_says_so() -> None:
    found = face(Room(), Lane.REQUEST)
    assert (found.sourced, found.open, found.rows, found.mean_arrival) == (False, 0, [], None)


def test_that_a_source_of_outages_feeds_the_restore_lane_and_no_other() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], last_fact_at=NOW)
    assert face(room).sourced
    assert not face(room, Lane.REQUEST).sourced
    room.source("myla", lanes=["request"], last_fact_at=NOW)
    assert face(room, Lane.REQUEST).sourced


def test_that_open_orders_are_counted_by_band_and_the_worst_stand_first() -> None:
    room = Room()
    for name, age in [("calm", 10), ("soon", 40), ("late", 50), ("later", 100), ("latest", 200)]:
        restore(room, name, age)
    restore(room, "over", 300, "done", done=200)
    restore(room, "gone", 300, "unlisted", unlisted=100)
    found = face(room)
    assert (found.open, found.calm, found.warning, found.breached, found.uncoloured) == (5, 1, 1, 3, 0)
    assert [line.order.id for line in found.rows] == ["latest", "later", "late"]
    assert found.more == 2
    assert found.lateness is not None
    assert found.lateness.counts == (2, 1, 1, 1, 0)  # 200 / 45 = 4.4


def test_that_a_row_carries_its_outage() -> None:
    room = Room()
    room.outage("oms/1", customers_out=77)
    restore(room, "1", 10)
    outage = face(room).rows[0].outage
    assert outage is not None
    assert outage.customers_out == 77


def test_that_without_a_rule_set_all_clocks_are_uncoloured() -> None:
    room = Room()
    restore(room, "1", 5000)
    found = face(room, rules=None)
    assert (found.open, found.uncoloured, found.lateness) == (1, 1, None)
    assert (found.calm, found.warning, found.breached) == (None, None, None)


def test_that_a_lane_whose_sources_were_never_read_is_awaited_and_not_empty() -> None:
    room = Room()
    room.source(kinds=["outage.extent"], state="lost", lanes=["restore"])
    found = face(room)
    assert (found.sourced, found.awaited, found.at_least) == (False, True, True)
    room.source("gis", kinds=["outage.stage"], last_poll_at=NOW)
    found = face(room)
    assert (found.sourced, found.awaited, found.at_least) == (True, False, True)  # the first one still lacks


def test_that_promised_times_judge_a_lane_without_limits_and_say_so() -> None:
    room = Room()
    for name, promised in (("late", NOW - MIN), ("soon", NOW + HOUR), ("none", None)):
        need = {"lane": "request", "received_at": NOW - HOUR, "promised_at": promised}
        room.say(name, order_need=need)
    found = face(room, Lane.REQUEST, rules=None)
    assert (found.open, found.calm, found.warning, found.breached, found.uncoloured) == (3, 1, 0, 1, 1)
    assert found.by_promise
    assert has_limits(GRID, Lane.REQUEST)  # of complaints: they judge none of these three
    assert face(room, Lane.REQUEST, rules=GRID).by_promise


def test_that_a_list_cut_short_makes_the_open_orders_a_least_number() -> None:
    room = Room()
    room.source("myla", lanes=["request"], last_fact_at=NOW)
    assert not face(room, Lane.REQUEST).at_least
    room.source("myla", lanes=["request"], last_fact_at=NOW, flags=["capped"])
    assert face(room, Lane.REQUEST).at_least


def test_that_the_running_mean_takes_open_and_closed_orders_of_a_day_and_no_unlisted_ones() -> None:
    """30 (open) and 60 (done) min to the site: mean 45. Arrived over 24 h ago, or vanished: left out."""
    room = Room()
    restore(room, "open", 100, "on_site", on_site=30)
    restore(room, "done", 200, "done", on_site=60, done=120)
    restore(room, "gone", 200, "unlisted", on_site=6, unlisted=90)
    restore(room, "old", 26 * HOUR / MIN, "done", on_site=3, done=9)
    restore(room, "waiting", 20)
    found = face(room)
    assert found.mean_arrival == 45 * MIN
    assert found.mean_n == 2


def test_that_the_mean_of_repairs_stands_beside_that_of_arrivals_without_what_stood_still() -> None:
    """On site at 60 min, light at 120: 60. The other: 30 to 130, 40 of it on a generator: 60."""
    room = Room()
    restore(room, "one", 200, "done", on_site=60, done=120)
    restore(room, "two", 200, "verified", on_site=30, done=130, verified=150)
    began = NOW - 200 * MIN
    pause = {"paused": False, "since": began + 110 * MIN, "code": "generator_supplied", "actor": "analyst"}
    stood = {"since": began + 70 * MIN, "until": began + 110 * MIN, "code": "x", "actor": "y"}
    room.say("two", order_pause={**pause, "total": 40 * MIN, "earlier": [stood]})
    restore(room, "gone", 200, "unlisted", on_site=6, unlisted=90)
    restore(room, "old", 26 * HOUR / MIN, "done", on_site=3, done=9)
    found = face(room)
    assert (found.mean_repair, found.repair_n) == (60 * MIN, 2)


def test_that_no_rows_may_be_asked_for() -> None:
    room = Room()
    restore(room, "1", 10)
    found = face(room, n=0)
    assert (found.rows, found.more, found.open) == ([], 1, 1)
