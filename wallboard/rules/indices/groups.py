"""Service groups: customers of one area who were dark at the same times, and these times as a union.

An area's customers are seats 0 to n. An outage of the whole area takes them all; one of a part takes seats of
its own, as far as there are any, so that parts of two outages are different customers and a part is within
the whole. Who is dark by two outages at once is dark once. Where only a number is known (no area), the outage
has seats that nobody else has: such are summed, their overlap is not checked.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import inf

import msgspec

from wallboard.domain.supply import Dark

OPEN = inf
"""The end of a span that still lasts."""

Span = tuple[float, float]
"""From and to, epoch s."""


class Record(msgspec.Struct, frozen=True):
    """One outage's rows."""

    outage: str
    rows: list[Dark]


class Group(msgspec.Struct, frozen=True):
    """customers: how many, by the basis that was asked for. spans: apart from each other, in order.

    checked: their area is known, so that no other group counts them.
    """

    area: str
    customers: int
    spans: tuple[Span, ...]
    checked: bool = True


def lv_groups(records: Iterable[Record]) -> list[Group]:
    """Every customer counts as one."""
    found: list[Group] = []
    for (area, _), rows in _by_area(records).items():
        found += area_groups(area, rows)
    return found


def mv_groups(records: Iterable[Record]) -> list[Group]:
    """Every area that was dark as a whole counts as one; parts of an area are low-voltage outages."""
    return [
        Group(area, 1, merged([_span(row) for _, row in rows if row.whole]))
        for (area, _), rows in _by_area(records).items()
        if area and any(row.whole for _, row in rows)
    ]


def area_groups(area: str, rows: list[tuple[str, Dark]]) -> list[Group]:
    """The groups of one area's customers from its rows, each with its outage's id."""
    if len(rows) == 1:
        row = rows[0][1]
        return [Group(area, row.customers, merged([_span(row)]), bool(area))]
    seated = _seated(rows)
    cuts = sorted({seat for first, last, _ in seated for seat in (first, last)})
    found: list[Group] = []
    for first, last in pairwise(cuts):
        spans = [span for low, high, span in seated if low <= first and last <= high]
        if spans:
            found.append(Group(area, last - first, merged(spans), bool(area)))
    return found


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union: spans that overlap or touch become one."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            if ends > found[-1][1]:
                found[-1] = found[-1][0], ends
        elif ends > begins:
            found.append((begins, ends))
    return tuple(found)


def _by_area(records: Iterable[Record]) -> dict[tuple[str, str], list[tuple[str, Dark]]]:
    """Rows by area, or by outage where no area is known."""
    found: dict[tuple[str, str], list[tuple[str, Dark]]] = {}
    for record in records:
        for row in record.rows:
            if row.customers:
                place = (row.area, "" if row.area else record.outage)
                found.setdefault(place, []).append((record.outage, row))
    return found


def _seated(rows: list[tuple[str, Dark]]) -> list[tuple[int, int, Span]]:
    """First seat, the seat after the last one, and the span of each row."""
    size = max((row.customers for _, row in rows if row.whole), default=0)
    parts: dict[str, tuple[float, int]] = {}
    for outage, row in rows:
        if not row.whole:
            began, most = parts.get(outage, (row.begins, 0))
            parts[outage] = min(began, row.begins), max(most, row.customers)
    first, offset = dict[str, int](), 0
    for outage, (_, most) in sorted(parts.items(), key=lambda part: (part[1][0], part[0])):
        room = max(0, size - most) if size else offset
        first[outage] = min(offset, room)
        offset += most
    seated: list[tuple[int, int, Span]] = []
    for outage, row in rows:
        begin = 0 if row.whole else first[outage]
        end = begin + row.customers
        seated.append((begin, min(end, size) if size else end, _span(row)))
    return seated


def _span(row: Dark) -> Span:
    return float(row.begins), OPEN if row.ends is None else float(row.ends)
