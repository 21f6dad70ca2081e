"""Whom an outage leaves without supply, area by area, and the rows that this leaves behind (domain 5.3, 5.9).

What the outage system counts is kept: as many customers as it says are dark, in the areas behind its device.
Which of them, meters say where they answer; where they do not, whole areas come back one after the other in
the order of the network. Where no area is known, only the number is kept.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from wallboard.domain.rows import Outage
from wallboard.domain.supply import Dark
from wallboard.domain.terms import OutageNature, OutageStage

NOT_COUNTED = frozenset({OutageNature.CUSTOMER_OWNED})
"""The supply was there: faults of customers' own equipment are no interruption of the supply (RECALLED)."""


class AreaOut(NamedTuple):
    """One area behind the device. lit_since: since when its meters have said that it has supply, epoch s."""

    area: str
    customers: int
    lit_since: float | None = None


class Held(NamedTuple):
    """Customers of an area that are dark now. at: since when not more of them are, where meters say so."""

    customers: int
    whole: bool
    at: float | None = None


def held_now(outage: Outage, areas: Sequence[AreaOut]) -> dict[str, Held]:
    """Customers dark now by area; "": those of whom only the number is known."""
    if not outage.dark or outage.merged_into or outage.nature in NOT_COUNTED:
        return {area.area: Held(0, False, area.lit_since) for area in areas if area.lit_since is not None}
    left = outage.customers_out
    if left is None:
        return {a.area: _all_or_none(a) for a in areas}
    found: dict[str, Held] = {}
    for area in sorted(areas, key=lambda area: area.lit_since is not None):
        taken = min(left, area.customers)
        left -= taken
        found[area.area] = Held(taken, taken == area.customers, area.lit_since if not taken else None)
    if left:
        found[""] = Held(left, False)
    return found


def _all_or_none(area: AreaOut) -> Held:
    lit = area.lit_since is not None
    return Held(0, False, area.lit_since) if lit else Held(area.customers, True)


def rows_after(
    outage: Outage, rows: Sequence[Dark], held: Mapping[str, Held], said_at: float, now: float
) -> list[Dark]:
    """The outage's rows once so many are held dark; the same where nothing changed.

    said_at: when the source said so, epoch s. Whoever is named for the first time was dark from the start:
    it is the knowledge that came later. So it is with who is not named any more before anything came back.
    A cancelled outage, or one that is part of another, never was.
    """
    if outage.held:
        return list(rows)
    if outage.stage is OutageStage.CANCELLED or outage.merged_into or outage.nature in NOT_COUNTED:
        return []
    start = min(now, outage.began)
    upto = max(start, min(now, said_at if outage.dark else outage.since))
    found = _moved_start(rows, start)
    if outage.dark and not (outage.stage is OutageStage.PARTLY_RESTORED or outage.customers_restored):
        found = [row for row in found if row.ends is not None or row.area in held]
    latest = now if outage.dark else upto
    held = {
        area: one if one.at is None else one._replace(at=min(one.at, latest)) for area, one in held.items()
    }
    places = [*dict.fromkeys(row.area for row in found), *held]
    return [row for area in dict.fromkeys(places) for row in _area_after(area, found, held, start, upto)]


def _area_after(
    area: str, rows: Sequence[Dark], held: Mapping[str, Held], start: float, upto: float
) -> list[Dark]:
    """The rows of one area: the open one stands, grows, or ends and is followed by another."""
    mine, wanted = [row for row in rows if row.area == area], held.get(area, Held(0, False))
    last = mine[-1] if mine else None
    if last is None or last.ends is not None:
        begins = start if last is None else max(upto, float(last.ends or start))
        return [*mine, _row(area, wanted, begins)] if wanted.customers else mine
    if (last.customers, last.whole) == (wanted.customers, wanted.whole):
        return mine
    if wanted.customers > last.customers and len(mine) == 1:
        return [_row(area, wanted, float(last.begins))]
    ends = max(float(last.begins), upto if wanted.at is None else wanted.at)
    ended = msgspec.structs.replace(last, ends=ends)
    after = [_row(area, wanted, ends)] if wanted.customers else []
    return [*mine[:-1], *([ended] if ends > last.begins else []), *after]


def _moved_start(rows: Sequence[Dark], start: float) -> list[Dark]:
    """Rows that began with the outage begin where it begins now: a start that was corrected."""
    first = min((row.begins for row in rows), default=start)
    if first == start:
        return list(rows)
    moved: list[Dark] = []
    for row in rows:
        if row.begins == first:
            row = msgspec.structs.replace(row, begins=start)
        moved.append(row)
    return [row for row in moved if row.ends is None or row.ends > row.begins]


def _row(area: str, held: Held, begins: float) -> Dark:
    return Dark(area=area, customers=held.customers, whole=held.whole and bool(area), begins=begins)


def lit(on: int, off: int, share: float) -> bool | None:
    """What an area's meters say: supply, none (in part), or nothing; silent is not dark (domain 5.9).

    share: of the meters that answer, on (``RestorationRules.share``).
    """
    return None if not on + off else on / (on + off) >= share
