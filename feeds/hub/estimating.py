"""Computed restoration times, said by the hub where nobody has given one (domain 5.9, d.14).

From what repairs took lately; where too few tell, at a declared response level, by the room's table.
"""

from wallboard.domain.facts import Instant, Payload, Removed
from wallboard.domain.outages import OutageEtr
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant
from wallboard.rules.etr import Past, estimate, moved, repairs
from wallboard.rules.storm import default_etr
from wallboard.rules.storm_limits import StormRules
from wallboard.state.queries.responses import at_level
from wallboard.state.tables import Tables


def estimates(tables: Tables, now: float, storm: StormRules | None = None) -> list[tuple[str, Payload]]:
    """What is to be said at ``now`` (epoch s), by outage. Its version stays 0: nobody was told it."""
    past = Past(repairs(tables.outages.values()))
    declared = storm is not None and at_level(tables, storm.from_level) is not None
    found: list[tuple[str, Payload]] = []
    for key, row in sorted(tables.outages.items()):
        if row.etr is not None and not row.etr_calculated:
            continue
        if row.etr is not None and row.etr_by is not Claimant.ANALYST:
            continue  # a source computes its own
        said = estimate(past, row, now)
        if said is None and declared and storm is not None:
            found += _by_default(key, row, now, storm)
            continue
        if said is None and row.etr is not None and (row.etr <= now or row.etr_default):
            found.append((key, Removed("outage.etr", Claimant.ANALYST)))  # nothing tells of a later one
        if said is None or not (row.etr_default or moved(row.etr, said, now)):
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


def _by_default(key: str, row: Outage, now: float, storm: StormRules) -> list[tuple[str, Payload]]:
    """The table's time of an outage, where that is another one than stands; taken back once it is over."""
    at = default_etr(row, now, storm)
    if at is None:
        over = row.etr is not None and (row.etr_default or row.etr <= now)
        return [(key, Removed("outage.etr", Claimant.ANALYST))] if over else []
    if row.etr is not None and (not row.etr_default or row.etr == at):
        return []
    return [(key, OutageEtr(claimant=Claimant.ANALYST, etr=Instant(at), calculated=True, default=True))]
