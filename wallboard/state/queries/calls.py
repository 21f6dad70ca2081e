"""Calls as they were told: how many by which channel, and which nobody could find on the map (无法定位)."""

from collections.abc import Iterator

import msgspec

from wallboard.domain.calls import CallReport, CaseLink
from wallboard.domain.facts import Fact
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays


class CallFace(msgspec.Struct, frozen=True):
    """Calls since an instant. by_channel: how many; not_located: without a place; oldest: of them."""

    by_channel: dict[str, int]
    not_located: int
    oldest: float | None


def calls(tables: Tables, trays: Trays, since: float, now: float) -> CallFace | None:
    """The calls of ``since`` to ``now`` (epoch s); None where no call was ever told.

    One pass over the calls that are kept (5,000): ask every few seconds at most.
    """
    by_channel: dict[str, int] = {}
    lost: list[float] = []
    told, linked = False, _linked(tables, trays)
    for thing in tables.things("call").values():
        for fact in thing.entries.get("report", {}).values():
            told = True
            if not isinstance(call := fact.data, CallReport) or not since <= call.received_at <= now:
                continue
            by_channel[call.channel] = by_channel.get(call.channel, 0) + 1
            if not call.located and not call.order and f"call/{fact.id}" not in linked:
                lost.append(float(call.received_at))
    if not told:
        return None
    return CallFace(dict(sorted(by_channel.items())), len(lost), min(lost, default=None))


def _linked(tables: Tables, trays: Trays) -> frozenset[str]:
    """Subjects that somebody has linked to a thread and nobody has parted from it since."""
    newest: dict[str, tuple[float, str, bool]] = {}
    for fact in _links(tables):
        if isinstance(link := fact.data, CaseLink):
            newest[link.subject] = max(
                newest.get(link.subject, (0.0, "", False)), (fact.at, fact.id, link.linked)
            )
    said = {subject for subject, (_, _, stands) in newest.items() if stands}
    tray = trays.tray(Tray.LINKED)
    return frozenset(said.union(*(tables.orders[key].linked for _, key, _ in tray.first(len(tray)))))


def _links(tables: Tables) -> Iterator[Fact]:
    for thing in tables.things("case").values():
        yield from thing.entries.get("link", {}).values()
