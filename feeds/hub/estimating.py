"""Computed restoration times, said by the hub where nobody has given one (domain 5.9, d.14).

From what repairs took lately; where too few tell, at a declared response level, by the room's table.
"""

from wallboard.domain.facts import Instant, Payload, Removed
from wallboard.domain.outages import OutageEtr
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant
from wallboard.rules.etr import ESTIMATED, Past, Repair, estimate, moved, repair_of
from wallboard.rules.storm import default_etr
from wallboard.rules.storm_limits import StormRules
from wallboard.state.followed import News
from wallboard.state.queries.responses import at_level
from wallboard.state.tables import Tables


class Estimates:
    """Knows the repairs that are over and the outages that may get a time: told of what changes, it goes
    through none of the others."""

    def __init__(self, storm: StormRules | None = None) -> None:
        self._storm = storm
        self._past = Past()
        self._repairs: dict[str, Repair] = {}  # by outage
        self._waiting: dict[str, Outage] = {}

    def read(self, tables: Tables, news: News) -> None:
        """Take in what became of outages."""
        for key in news.of("outage"):
            row = tables.outages.get(key)
            self._repaired(key, None if row is None else repair_of(row))
            if row is not None and _may_get_one(row):
                self._waiting[key] = row
            else:
                self._waiting.pop(key, None)

    def _repaired(self, key: str, now: Repair | None) -> None:
        before = self._repairs.pop(key, None)
        if now is not None:
            self._repairs[key] = now
        if before == now:
            return
        if before is not None:
            self._past.leave(before)
        if now is not None:
            self._past.add(now)

    def said(self, tables: Tables, now: float) -> list[tuple[str, Payload]]:
        """What is to be said at ``now`` (epoch s), by outage. Its version stays 0: nobody was told it."""
        storm = self._storm
        declared = storm is not None and at_level(tables, storm.from_level) is not None
        found: list[tuple[str, Payload]] = []
        for key, row in sorted(self._waiting.items()):
            said = estimate(self._past, row, now)
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


def _may_get_one(row: Outage) -> bool:
    """Whether its time is the hub's to compute, now or from one that it has computed already."""
    if row.etr is None:
        return row.stage in ESTIMATED
    return row.etr_calculated and row.etr_by is Claimant.ANALYST  # a source computes its own


def _by_default(key: str, row: Outage, now: float, storm: StormRules) -> list[tuple[str, Payload]]:
    """The table's time of an outage, where that is another one than stands; taken back once it is over."""
    at = default_etr(row, now, storm)
    if at is None:
        over = row.etr is not None and (row.etr_default or row.etr <= now)
        return [(key, Removed("outage.etr", Claimant.ANALYST))] if over else []
    if row.etr is not None and (not row.etr_default or row.etr == at):
        return []
    return [(key, OutageEtr(claimant=Claimant.ANALYST, etr=Instant(at), calculated=True, default=True))]
