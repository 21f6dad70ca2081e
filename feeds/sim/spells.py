"""What goes wrong between a source and the room: bundles and silence, garbage, a clock that steps."""

import math
from typing import NamedTuple

from msgspec.structs import replace

from wallboard.config.scenario import Scenario, Spell
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceFlag

GARBLED_SHARE = 0.6
"""Of the words of a source that talks garbage cannot be read."""
GOLDEN = 0.618033988749895
"""Steps that spread evenly: the share holds for any run of words."""


class Passage(NamedTuple):
    """How a word fares. heard: when it can arrive, epoch s; clock: what its source's clock is ahead, s."""

    heard: float
    clock: float = 0.0
    garbled: bool = False


class Spells:
    """The spells of a scenario, source by source."""

    def __init__(self, scenario: Scenario) -> None:
        self._by_source: dict[str, list[tuple[float, float, Spell]]] = {}
        for spell in scenario.spell:
            begins = scenario.start_at + spell.after
            self._by_source.setdefault(spell.source, []).append((begins, begins + spell.lasts, spell))
        self._words: dict[str, int] = {}
        self._bad: dict[str, int] = {}

    def passage(self, source: str, now: float) -> Passage:
        """How what a source says now fares; a garbled word is heard when its spell is over."""
        heard, clock, garbled = now, 0.0, False
        for begins, ends, spell in self._by_source.get(source, ()):
            if not begins <= now < ends:
                continue
            if spell.kind == "clock":
                clock += (spell.ahead or 0.0) - (spell.behind or 0.0)
            elif spell.kind == "garbage":
                words = self._words[source] = self._words.get(source, 0) + 1
                if words * GOLDEN % 1.0 < GARBLED_SHARE:
                    self._bad[source] = self._bad.get(source, 0) + 1
                    heard, garbled = max(heard, ends), True
            else:
                every = spell.every or spell.lasts
                bundle = begins + max(1, math.ceil((now - begins) / every)) * every
                heard = max(heard, min(ends, bundle))
        return Passage(heard, clock, garbled)

    def word_of_life(
        self, source: str, data: SourceFreshness, passage: Passage, now: float
    ) -> tuple[SourceFreshness, float]:
        """A source's freshness as it is told now, and when it is heard: garbage is noticed at once."""
        heard, clock, _ = passage
        if clock and data.last_fact_at is not None:
            data = replace(data, last_fact_at=data.last_fact_at + clock)
        if not self._is_garbage(source, now):
            self._words.pop(source, None)
            self._bad.pop(source, None)
            return replace(data, last_poll_at=heard + clock), heard
        bad, words = self._bad.get(source, 0), self._words.get(source, 0)
        reason = Reason("bad_records", {"bad": bad, "of": words})
        told = replace(data, flags=[SourceFlag.DEGRADED], reason=reason, records=words, bad_records=bad)
        return replace(told, last_poll_at=now + clock), now

    def _is_garbage(self, source: str, now: float) -> bool:
        mine = self._by_source.get(source, ())
        return any(begins <= now < ends and spell.kind == "garbage" for begins, ends, spell in mine)
