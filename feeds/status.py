"""What a window may know of the link: one small frozen record."""

import msgspec

from feeds.link import LinkCore
from feeds.link_parts import Phase
from wallboard.domain.reasons import Reason

SKEW_MARK = 2.0
"""Seconds of clock difference that are marked; over SKEW_BLIND no SLA colours are shown."""
SKEW_BLIND = 60.0


class LinkStatus(msgspec.Struct, frozen=True):
    """The link now.

    state: connecting, live, late, gap, lost or refused. words: why, where there is something to say.
    since_mono, lost_since, heard, data_at: monotonic seconds. skew: hub's clock minus ours, s, in live
    mode. degraded: over 10 % bad facts in a minute. Quiet: live, and ``data_at`` long ago.
    """

    state: str
    since_mono: float
    words: Reason | None = None
    skew: float | None = None
    lost_since: float | None = None
    heard: float | None = None
    data_at: float | None = None
    degraded: bool = False

    @property
    def skewed(self) -> bool:
        """The clocks differ enough to be marked."""
        return self.skew is not None and abs(self.skew) > SKEW_MARK

    @property
    def clocks_blind(self) -> bool:
        """The clocks differ so much that no SLA colour may be shown."""
        return self.skew is not None and abs(self.skew) > SKEW_BLIND


def status_of(
    core: LinkCore, now: float, *, connected: bool, trouble: Reason | None, refused: bool
) -> tuple[str, Reason | None]:
    """(state, words) of a link from its machine and from what the shell knows."""
    if refused and core.phase is not Phase.LIVE:
        return "refused", trouble
    if not connected or core.phase is Phase.CLOSED:
        return ("connecting" if core.data_at is None and core.heard == 0.0 else "lost"), trouble
    if core.in_gap:
        return "gap", trouble
    if core.phase is not Phase.LIVE:
        known = core.data_at is not None and core.phase is Phase.SYNCING
        return ("gap", Reason("link_catching_up")) if known else ("connecting", Reason("link_connecting"))
    if now - core.heard > 2 * core.period:
        return "late", Reason("link_late", {"seconds": round(now - core.heard)})
    return "live", _remark(core, now)


def _remark(core: LinkCore, now: float) -> Reason | None:
    """What is to be said of a link that is live."""
    off = abs(core.skew or 0.0)
    if off > SKEW_BLIND:
        return Reason("link_skew_blind", {"seconds": round(off)})
    if core.reader.degraded(now):
        return Reason("link_degraded")
    if core.skew is not None and off > SKEW_MARK:
        return Reason("link_skew", {"seconds": round(core.skew, 1)})
    return None
