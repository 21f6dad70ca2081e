"""What a window may know of the link."""

from feeds.link import LinkCore
from feeds.link_parts import Phase
from feeds.status import LinkStatus, status_of
from wallboard.domain.reasons import Reason

WHY = Reason("link_closed", {"code": 1006})


def state(core: LinkCore, now: float, *, connected: bool = True, refused: bool = False) -> str:
    return status_of(core, now, connected=connected, trouble=WHY, refused=refused)[0]


def test_that_every_state_of_the_link_has_its_name() -> None:
    core = LinkCore("wall", "wall")
    assert state(core, 0.0, connected=False) == "connecting"
    core.opened(0.0)
    assert state(core, 0.0) == "connecting"
    core.phase, core.data_at = Phase.LIVE, 0.0
    assert state(core, 4.0) == "live"
    assert state(core, 4.1) == "late"
    core.in_gap = True
    assert state(core, 1.0) == "gap"
    core.closed()
    assert state(core, 1.0, connected=False) == "lost"
    assert state(core, 1.0, connected=False, refused=True) == "refused"


def test_that_skew_is_marked_over_two_seconds_and_blinds_over_sixty() -> None:
    assert not LinkStatus("live", 0.0, skew=1.9).skewed
    assert LinkStatus("live", 0.0, skew=-2.1).skewed
    assert not LinkStatus("live", 0.0, skew=60.0).clocks_blind
    assert LinkStatus("live", 0.0, skew=-61.0).clocks_blind
    assert not LinkStatus("live", 0.0).skewed
    core = LinkCore("wall", "wall")
    core.opened(0.0)
    core.phase, core.skew = Phase.LIVE, 3.0
    assert status_of(core, 0.0, connected=True, trouble=None, refused=False)[1] == Reason(
        "link_skew", {"seconds": 3.0}
    )
