"""Crews by status (d.9, d.77)."""

from collections.abc import Mapping

import msgspec

from wallboard.domain.terms import CrewStatus
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables

ON_THE_WAY = frozenset({CrewStatus.DISPATCHED, CrewStatus.ACCEPTED, CrewStatus.EN_ROUTE})

AT_WORK = frozenset({CrewStatus.ON_SITE, CrewStatus.MADE_SAFE})

UNKNOWN = "unknown"
"""The name under which crews are counted of which only a position or a profile is known."""


class CrewFace(msgspec.Struct, frozen=True):
    """Crews on duty (total leaves out those off shift; by_status names every status that occurs).

    available: free to send; en_route: sent and not there yet; on_site: at the fault. unknown: crews of
    which no source has said a status; they are in by_status and in no other figure.
    """

    total: int
    by_status: dict[str, int]
    available: int
    en_route: int
    on_site: int
    unknown: int = 0


def crews(tables: Tables) -> CrewFace | None:
    """The crews; None where no source has spoken of crews."""
    counts: dict[CrewStatus | None, int] = {}
    for crew in tables.crews.values():
        counts[crew.status] = counts.get(crew.status, 0) + 1
    return crews_of(tables, counts)


def crews_of(tables: Tables, counts: Mapping[CrewStatus | None, int]) -> CrewFace | None:
    """The face of crews counted by status; None where no source has spoken of crews."""
    if not counts and not speaks(tables, "crew.profile", "crew.status", "crew.position"):
        return None
    unknown = counts.get(None, 0)
    by_status = {status.value: counts[status] for status in CrewStatus if status in counts}
    if unknown:
        by_status[UNKNOWN] = unknown
    return CrewFace(
        total=sum(n for status, n in counts.items() if status not in (None, CrewStatus.OFF_SHIFT)),
        by_status=by_status,
        available=counts.get(CrewStatus.AVAILABLE, 0),
        en_route=sum(counts.get(status, 0) for status in ON_THE_WAY),
        on_site=sum(counts.get(status, 0) for status in AT_WORK),
        unknown=unknown,
    )
