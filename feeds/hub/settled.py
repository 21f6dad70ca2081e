"""Which cases of the judgement need not be followed again: nothing that their words depend on has moved.

A storm has a thousand cases at a time and most of them stand as they stood four minutes ago. A case of which
nothing was left to be said stays so while it is judged the same, no outage over its areas came, went or
counts otherwise, and nothing was said of the outages that it is told by.
"""

from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from feeds.hub.darkness import Darkness
from feeds.hub.judged_words import JUDGED
from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind
from wallboard.rules.diagnosis.judgement import Hypothesis
from wallboard.state.store import Store

Device = tuple[str, DeviceKind]
"""A judged device as the room says it."""


class Quiet(NamedTuple):
    """A case of which nothing is left to be said. judged: what words are made of; host: the feed's outage
    that explains it, own: the hub's own, "" without one; device: of which an own one may be taken up."""

    judged: tuple[Any, ...]
    host: str
    own: str
    device: Device


class Settled:
    """Remembers quiet cases, and what has moved since. darkness: knows which outages lie over an area."""

    def __init__(self, darkness: Darkness) -> None:
        self._darkness = darkness
        self._quiet: dict[str, Quiet] = {}  # by case
        self._stood: dict[str, tuple[Any, ...]] = {}  # what counts of a feed's outage, by outage
        self._revision = -1
        self._changed: set[str] = set()  # outages, since the last judgement
        self._moved: Set[str] = frozenset()  # outages, up to this judgement
        self._stirred: set[str] = set()  # areas

    def forget(self) -> None:
        """Everything is to be followed."""
        self._quiet.clear()
        self._stood.clear()

    def hear(self, store: Store) -> None:
        """Keep which outages a batch has changed; to be called before the store forgets it."""
        if store.revision == self._revision:
            return
        changes = store.since(self._revision)
        self._revision = store.revision
        if changes is None:
            self.forget()
            return
        for change in changes:
            self._changed |= change.of("outage")

    def turn(self, store: Store, cases: list[Hypothesis]) -> None:
        """A judgement begins, with these cases."""
        self.hear(store)
        self._moved, self._changed = self._changed, set()
        self._stirred = self._darkness.take_turned()
        for key in self._moved:
            row = store.tables.outages.get(key)
            counts = _counts(row)
            if not key.startswith(JUDGED) and self._stood.get(key) != counts:
                self._stirred |= self._darkness.spoken(key)
            if row is None:
                self._stood.pop(key, None)
            else:
                self._stood[key] = counts
        alive = {case.id for case in cases}
        self._quiet = {case: quiet for case, quiet in self._quiet.items() if case in alive}

    def quiet(self, case: Hypothesis, own_open: Mapping[Device, object]) -> Quiet | None:
        """What stands of a case that need not be followed; None where it must. own_open: the devices of which
        the hub has an outage of its own, which such a case might take up."""
        found = self._quiet.get(case.id)
        if found is None:
            return None
        still = (
            found.host not in self._moved
            and found.own not in self._moved
            and (found.own or found.device not in own_open)
            and found.judged == _judged(case)
            and self._stirred.isdisjoint(case.areas)
        )
        return found if still else None

    def settle(self, case: Hypothesis, host: str, own: str, device: Device) -> None:
        """Nothing is left to be said of it, however late it is."""
        self._quiet[case.id] = Quiet(_judged(case), host, own, device)

    def stir(self, case: str) -> None:
        """Something was said of it, or will be."""
        self._quiet.pop(case, None)


def _judged(case: Hypothesis) -> tuple[Any, ...]:
    """What words of a case are made of."""
    return (
        case.device,
        case.kind,
        case.customers,
        case.stage,
        case.since,
        round(case.probability, 2),
        case.probability > 0.0,
        case.areas,
        case.reasons,
    )


def _counts(row: Outage | None) -> tuple[Any, ...]:
    """What of an outage decides which cases it explains; nothing of one that does not stand."""
    if row is None or not row.open or row.merged_into:
        return ()
    return row.device_kind, row.device, row.device_name, row.feeder, row.customers_out
