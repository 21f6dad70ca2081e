"""What hangs together in a network: islands without a source, meshes (blocks), and what is drawn twice.

Open edges join nothing. All of it is linear in the number of edges and needs no recursion.
"""

from collections.abc import Sequence

from wallboard.rules.joined import finder


def islands(count: int, pairs: Sequence[tuple[int, int]], sources: Sequence[int]) -> list[list[int]]:
    """Pieces of nodes that no pair of joined nodes connects with a source, largest first."""
    leader = list(range(count))
    root = finder(leader)
    for a, b in pairs:
        leader[root(a)] = root(b)
    fed = {root(row) for row in sources}
    pieces: dict[int, list[int]] = {}
    for row in range(count):
        if root(row) not in fed:
            pieces.setdefault(root(row), []).append(row)
    return sorted(pieces.values(), key=lambda piece: (-len(piece), piece[0]))


def blocks(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The mesh that each node is in, -1 for none: nodes joined by pairs of which any one may be cut.

    A mesh has no upstream inside, so whatever is fed out of it is fed by the whole block. Two lines side by
    side are a mesh of two nodes; a node in two meshes makes one block of both.
    """
    beside: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for edge, (a, b) in enumerate(pairs):
        beside[a].append((b, edge))
        beside[b].append((a, edge))
    bridges = _bridges(count, beside)
    leader = list(range(count))
    root = finder(leader)
    meshed: set[int] = set()
    for edge, (a, b) in enumerate(pairs):
        if edge not in bridges and a != b:
            leader[max(root(a), root(b))] = min(root(a), root(b))
            meshed |= {a, b}
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(row), len(numbers)) if row in meshed else -1 for row in range(count)]


def _bridges(count: int, beside: list[list[tuple[int, int]]]) -> set[int]:
    """Edges whose cut parts the network (Tarjan, without recursion)."""
    seen, low = [0] * count, [0] * count
    found: set[int] = set()
    clock = 0
    for start in range(count):
        if seen[start]:
            continue
        clock += 1
        seen[start] = low[start] = clock
        stack = [(start, -1, iter(beside[start]))]
        while stack:
            node, came, ahead = stack[-1]
            step = next(ahead, None)
            if step is None:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > seen[above]:
                        found.add(came)
                continue
            other, edge = step
            if edge == came:
                continue
            if seen[other]:
                low[node] = min(low[node], seen[other])
            else:
                clock += 1
                seen[other] = low[other] = clock
                stack.append((other, edge, iter(beside[other])))
    return found


def side_by_side(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Edges that join the same two nodes as an earlier one: (the earlier one, the later one)."""
    first: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int]] = []
    for edge, (a, b) in enumerate(pairs):
        ends = (min(a, b), max(a, b))
        if ends in first:
            found.append((first[ends], edge))
        else:
            first[ends] = edge
    return found
