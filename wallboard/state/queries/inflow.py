"""How customers come: requests and connections of today by channel and by hour (d.15)."""

import msgspec

from wallboard.domain.terms import Lane
from wallboard.state.queries.queues import sourced
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

HOUR_S = 3600.0


class Inflow(msgspec.Struct, frozen=True):
    """lines: channel and how many came by it, most first. hours: how many in each hour since."""

    lines: tuple[tuple[str, int], ...]
    hours: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(n for _, n in self.lines)


def inflow(tables: Tables, trays: Trays, since: float, now: float) -> Inflow | None:
    """Orders received from ``since`` to ``now`` (epoch s); None where nobody feeds requests or connections.

    Costs what came since then.
    """
    if not any(sourced(tables, trays, lane) for lane in (Lane.REQUEST, Lane.CONNECT)):
        return None
    hours = [0] * max(1, int((now - since) // HOUR_S) + 1)
    lines: list[tuple[str, int]] = []
    for channel in trays.parts(Tray.CAME):
        came = trays.tray(Tray.CAME, channel).within(since, now)
        for at, _, _ in came:
            hours[int((at - since) // HOUR_S)] += 1
        if came:
            lines.append((channel, len(came)))
    return Inflow(tuple(sorted(lines, key=lambda line: (-line[1], line[0]))), tuple(hours))
