"""A list that follows the changes holds what sorting all anew gives, whatever happened between looks."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.state.boards.test_boards import GRID, SOUTH, START, STRICT, instants, logs, pictures, storm
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.terms import AreaClass, Band, OrderStage
from wallboard.rules.limits import RuleSet
from wallboard.rules.ranking import rank_key
from wallboard.rules.sla import Clocks
from wallboard.state.boards import Boards
from wallboard.state.boards.order_list import OrderList, Question
from wallboard.state.queries import OrderLine
from wallboard.state.queries.responses import in_force
from wallboard.state.store import Store


def worst_first(line: OrderLine) -> tuple[object, ...]:
    return (rank_key(line.order, line.clock, line.outage),)


def open_ones(line: OrderLine) -> bool:
    return line.order.open


QUESTIONS = (
    Question(open_ones, worst_first),
    Question(lambda line: not line.order.open, lambda line: (line.order.since,)),
    Question(lambda line: line.clock.band in (Band.WARNING, Band.BREACHED), worst_first, True),
    Question(open_ones, lambda line: (line.order.holder, line.outage is None), True),
)


@dataclass
class Anew:
    """All orders judged and sorted anew."""

    store: Store
    rules: RuleSet | None
    now: float

    def lines(self, question: Question) -> list[OrderLine]:
        tables = self.store.tables
        clocks = Clocks(self.rules, AreaClass.URBAN, in_force(tables))
        found = []
        for order in tables.orders.values():
            outage = tables.outages.get(order.outage) if order.outage else None
            found.append(OrderLine(order, clocks.of(order, self.now, None, outage), outage))
        kept = [line for line in found if question.keep(line)]
        kept.sort(key=lambda line: (*question.rank(line), line.order.id), reverse=question.backward)
        return kept


@pictures
@given(st.data())
def test_that_a_list_holds_what_sorting_anew_gives(data: st.DataObject) -> None:
    store = Store()
    boards, rules = Boards(store), data.draw(st.sampled_from((GRID, STRICT, SOUTH, None)))
    asked = [data.draw(st.sampled_from(QUESTIONS)) for _ in range(2)]
    lists = [OrderList(question) for question in asked]
    for fact in [*data.draw(logs()), None]:
        if fact is not None:
            store.apply([fact])
        step = data.draw(st.sampled_from(("apply", "look", "snapshot", "rules", "ask")))
        if step == "snapshot":
            store.load(store.snapshot(), store.head)
        if step == "rules":
            rules = data.draw(st.sampled_from((GRID, STRICT, SOUTH, None)))
        if step == "ask":
            asked[0] = data.draw(st.sampled_from(QUESTIONS))
            lists[0].ask(asked[0])
        if step == "apply" and fact is not None:
            continue
        now = data.draw(instants(store))
        for question, orders in zip(asked, lists, strict=True):
            wanted = Anew(store, rules, now).lines(question)
            assert boards.listed(orders, rules, now, AreaClass.URBAN) == wanted
            assert list(orders) == [line.order.id for line in wanted]
            assert [orders.index(key) for key in orders] == list(range(len(orders)))


def test_that_a_look_costs_what_changed() -> None:
    store = Store()
    store.apply(storm(40))
    boards, orders = Boards(store), OrderList(QUESTIONS[0])
    now = START + 60.0
    first = boards.listed(orders, GRID, now, AreaClass.URBAN, 0, 5)
    assert orders.looked == 40 and len(orders) == 40 and [line.order.id for line in first] == orders[0:5]
    boards.listed(orders, GRID, now + 0.5, AreaClass.URBAN, 0, 5)
    assert orders.looked == 40
    stage = OrderStageValue(stage=OrderStage.DONE, since=now)
    store.apply([Fact(stage, "restore/oms/7", now, "desk", "x", now, 100)])
    boards.listed(orders, GRID, now + 0.5, AreaClass.URBAN, 0, 0)
    assert orders.looked == 41 and len(orders) == 39 and "restore/oms/7" not in orders


def test_that_a_place_beyond_the_end_and_an_order_that_is_not_there_are_refused() -> None:
    store = Store()
    store.apply(storm(2))
    orders = OrderList(QUESTIONS[0])
    Boards(store).listed(orders, GRID, START, AreaClass.URBAN)
    assert orders[-1] == orders[1] and orders[5:9] == []
    with pytest.raises(IndexError):
        orders[2]
    with pytest.raises(ValueError, match="nobody"):
        orders.index("nobody")
