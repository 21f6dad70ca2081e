"""Groups are what is joined, in whatever order it is joined."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.rules.joined import finder

PAIRS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=30)


@given(PAIRS, st.randoms())
def test_that_groups_are_the_same_in_any_order(pairs: list[tuple[int, int]], dice) -> None:
    def groups(order: list[tuple[int, int]]) -> set[frozenset[int]]:
        leader = list(range(16))
        root = finder(leader)
        for a, b in order:
            leader[root(a)] = root(b)
        return {frozenset(row for row in range(16) if root(row) == root(first)) for first in range(16)}

    shuffled = list(pairs)
    dice.shuffle(shuffled)
    found = groups(pairs)
    assert found == groups(shuffled)
    assert all(any({a, b} <= group for group in found) for a, b in pairs)
    assert sum(len(group) for group in found) == 16
