"""Islands, meshes and twins of a network."""

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.network_shape import blocks, islands, side_by_side

PAIRS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]), max_size=22
)


def reached(start: int, pairs: list[tuple[int, int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        for a, b in pairs:
            for near, far in ((a, b), (b, a)):
                if near == node and far not in found:
                    found.add(far)
                    waiting.append(far)
    return found


def test_that_an_island_is_what_no_source_reaches() -> None:
    assert islands(7, [(0, 1), (2, 3), (3, 4)], [0]) == [[2, 3, 4], [5], [6]]
    assert islands(3, [(0, 1), (1, 2)], [2]) == []


def test_that_a_loop_is_a_block_and_a_tail_is_not() -> None:
    #  0 - 1 - 2
    #      |   |
    #      4 - 3 - 5
    found = blocks(6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 1), (3, 5)])
    assert found == [-1, 0, 0, 0, 0, -1]


def test_that_two_lines_side_by_side_are_a_block() -> None:
    assert blocks(3, [(0, 1), (1, 0), (1, 2)]) == [0, 0, -1]
    assert side_by_side([(0, 1), (1, 2), (1, 0)]) == [(0, 2)]


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_that_a_block_survives_the_cut_of_any_one_line(pairs: list[tuple[int, int]]) -> None:
    """Two nodes are of one block exactly when a line leads to a block and no single cut parts them."""
    found = blocks(12, pairs)
    for a in range(12):
        for b in range(a):
            joined = b in reached(a, pairs)
            parted = any(b not in reached(a, pairs[:k] + pairs[k + 1 :]) for k in range(len(pairs)))
            assert (found[a] == found[b] != -1) == (joined and not parted)


def test_that_a_long_line_needs_no_recursion() -> None:
    pairs = [(node, node + 1) for node in range(60_000)]
    assert set(blocks(60_001, pairs)) == {-1}
    assert set(blocks(60_001, [*pairs, (60_000, 0)])) == {0}
