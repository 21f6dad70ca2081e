"""What a room's hub has concluded by itself, as commands to the world whose room it is."""

from math import inf

from feeds.sim.commands import Command
from wallboard.domain.rows import Outage
from wallboard.domain.source_names import ANALYST
from wallboard.state.tables import Tables

LOOKS_EVERY = 60.0
"""Seconds of operational time between two looks at what stands: a desk does not need it sooner."""


class Asking:
    """Remembers what it has asked for, so that each outage is asked for once and left once."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._at = -inf

    def commands(self, tables: Tables, now: float) -> list[Command]:
        """What is new at ``now`` (epoch s): somebody is to look, or need not any more."""
        if 0 <= now - self._at < LOOKS_EVERY:
            return []
        self._at = now
        rows = tables.outages
        stands = {key for key, row in rows.items() if row.source == ANALYST and _stands(row)}
        new, over = sorted(stands - self._open), sorted(self._open - stands)
        self._open = stands
        leaves = [Command(now, "leave", key) for key in over]
        return leaves + [Command(now, "look", key, _args(rows[key])) for key in new if rows[key].device]


def _stands(row: Outage) -> bool:
    return row.dark and not row.merged_into


def _args(row: Outage) -> dict[str, str]:
    return {
        "device": row.device,
        "kind": row.device_kind.value,
        "customers": str(row.customers_out or 0),
        "key_customers": str(row.key_customers),
    }
