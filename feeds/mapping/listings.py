"""Coming and going: what a source no longer names is held, unlisted, reopened, and at last forgotten."""

from collections import Counter
from collections.abc import Collection, Iterable

import msgspec

from feeds.mapping.continuity import Continuity, unlisted_stage
from feeds.mapping.doubt import Drops
from feeds.mapping.identity import Identity
from feeds.mapping.records import Record
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import SPECS, Fact, Removed
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageListing
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Claimant, FactKind

SWEEP_EVERY = 600.0
"""How often what has been away too long is looked for, s."""


class Away(msgspec.Struct):
    """A record that vanished: since when, and its raw row. held: the next poll decides."""

    since: float
    row: Record
    held: bool = False


class Listings:
    """Says which records a source has stopped naming, and what comes of it."""

    def __init__(self, mapping: MappingFile, continuity: Continuity, identity: Identity) -> None:
        self._source = mapping.source
        self._within = mapping.identity.reopen_within
        self._continuity, self._identity = continuity, identity
        self._drops = Drops(mapping.doubt, self._within)
        self._away: dict[str, Away] = {}
        self._reopened: Counter[str] = Counter()
        self._swept = 0.0

    def held(self) -> list[str]:
        """Records that a doubted poll lost and that are not decided yet."""
        return [name for name, away in self._away.items() if away.held]

    def decide_held(self, named: Collection[str], t: float) -> list[Fact]:
        """The poll after a doubted one: what is missing still is gone since then."""
        facts: list[Fact] = []
        lost: list[str] = []
        for name, away in self._away.items():
            if away.held and name not in named:
                away.held = False
                lost.append(name)
                facts += self._unlist(name, away.since, t, Reason("vanished"))
        self._drops.lost(lost, t)
        return facts

    def lose(
        self, gone: dict[str, Record], before: int, t: float, *, doubtful: bool, capped: bool
    ) -> list[Fact]:
        """What this poll no longer names: held where the poll is doubted, else unlisted at once.

        While the server cuts its answer, a row may be missing because others were listed instead of it:
        it closes, and is marked as doubtful.
        """
        facts: list[Fact] = []
        for name, row in gone.items():
            self._away[name] = Away(t, row, doubtful)
            if doubtful:
                reason = Reason("poll_lost_rows", {"lost": len(gone), "of": before})
                facts += self._listing(name, t, t, listed=False, held=True, reason=reason)
            else:
                reason = Reason("vanished_while_capped" if capped else "vanished")
                facts += self._unlist(name, t, t, reason, doubtful=capped)
        if gone and not doubtful:
            self._drops.lost(list(gone), t)
        return facts

    def remove(self, name: str, row: Record, t: float) -> list[Fact]:
        """The source itself says that it is gone."""
        self._away[name] = Away(t, row)
        return self._unlist(name, t, t, Reason("removed_by_source"))

    def give_back(self, names: Iterable[str], listed: Collection[str], t: float) -> list[Fact]:
        """Records that are named again: as if nothing was where they were held, else reopened.

        After too long an absence nothing is given back: the same id is a new thing.
        """
        facts: list[Fact] = []
        returned: list[str] = []
        for name in names:
            away = self._away.get(name)
            if away is None:
                continue
            if not away.held and t - away.since > self._within:
                self.forget(name, t)
                continue
            del self._away[name]
            if not away.held:
                self._reopened[name] += 1
                returned.append(name)
            facts += self._listing(name, t, t, listed=True)
        for name in sorted(self._drops.returned(returned)):
            facts += self._mark(name, listed, t)
        return facts

    def sweep(self, t: float, listed: Collection[str]) -> None:
        """Forget what has been away too long: from then on the same id is a new thing."""
        if t - self._swept < SWEEP_EVERY:
            return
        self._swept = t
        late = [n for n, away in self._away.items() if not away.held and t - away.since > self._within]
        for name in late:
            self.forget(name, t)
        self._drops.sweep(t)
        self._identity.sweep(t, frozenset(listed) | self._away.keys())

    def forget(self, name: str, t: float) -> None:
        """From now on the same id is a new thing."""
        del self._away[name]
        self._identity.retire(name, t)
        self._continuity.threads.pop(name, None)
        del self._reopened[name]

    def _unlist(
        self, name: str, since: float, t: float, reason: Reason, *, doubtful: bool = False
    ) -> list[Fact]:
        """The source stopped naming it: an outage is unlisted, an order's stage too, the rest removed."""
        facts = self._listing(name, since, t, listed=False, doubtful=doubtful, reason=reason)
        thread = self._continuity.thread(name)
        for (noun, token, key), last in list(thread.said.items()):
            if isinstance(last, OrderStageValue):
                closed = unlisted_stage(last, since)
                if closed is not None:
                    thread.said[noun, token, key] = closed
                    facts.append(Fact(closed, key, t, self._source, "", t))
            elif noun not in ("outage", "order") and (type_ := _value_type(noun, token)):
                del thread.said[noun, token, key]
                claimant = Claimant(token.rpartition("/")[2]) if "/" in token else None
                facts.append(Fact(Removed(of=type_, claimant=claimant), key, t, self._source, "", t))
        return facts

    def _mark(self, name: str, listed: Collection[str], t: float) -> list[Fact]:
        """Half of a drop has come back: its closings were doubtful, and that is said of each of them."""
        reason = Reason("drop_returned")
        away = self._away.get(name)
        if away is not None:
            return self._listing(name, away.since, t, listed=False, doubtful=True, reason=reason)
        if name in listed:
            return self._listing(name, t, t, listed=True, doubtful=True, reason=reason)
        return []

    def _listing(
        self,
        name: str,
        since: float,
        t: float,
        *,
        listed: bool,
        held: bool = False,
        doubtful: bool = False,
        reason: Reason | None = None,
    ) -> list[Fact]:
        """The listing of every outage that the record speaks of."""
        thread = self._continuity.threads.get(name)
        if thread is None:
            return []
        data = OutageListing(
            listed=listed,
            since=since,
            held=held,
            doubtful=doubtful,
            reopened=self._reopened[name],
            reason=reason,
        )
        return [Fact(data, key, t, self._source, "", t) for key in thread.keys("outage")]


def _value_type(noun: str, token: str) -> str | None:
    """The fact type of a standing value; None for readings and entries, which are not withdrawn."""
    type_ = f"{noun}.{token.split('/')[0].split('#')[0]}"
    spec = SPECS.get(type_)
    return type_ if spec is not None and spec.kind is FactKind.VALUE else None
