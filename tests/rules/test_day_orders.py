"""How an order counts in the figures of a day (d.22): first answer, settled, and answer times from counts."""

import pytest

from wallboard.domain.connections import Complaint
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.day_orders import EDGES, answer_time, answered_at, bin_of_answer, settled_at

T0 = 1_700_000_000.0
ORDER = Order(id="o", source="crm", lane=Lane.REQUEST, received_at=T0)


def with_(**fields: object) -> Order:
    return Order(id="o", source="crm", lane=Lane.REQUEST, received_at=T0, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "at"),
    [
        (ORDER, None),
        (with_(accepted_at=T0 + 60, reached={"assigned": T0 + 30}), T0 + 30),
        (with_(contacted_at=T0 + 20, accepted_at=T0 + 60), T0 + 20),
        (with_(complaint=Complaint(channel="12398", contacted_at=T0 + 5)), T0 + 5),
    ],
)
def test_that_the_first_answer_is_whatever_came_first(order: Order, at: float | None) -> None:
    assert answered_at(order) == at


def test_that_only_work_that_was_done_is_settled() -> None:
    assert settled_at(with_(stage=OrderStage.DONE, since=T0 + 9)) == T0 + 9
    assert settled_at(with_(stage=OrderStage.ARCHIVED, since=T0 + 9, reached={"done": T0 + 4})) == T0 + 4
    assert settled_at(with_(stage=OrderStage.CANCELLED, since=T0 + 9)) is None
    assert settled_at(ORDER) is None


def test_that_the_median_and_the_ninetieth_lie_in_their_bins() -> None:
    # nine answers of 4 min (bin 3 to 5 min) and one of 50 min (bin 45 to 60 min)
    counts = [0] * (len(EDGES) + 1)
    counts[bin_of_answer(240)] += 9
    counts[bin_of_answer(3000)] += 1
    assert answer_time(counts, 0.5) == pytest.approx(180 + 120 * 5 / 9)
    assert answer_time(counts, 0.9) == 300
    assert answer_time(counts, 1.0) == 3600
    assert answer_time([0] * len(counts), 0.5) is None
    beyond = [0] * len(EDGES) + [1]
    assert answer_time(beyond, 0.5) == EDGES[-1]
