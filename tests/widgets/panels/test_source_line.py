"""The line of sources: what is wrong with the hub itself stands first, and says why."""

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.test_panels import cells_of, words
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState
from widgets.panels.source_line import SourceLine


def freshness(source: str, state: SourceState, reason: Reason | None = None) -> Fact:
    """What the hub says of a source."""
    data = SourceFreshness(state=state, reason=reason, title=source)
    return Fact(data, source, scenes.NOW, "hub", f"f-{source}", scenes.NOW)


def test_that_a_hub_that_cannot_write_stands_first_and_says_why_whatever_else_is_late(
    make_session: MakeSession,
) -> None:
    ill = [freshness(name, SourceState.LOST) for name in ("oms", "95598", "metering")]
    ill.append(freshness("hub", SourceState.LATE, Reason("log_full")))
    for lang, why in (("zh", "磁盘"), ("en", "disk")):
        session = make_session([*scenes.busy(), *ill], lang=lang)
        cells = cells_of(SourceLine(session), 1920, 44)
        first = next(key for key in cells if key != "rules")
        assert first == "hub"
        assert why in words(cells["hub"].face)[-1]


def test_that_a_reason_makes_room_for_the_name_of_another_lost_source(make_session: MakeSession) -> None:
    """Which are lost says more than why the first one is."""
    lost = [freshness(name, SourceState.LOST, Reason("source_silent")) for name in ("gps", "metering")]
    session = make_session([*scenes.busy(), *lost], lang="en")
    for wide in range(1440, 1921, 60):
        shown = cells_of(SourceLine(session), wide, 44).keys()
        assert {"gps", "metering"} <= shown, wide
