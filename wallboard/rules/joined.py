"""Which things hang together: union-find, for networks and roads."""

from collections.abc import Callable


def finder(leader: list[int]) -> Callable[[int], int]:
    """The leader of a row's group, with path halving over ``leader``, which begins as 0, 1, 2 …

    Two groups become one by ``leader[root(a)] = root(b)``.
    """

    def root(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    return root
