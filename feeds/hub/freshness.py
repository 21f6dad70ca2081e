"""Freshness of sources that do not tell their own: producers that publish over the wire, and the city."""

from collections.abc import Sequence

from wallboard.domain.facts import Fact, Instant, spec_of
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.source_names import OF_THE_HUB
from wallboard.domain.terms import SourceState

EVERY = 10.0
"""Operational seconds between two freshness facts of one source."""


class FreshnessBook:
    """Notes who spoke; gives a freshness fact where one is due."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._self_told: set[str] = set()
        self._kinds: dict[str, set[str]] = {}
        self._records: dict[str, int] = {}

    def note(self, facts: Sequence[Fact], now: float) -> list[Fact]:
        """Freshness facts to go with these facts. now: operational epoch s."""
        due: list[Fact] = []
        by_source: dict[str, list[Fact]] = {}
        for fact in facts:
            by_source.setdefault(fact.source, []).append(fact)
            if isinstance(fact.data, SourceFreshness):
                self._self_told.add(fact.key)
        for source, mine in by_source.items():
            if source in self._self_told or source in OF_THE_HUB:
                continue
            kinds = self._kinds.setdefault(source, set())
            before = len(kinds)
            kinds.update(spec_of(fact.data).type for fact in mine)
            self._records[source] = self._records.get(source, 0) + len(mine)
            told = self._told.get(source)
            # a clock that was set back must not silence the source until it is there again
            if told is None or not 0.0 <= now - told < EVERY or len(kinds) > before:
                self._told[source] = now
                due.append(self._fact(source, max(fact.at for fact in mine), now))
        return due

    def _fact(self, source: str, last_at: float, now: float) -> Fact:
        kinds = sorted(self._kinds[source])
        data = SourceFreshness(
            state=SourceState.LIVE,
            last_fact_at=Instant(min(last_at, now)),
            records=self._records[source],
            kinds=kinds,
        )
        return Fact(data, source, now, source, "", now)
