"""What the hub says of its own log: the freshness of a source named ``hub``, on every wall."""

import logging
from pathlib import Path

from feeds.hub.log import HubLog
from wallboard.domain.facts import Fact, Instant, Removed
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.source_names import HUB
from wallboard.domain.terms import SourceState

LOG = logging.getLogger(__name__)


def troubled(reason: Reason, now: float) -> Fact:
    """Something is wrong with the log since ``now``, operational epoch s."""
    data = SourceFreshness(state=SourceState.LATE, last_fact_at=Instant(now), reason=reason)
    return Fact(data, HUB, now, HUB, "", now)


def mended(now: float) -> Fact:
    """Nothing is wrong with it any more: a sound hub is no line among the sources."""
    return Fact(Removed(of="source.freshness"), HUB, now, HUB, "", now)


def words_at_start(log: HubLog, unreadable: int, told: bool, now: float) -> list[Fact]:
    """What the walls have to know of the log that a hub found.

    unreadable: facts in it that make no sense; told: walls still show the trouble of a former life.
    """
    damage = log.damage
    if damage is not None:
        LOG.error("%s; kept as %s, %d facts were read", damage.problem, damage.aside, damage.facts)
        return [troubled(Reason("log_damaged", {"file": Path(damage.aside).name}), now)]
    if unreadable:
        LOG.error("%d facts of the log cannot be read", unreadable)
        return [troubled(Reason("log_unreadable", {"facts": unreadable}), now)]
    return [mended(now)] if told else []
