"""How the hub tells that a source failed which keeps no freshness of its own: lost, with the reason."""

from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState


class Trouble:
    """Says each trouble of one source once. expect_every: s."""

    def __init__(self, source: str, expect_every: float) -> None:
        self.source, self._expect = source, float(expect_every)
        self._told: str | None = None

    def say(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness fact for a trouble, empty where it has been told. now: epoch s."""
        if self._told == reason.code:
            return []
        self._told = reason.code
        data = SourceFreshness(state=SourceState.LOST, expect_every=self._expect, reason=reason)
        return [Fact(data, self.source, now, self.source, "", now)]
