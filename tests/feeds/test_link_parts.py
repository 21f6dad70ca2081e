"""What waits before a hole, and how long a hole is waited for."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from feeds.link_parts import MAX_AHEAD, Ahead, Hole

RAW = msgspec.Raw(b"1")


@given(st.permutations(range(10)), st.integers(0, 9))
def test_that_early_facts_come_out_in_order_and_only_where_they_follow(
    order: list[int], missing: int
) -> None:
    ahead = Ahead()
    for place in order:
        if place != missing:
            ahead.keep(2 * place + 1, [RAW, RAW])
    seq, taken = 0, []
    while (next_ := ahead.after(seq)) is not None:
        taken.append(next_[0])
        seq = next_[0] + 1
    assert taken == [2 * place + 1 for place in range(missing)]


def test_that_what_waits_is_bounded() -> None:
    ahead = Ahead()
    for place in range(10_000):
        ahead.keep(place, [RAW])
    assert ahead._facts == MAX_AHEAD
    ahead.clear()
    assert ahead.after(0) is None


def test_that_a_hole_is_asked_for_after_longer_and_longer() -> None:
    hole = Hole(1.0)
    assert hole.due is None
    hole.suspect(5.0)
    hole.suspect(5.5)
    assert not hole.is_over(5.9)
    assert hole.is_over(6.0)
    hole.asked = 2
    assert hole.due == 9.0
    hole.filled()
    assert (hole.due, hole.asked) == (None, 0)
