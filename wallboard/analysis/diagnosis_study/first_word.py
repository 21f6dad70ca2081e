"""Who knows everything with the first word of it: no judge, but a floor for how late any of them must be.

He knows the truth, and says nothing of a device before its first word has come: a position, a dark count of
an area behind it, or a second call; nor takes it back before its closing was read or an area was lit again.
"""

from collections.abc import Iterator
from math import inf

import msgspec

from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth, named
from wallboard.analysis.diagnosis_study.tree import DeviceTree
from wallboard.domain.calls import CallReport
from wallboard.domain.network import AreaMeters, DevicePosition

CALLS = 2
"""A single call is looked into, and tells of no device."""


class Words(msgspec.Struct, frozen=True):
    """When each came (``seen``) and of when it is (``at``), epoch s. dark, lit: by area; opened, closed: by
    device (unit); calls: by area, when each came."""

    dark: dict[int, list[tuple[float, float]]] = {}
    lit: dict[int, list[tuple[float, float]]] = {}
    opened: dict[int, list[tuple[float, float]]] = {}
    closed: dict[int, list[tuple[float, float]]] = {}
    calls: dict[int, list[float]] = {}


def words_of(case: Case) -> Words:
    """All words of a case, by what they are of."""
    found, tree = Words(), case.tree
    areas = {name: row for row, name in enumerate(tree.names)}
    devices = {name: row for row, name in enumerate(tree.id)}
    for fact in case.heard:
        data, word = fact.data, (fact.seen, fact.at)
        if isinstance(data, CallReport) and data.area in areas:
            found.calls.setdefault(areas[data.area], []).append(fact.seen)
        elif isinstance(data, AreaMeters) and data.off != data.on:
            kind = found.dark if data.off > data.on else found.lit
            kind.setdefault(areas[named(fact)], []).append(word)
        elif isinstance(data, DevicePosition) and data.good and named(fact) in devices:
            kind = found.closed if data.closed else found.opened
            kind.setdefault(tree.twins[devices[named(fact)]], []).append(word)
    return found


def first_word(case: Case) -> list[Judged]:
    """What he says at each look."""
    words, tree, truths = words_of(case), case.tree, case.truths
    said: list[tuple[set[int], dict[int, float]]] = [(set(), {}) for _ in truths]
    for device, first, last in _episodes(truths):
        opened = case.opened.get((device, first), truths[first - 1].at if first else -inf)
        known = _known(words, tree.below[device], device, opened)
        back = inf
        if last + 1 < len(truths):
            out = list(_behind(tree, truths[last], device))
            back = _back(words, out, device, truths[last].at)
        for look in range(first, len(truths)):
            if known <= truths[look].at and (look <= last or truths[look].at < back):
                devices, dark = said[look]
                devices.add(device)
                dark.update(
                    (area, float(tree.customers[area]))
                    for area in _behind(tree, truths[min(look, last)], device)
                )
    return [Judged(frozenset(devices), dark) for devices, dark in said]


def _known(words: Words, areas: tuple[int, ...], device: int, opened: float) -> float:
    """When the first word of its opening came."""
    came = [seen for seen, at in words.opened.get(device, ()) if at >= opened - 60.0]
    came += [seen for area in areas for seen, at in words.dark.get(area, ()) if at >= opened]
    calls = sorted(seen for area in areas for seen in words.calls.get(area, ()) if seen >= opened)
    return min(came + calls[CALLS - 1 : CALLS], default=inf)


def _back(words: Words, areas: list[int], device: int, last: float) -> float:
    """When the first word came that what it left dark at its last look has supply again."""
    came = [seen for seen, at in words.closed.get(device, ()) if at >= last]
    came += [seen for area in areas for seen, at in words.lit.get(area, ()) if at >= last]
    return min(came, default=inf)


def _behind(tree: DeviceTree, truth: Truth, device: int) -> Iterator[int]:
    """Areas that are dark because a device is the nearest open one above them that has supply."""
    for area in tree.below[device]:
        if area in truth.dark:
            open_ = (tree.twins[above] for above in tree.way_up(tree.leaf[area]))
            if next((unit for unit in open_ if unit in truth.open), -1) == device:
                yield area


def _episodes(truths: list[Truth]) -> list[tuple[int, int, int]]:
    """(device, first look, last look) of each run of looks at which one is open."""
    found, running = list[tuple[int, int, int]](), dict[int, int]()
    for look, truth in enumerate(truths):
        for device in [one for one in running if one not in truth.open]:
            found.append((device, running.pop(device), look - 1))
        for device in truth.open:
            running.setdefault(device, look)
    found += [(device, first, len(truths) - 1) for device, first in running.items()]
    return sorted(found)
