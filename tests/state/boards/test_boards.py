"""The one property of all boards: at any instant they show what counting everything anew shows.

After any sequence of facts, batches, snapshots and clock moves, forward and backward.
"""

from collections.abc import Sequence

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fact_strategies import INSTANTS, KEYS, facts, owned
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import Complaint, ConnectionProject
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact, spec_of
from wallboard.domain.network import RegionServed
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import AreaClass, Lane, OrderStage, OutageNature
from wallboard.rules.groups import Group
from wallboard.rules.limits import RuleSet
from wallboard.state import store as store_module
from wallboard.state.boards import Boards
from wallboard.state.queries import by_region, crews, lane, told, totals, worst_outages
from wallboard.state.queries.attention import attention
from wallboard.state.queries.calm import calm
from wallboard.state.queries.towns import towns_by_region
from wallboard.state.store import Store
from wallboard.state.trays import Trays

pictures = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

GRID = load_rule_set("state-grid-2022")
STRICT = msgspec.structs.replace(GRID, warn_share=0.5)
SOUTH = load_rule_set("southern-grid-guizhou-2021")
CATEGORIES = ("lv_res", "lv_nonres", "mv_single", "mv_dual")
START = 1_700_000_000.0
MIDNIGHT = 1_699_977_600.0  # 2023-11-15 00:00 in China
HOUR = 3600.0

NAMES = st.sampled_from(("", "north", "south", "mill"))
NOUNS = ("outage", "order", "region", "source", "crew", "response")
TYPES = sorted(name for name, spec in SPECS.items() if spec.noun in NOUNS)


@st.composite
def told_facts(draw: st.DrawFn) -> Fact:
    """A fact of what the boards read; orders point at outages and reach the stages that there are."""
    fact = draw(st.sampled_from(TYPES).flatmap(lambda name: facts(SPECS[name])))
    data = fact.data
    if isinstance(data, OrderNeed):
        outage, kind = draw(st.sampled_from(("", *KEYS))), draw(st.sampled_from(("", "meter_verification")))
        data = msgspec.structs.replace(data, outage=outage, kind=kind)
    elif isinstance(data, ConnectionProject):
        data = msgspec.structs.replace(data, category=draw(st.sampled_from(CATEGORIES)))
    elif isinstance(data, Complaint):
        data = msgspec.structs.replace(data, channel=draw(st.sampled_from(("95598", "12398"))))
    elif isinstance(data, OrderStageValue):
        reached = draw(st.dictionaries(st.sampled_from([str(s) for s in OrderStage]), INSTANTS, max_size=3))
        data = msgspec.structs.replace(data, reached=reached)
    elif isinstance(data, RegionServed):
        data = msgspec.structs.replace(data, name=draw(NAMES), parent=draw(st.sampled_from(("", *KEYS))))
    elif isinstance(data, OutageExtent):
        data = msgspec.structs.replace(data, region=draw(NAMES), town=draw(NAMES))
    return owned(msgspec.structs.replace(fact, data=data), spec_of(data))


@st.composite
def logs(draw: st.DrawFn) -> list[Fact]:
    said = draw(st.lists(told_facts(), max_size=25, unique_by=lambda fact: fact.id))
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(said, 1)]


@st.composite
def instants(draw: st.DrawFn, store: Store) -> float:
    """Anywhere within two days, or on the very instant (or beside it) at which something turns."""
    turns = [
        clock_turn
        for order in store.tables.orders.values()
        for minutes in (36, 45, 90, 180, 360, 24 * 60)
        for clock_turn in (order.received_at + minutes * 60, *order.reached.values())
    ]
    if turns and draw(st.booleans()):
        return draw(st.sampled_from(turns)) + draw(st.sampled_from((0.0, -0.0005, 0.0005, -1e-6, 1e-6, 1.0)))
    if draw(st.booleans()):  # clocks in days turn at the midnights of the calendar's zone
        days, beside = draw(st.integers(-1, 130)), draw(st.sampled_from((0.0, -1e-6, 1e-6, 1.0)))
        return MIDNIGHT + days * 24 * HOUR + beside
    return draw(st.floats(START - 2 * HOUR, START + 48 * HOUR))


def same(boards: Boards, store: Store, rules: RuleSet | None, now: float, n: int, area: AreaClass) -> None:
    """Every face of the boards against its query."""
    tables = store.tables
    for each in Lane:
        assert boards.lane(each, rules, now, area, n) == lane(tables, each, rules, now, area, n)
    for group in (Group.COMPLAINT, Group.REQUEST):
        shown = boards.lane(Lane.REQUEST, rules, now, area, n, group)
        assert shown == lane(tables, Lane.REQUEST, rules, now, area, n, group)
    for group in (Group.LV, Group.MV, Group.WHOLE):
        shown = boards.lane(Lane.CONNECT, rules, now, area, n, group)
        assert shown == lane(tables, Lane.CONNECT, rules, now, area, n, group)
    assert boards.trays().contents() == Trays.of(tables).contents()
    assert boards.totals(now) == totals(tables, now)
    assert boards.by_region(now) == by_region(tables, now)
    assert boards.towns_by_region(now) == towns_by_region(tables, now)
    assert boards.told(now) == told(tables, now)
    assert boards.worst_outages(n) == worst_outages(tables, n)
    assert boards.crews() == crews(tables)
    assert boards.attention(rules, now, area, n) == attention(tables, rules, now, area, n)
    assert boards.calm(rules, now, area) == calm(tables, rules, now, area)


@pictures
@given(st.data())
def test_that_boards_show_what_counting_anew_shows(data: st.DataObject) -> None:
    store = Store()
    boards = Boards(store)
    rules, area = data.draw(st.sampled_from((GRID, STRICT, SOUTH, None))), AreaClass.URBAN
    for fact in data.draw(logs()):
        step = data.draw(st.sampled_from(("apply", "apply", "look", "snapshot", "rules")))
        store.apply([fact])
        if step == "snapshot":
            store.load(store.snapshot(), store.head)
        if step == "rules":
            rules = data.draw(st.sampled_from((GRID, STRICT, SOUTH, None)))
            area = data.draw(st.sampled_from(AreaClass))
        if step != "apply":
            same(boards, store, rules, data.draw(instants(store)), data.draw(st.integers(0, 4)), area)
    for _ in range(data.draw(st.integers(1, 4))):
        same(boards, store, rules, data.draw(instants(store)), data.draw(st.integers(0, 4)), area)


def storm(n: int) -> list[Fact]:
    """``n`` outages with an order each, received 30 s apart."""
    log: list[Fact] = []
    for i in range(n):
        need = OrderNeed(lane=Lane.RESTORE, received_at=START - 30 * i, outage=f"oms/{i}")
        extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=7 * i % 101, region=f"r{i % 5}")
        log.append(Fact(extent, f"oms/{i}", START, "oms", f"e{i}", START, 2 * i + 1))
        log.append(Fact(need, f"restore/oms/{i}", START, "analyst", f"n{i}", START, 2 * i + 2))
    return log


def test_that_a_storm_is_followed_second_by_second_and_back() -> None:
    store = Store()
    store.apply(storm(60))
    boards = Boards(store)
    steps: Sequence[float] = [*range(0, 8 * 3600, 611), *range(8 * 3600, 0, -1777), 0.25]
    for step in steps:
        same(boards, store, GRID, START + step, 7, AreaClass.URBAN)


def test_that_a_reader_who_fell_far_behind_reads_everything() -> None:
    store = Store()
    boards = Boards(store)
    same(boards, store, GRID, START, 3, AreaClass.URBAN)
    log = storm(store_module.REMEMBERED)
    for fact in log:
        store.apply([fact])
    assert store.since(0) is None
    assert [change.revision for change in store.since(store.revision - 2) or ()] == [len(log) - 1, len(log)]
    same(boards, store, GRID, START, 3, AreaClass.URBAN)


def test_that_a_second_costs_what_turns_and_not_what_exists() -> None:
    """Of 400 open orders none turns within the second: not one is read again."""
    store = Store()
    store.apply(storm(400))
    boards = Boards(store)
    boards.lane(Lane.RESTORE, GRID, START + 0.5, AreaClass.URBAN, 5)
    lanes = boards._lanes
    assert lanes is not None
    seen: list[str] = []
    read = lanes._read
    lanes._read = lambda tables, key, now: (seen.append(key), read(tables, key, now))[1]  # type: ignore[method-assign]
    boards.lane(Lane.RESTORE, GRID, START + 1.5, AreaClass.URBAN, 5)
    assert seen == []
    boards.lane(Lane.RESTORE, GRID, START + 31.5, AreaClass.URBAN, 5)
    assert 1 <= len(seen) <= 5


def test_that_what_moves_no_order_costs_none() -> None:
    """Of an outage only customers out, key customers and the first telling move its order."""
    store = Store()
    store.apply(storm(9))
    boards = Boards(store)
    boards.lane(Lane.RESTORE, GRID, START, AreaClass.URBAN, 5)
    lanes = boards._lanes
    assert lanes is not None

    def places_kept(number: int, extent: OutageExtent) -> bool:
        """Whether a word on the first outage leaves its order's place as it is."""
        before = lanes._places["restore/oms/0"]
        store.apply([Fact(extent, "oms/0", START + 1, "oms", f"w{number}", START + 1, store.head + 1)])
        same(boards, store, GRID, START + 1, 5, AreaClass.URBAN)
        return lanes._places["restore/oms/0"] is before

    said = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=0, region="r0")
    words = {"cause": "wind", "areas_out": 3, "town": "mill", "customers_served": 8}
    for number, (name, value) in enumerate(words.items()):
        assert places_kept(number, msgspec.structs.replace(said, **{name: value}))
    assert not places_kept(8, msgspec.structs.replace(said, customers_out=7))
    assert not places_kept(9, msgspec.structs.replace(said, customers_out=7, key_customers=1))
