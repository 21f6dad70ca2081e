"""What a window goes by: the present while the link lives, its last word once it fell silent."""

from tests.widgets import scenes
from tests.widgets.conftest import MakePage, MakeSession
from wallboard.domain.clock import AnchoredClock, ClockState, ManualClock
from wallboard.domain.terms import ClockMode
from widgets.page import Page
from widgets.panel import CellPanel
from widgets.session import LinkFace, Session


def clock_of(session: Session) -> ManualClock:
    assert isinstance(session.clock, ManualClock)
    return session.clock


def faces_of(page: Page, kind: str) -> dict[object, object]:
    panel = next(panel for entry, panel in page.panels if entry.kind == kind)
    assert isinstance(panel, CellPanel)
    return {cell.key: cell.face for cell in panel._cells.values()}


def test_that_figures_stand_at_the_last_word_of_a_link_that_fell_silent(make_session: MakeSession) -> None:
    session = make_session(scenes.busy())
    clock = clock_of(session)
    clock.advance(5.0)
    session.link = LinkFace("late", 5.0)
    assert (session.now(), session.present()) == (scenes.NOW, scenes.NOW + 5)
    clock.advance(600.0)
    for state in ("lost", "connecting", "gap"):
        session.link = LinkFace(state, 605.0 if state == "lost" else 0.1)
        assert (session.now(), session.present()) == (scenes.NOW, scenes.NOW + 605)
    session.link = LinkFace("live", 0.0)
    assert session.now() == scenes.NOW + 605


def test_that_a_replays_rate_counts_in_how_old_a_picture_is(make_session: MakeSession) -> None:
    session = make_session(scenes.busy())
    session.clock = AnchoredClock(ClockState(ClockMode.REPLAY, scenes.NOW, 60.0, "r1"))
    session.link = LinkFace("late", 4.0)
    assert abs(session.now() - (scenes.NOW - 240.0)) < 5.0


def test_that_a_link_that_never_spoke_holds_nothing(make_session: MakeSession) -> None:
    session = make_session(scenes.busy(), link=LinkFace("connecting"))
    clock_of(session).advance(9.0)
    assert session.now() == session.present() == scenes.NOW + 9


def test_that_running_figures_stop_with_the_link_and_the_walls_clock_goes_on(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    kinds = ("strip", "lane_board", "region_band")
    before, head = {kind: faces_of(page, kind) for kind in kinds}, faces_of(page, "header")
    sources = faces_of(page, "source_line")
    clock_of(page.session).advance(1800.0)
    page.session.link = LinkFace("lost", 1800.0)
    page.on_theme()
    assert {kind: faces_of(page, kind) for kind in kinds} == before
    assert faces_of(page, "header")["clock"] != head["clock"]
    assert faces_of(page, "source_line") != sources  # how old they are is said
    page.session.link = LinkFace("live", 0.0)
    page.on_theme()
    now = {kind: faces_of(page, kind) for kind in kinds}
    assert now["strip"]["hours"] != before["strip"]["hours"]
    assert now["lane_board"] != before["lane_board"]
