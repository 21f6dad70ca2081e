"""Computed restoration times, said by the hub where nobody has given one (domain 5.9, d.14)."""

from wallboard.domain.facts import Instant, Payload, Removed
from wallboard.domain.outages import OutageEtr
from wallboard.domain.terms import Claimant
from wallboard.rules.etr import Past, estimate, moved, repairs
from wallboard.state.tables import Tables


def estimates(tables: Tables, now: float) -> list[tuple[str, Payload]]:
    """What is to be said at ``now`` (epoch s), by outage. Its version stays 0: nobody was told it."""
    past = Past(repairs(tables.outages.values()))
    found: list[tuple[str, Payload]] = []
    for key, row in sorted(tables.outages.items()):
        if row.etr is not None and not row.etr_calculated:
            continue
        if row.etr is not None and row.etr_by is not Claimant.ANALYST:
            continue  # a source computes its own
        said = estimate(past, row, now)
        if said is None and row.etr is not None and row.etr <= now:
            found.append((key, Removed("outage.etr", Claimant.ANALYST)))  # nothing tells of a later one
        if said is None or not moved(row.etr, said, now):
            continue
        word = OutageEtr(
            claimant=Claimant.ANALYST,
            etr=Instant(said.at),
            calculated=True,
            earliest=Instant(said.earliest),
            latest=Instant(said.latest),
            repairs=said.n,
        )
        found.append((key, word))
    return found
