"""How a source tells that the outside fails it: its last freshness, late and with the reason."""

import msgspec

from wallboard.domain.facts import Fact, Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState


class Trouble:
    """Remembers what a source last said of itself; says each new trouble once."""

    def __init__(self, source: str, expect_every: float) -> None:
        self.source, self._expect = source, float(expect_every)
        self._last: SourceFreshness | None = None
        self._told: str | None = None

    def watch(self, facts: list[Fact]) -> None:
        """Facts that went out: the trouble is over where they say how fresh the source is."""
        for fact in facts:
            if isinstance(fact.data, SourceFreshness) and fact.key == self.source:
                self._last, self._told = fact.data, None

    def say(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness fact for a trouble, empty where it has been told. now: epoch s."""
        if self._told == reason.code:
            return []
        self._told = reason.code
        before = self._last or SourceFreshness(state=SourceState.LOST, expect_every=self._expect)
        state = SourceState.LOST if before.last_fact_at is None else SourceState.LATE
        data = msgspec.structs.replace(before, state=state, reason=reason)
        return [Fact(data, self.source, now, self.source, "", now)]

    def well(self, now: float) -> list[Fact]:
        """A freshness fact that ends a trouble, for sources that have no mapper to say so."""
        if self._told is None:
            return []
        self._told = None
        before = self._last or SourceFreshness(state=SourceState.LIVE, expect_every=self._expect)
        data = msgspec.structs.replace(before, state=SourceState.LIVE, reason=None, last_fact_at=Instant(now))
        return [Fact(data, self.source, now, self.source, "", now)]
