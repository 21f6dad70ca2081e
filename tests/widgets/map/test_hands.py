"""A desk's hands on the map: wheel, drag, keys, picking, tooltip; a wall's map has none of it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import Lane, OutageStage
from widgets.desk import Desk
from widgets.map.hands import Hands
from widgets.map.map_view import MapOptions
from widgets.map.picking import finger
from widgets.map.projection import Box, project_one
from widgets.map.tooltip import beside
from widgets.scale import Scale

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class DeskRig(Rig):
    """A map at a desk: what is chosen is kept as the shell keeps it."""

    def __init__(self, qtbot: QtBot, n: int = 36, lang: str = "zh") -> None:
        room = moments.room(moments.JIANGMEN)
        super().__init__(qtbot, moments.prefecture(n), room, MapOptions(desk=True), lang)
        self.desk = self.session.desk = Desk("07", choose=self._choose)

    def _choose(self, order: str) -> None:
        self.desk.chosen = order
        self.view.on_desk()

    @property
    def hands(self) -> Hands:
        assert self.view.hands is not None
        return self.view.hands

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.view, key)

    def mouse(self, kind: QEvent.Type, x: float, y: float) -> None:
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
        at = QPointF(x, y)
        QApplication.sendEvent(self.view, QMouseEvent(kind, at, at, LEFT, held, PLAIN))

    def click(self, x: float, y: float) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, x, y)
        self.mouse(QEvent.Type.MouseButtonRelease, x, y)

    def hover(self, x: float, y: float) -> None:
        at, none = QPointF(x, y), Qt.MouseButton.NoButton
        QApplication.sendEvent(self.view, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, PLAIN))

    def at(self, outage: str) -> tuple[float, float]:
        glyph = self.view._layout.arranger.drawn_as(outage)
        assert glyph is not None
        return glyph.x, glyph.y

    def words(self) -> str:
        tip = self.hands.holding.tip
        return "\n".join(" ".join(run.text for run in line) for line in tip.lines) if tip else ""


@pytest.fixture
def desk(qtbot: QtBot) -> DeskRig:
    return DeskRig(qtbot)


def turn_wheel(rig: Rig, x: float, y: float, up: int = 120) -> None:
    at, none = QPointF(x, y), Qt.MouseButton.NoButton
    turned = QWheelEvent(at, at, QPoint(), QPoint(0, up), none, PLAIN, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(rig.view, turned)


def test_that_a_walls_map_ignores_wheel_mouse_and_keys(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))
    camera = rig.view.camera
    rig.paint()
    turn_wheel(rig, 600, 300)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Tab, Qt.Key.Key_Home):
        QTest.keyClick(rig.view, key)
    QTest.mousePress(rig.view, LEFT, PLAIN, QPoint(500, 400))
    QTest.mouseMove(rig.view, QPoint(700, 400))
    QTest.mouseRelease(rig.view, LEFT, PLAIN, QPoint(700, 400))
    QTest.mouseDClick(rig.view, LEFT, PLAIN, QPoint(700, 400))
    assert rig.view.camera == camera
    assert rig.view.hands is None
    assert rig.view.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert not rig.view.hasMouseTracking()


def test_that_a_seats_window_may_move_its_map_and_a_walls_may_not(qtbot: QtBot) -> None:
    for desk in (None, Desk("07")):
        session = moments.session(moments.prefecture(), moments.room(moments.JIANGMEN), desk=desk)
        view = moments.shown(qtbot, session)
        assert (view.hands is not None) is (desk is not None)


def test_that_the_wheel_zooms_about_the_pointer(desk: DeskRig) -> None:
    assert desk.view.camera is not None
    place, scale = desk.view.camera.place(300, 200), desk.view.camera.scale
    for up in (120, 120, -120):
        turn_wheel(desk, 300, 200, up)
        desk.paint()
    assert desk.view.camera.scale == pytest.approx(1.25 * scale)
    assert desk.view.camera.point(*place) == pytest.approx((300, 200))


def test_that_a_drag_moves_the_land_with_the_hand(desk: DeskRig) -> None:
    assert desk.view.camera is not None
    place = desk.view.camera.place(500, 400)
    desk.mouse(QEvent.Type.MouseButtonPress, 500, 400)
    for x in (502, 700, 1100):
        desk.mouse(QEvent.Type.MouseMove, x, 400)
        desk.paint()
    desk.mouse(QEvent.Type.MouseButtonRelease, 1100, 400)
    x, y = desk.view.camera.point(*place)
    assert (round(x), round(y)) == (1100, 400)
    assert desk.view._static.sharp(desk.view.camera)
    assert desk.desk.chosen == ""  # a drag picks nothing


def test_that_a_short_drag_moves_the_picture_without_drawing_the_base(
    desk: DeskRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.paint()
    drawn: list[int] = []
    monkeypatch.setattr(desk.view._static, "refresh", lambda *_: drawn.append(1))
    desk.mouse(QEvent.Type.MouseButtonPress, 500, 400)
    for x in (520, 560, 600):
        desk.mouse(QEvent.Type.MouseMove, x, 400)
        desk.paint()
    assert not drawn


def test_that_arrows_move_plus_and_minus_zoom_and_home_shows_all(desk: DeskRig) -> None:
    camera = desk.view.camera
    assert camera is not None
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Plus)
    moved = desk.view.camera
    assert moved is not None
    assert moved.x > camera.x and moved.y < camera.y and moved.scale > camera.scale
    desk.press(Qt.Key.Key_Minus, Qt.Key.Key_Left, Qt.Key.Key_Up)
    assert desk.view.camera is not None
    assert (desk.view.camera.x, desk.view.camera.y) == pytest.approx((camera.x, camera.y))
    for key in (Qt.Key.Key_Home, Qt.Key.Key_0):
        desk.press(Qt.Key.Key_Plus, Qt.Key.Key_Right, key)
        assert desk.view.camera == camera


def test_that_a_double_click_zooms_in_there(desk: DeskRig) -> None:
    assert desk.view.camera is not None
    place, scale = desk.view.camera.place(420, 310), desk.view.camera.scale
    desk.mouse(QEvent.Type.MouseButtonDblClick, 420, 310)
    assert desk.view.camera.scale == pytest.approx(2 * scale)
    assert desk.view.camera.point(*place) == pytest.approx((420, 310))


def test_that_a_click_beside_a_mark_chooses_its_order(desk: DeskRig) -> None:
    need = OrderNeed(lane=Lane.RESTORE, received_at=moments.NOW, outage="n/1")
    desk.say(
        ("n/1", OutageExtent(lon=112.2, lat=22.6, customers_out=90)),
        ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        ("restore/n/1", need),
    )
    x, y = desk.at("n/1")
    near = finger(desk.session.scale)
    reach = next(g.reach for g in desk.view._scene.arrangement.glyphs if g.id == "n/1")
    desk.click(x + reach + near + 2, y)
    assert desk.desk.chosen == ""
    desk.click(x + reach + near - 2, y)
    assert desk.desk.chosen == "restore/n/1"
    assert [(ring.x, ring.y, ring.firm) for ring in desk.hands.holding._rings] == [(x, y, True)]
    desk.click(5, 5)
    assert desk.desk.chosen == ""
    assert not desk.hands.holding._rings


def test_that_a_finger_is_as_wide_on_every_screen() -> None:
    for wide, mm in ((1920, 600.0), (3840, 600.0), (1366, 310.0)):
        assert finger(Scale(wide, wide * 9 // 16, 0.6, mm)) * mm / wide == pytest.approx(4.5)
    wall = Scale(1920, 1080, 5.0, 2436.0)
    assert finger(wall) >= 0.4 * wall.text_px("small")


def test_that_clicks_on_one_place_go_through_what_lies_there_worst_first(desk: DeskRig) -> None:
    camera = desk.view.camera
    assert camera is not None
    for key, customers in (("s/small", 90), ("s/large", 2200), ("s/middle", 700)):
        desk.say(
            (key, OutageExtent(lon=112.2, lat=22.6, customers_out=customers)),
            (key, OutageStageClaim(stage=OutageStage.CONFIRMED)),
        )
    x, y = camera.point(*project_one(112.2, 22.6))
    found = []
    for _ in range(8):
        desk.click(x, y)
        picked = desk.hands.holding.picked
        assert picked is not None
        found.append((picked.kind, picked.id))
        desk.paint()
    singles = [key for kind, key in found if kind == "outage" and key.startswith("s/")]
    assert singles[:3] == ["s/large", "s/middle", "s/small"]
    assert len(set(found)) < len(found)  # round and round
    desk.click(x + 200, y)
    desk.click(x, y)
    picked = desk.hands.holding.picked
    assert picked is not None and (picked.kind, picked.id) == found[0]


def test_that_an_order_chosen_elsewhere_is_marked_on_the_map_and_in_its_crowd(qtbot: QtBot) -> None:
    desk = DeskRig(qtbot, 80)
    crowd = next(g for g in desk.view._scene.arrangement.glyphs if g.count > 1)
    member = desk.view._layout.arranger.behind(crowd.id)[-1]
    assert member.id != crowd.id
    desk._choose(f"restore/{member.id}")
    assert [(ring.x, ring.y) for ring in desk.hands.holding._rings] == [(crowd.x, crowd.y)]
    assert desk.hands.holding.tip is None
    desk._choose("")
    assert not desk.hands.holding._rings


def test_that_tab_goes_from_worst_to_less_and_enter_chooses_and_escape_lets_go(desk: DeskRig) -> None:
    desk.press(Qt.Key.Key_Tab)
    assert "台城线" in desk.words()
    assert desk.desk.chosen == ""
    first = desk.hands.holding.pointed
    desk.press(Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    assert desk.hands.holding.pointed == first
    desk.press(Qt.Key.Key_Return)
    assert desk.desk.chosen == "restore/o/1"
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert desk.desk.chosen == ""
    assert desk.words() == ""


def test_that_a_second_enter_goes_to_what_is_chosen(desk: DeskRig) -> None:
    assert desk.view.camera is not None
    scale = desk.view.camera.scale
    desk.press(Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Return)
    mark = desk.view._scene.book.marks["o/1"]
    assert (desk.view.camera.x, desk.view.camera.y) == (mark.x, mark.y)
    assert desk.view.camera.scale > 3 * scale


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_tooltip_says_what_where_how_many_clock_owner_and_ages(qtbot: QtBot, lang: str) -> None:
    desk = DeskRig(qtbot, lang=lang)
    desk.hover(*desk.at("o/1"))
    words = desk.words()
    said = {
        "zh": ("到场 超", "待认领", "无预计复电", "已 48 分"),
        "en": ("over", "unclaimed", "no ETR", "48 min"),
    }
    for part in ("台城线", "3,140", "台山市", *said[lang]):
        assert part in words, words
    desk.hover(3, 3)
    assert desk.words() == ""


def test_that_text_of_a_feed_stands_there_as_it_is(desk: DeskRig) -> None:
    place = OutageExtent(lon=112.2, lat=22.6, customers_out=5, feeder="<b>x</b><img src=y>")
    desk.say(("n/1", place), ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)))
    desk.hover(*desk.at("n/1"))
    assert "<b>x</b><img src=y>" in desk.words()
    assert desk.view.toolTip() == ""
    desk.paint()


def test_that_no_tooltip_is_clipped_or_covers_what_it_speaks_of(desk: DeskRig) -> None:
    assert desk.view.camera is not None
    whole = Box(0, 0, desk.view.width(), desk.view.height())
    for zoom in (1.0, 1.6, 2.5):
        desk.view.look(desk.view.camera.zoomed(zoom, 640, 250))
        for glyph in desk.view._scene.arrangement.glyphs:
            desk.hover(3, 3)
            desk.hover(glyph.x, glyph.y)
            tip = desk.hands.holding.tip
            assert tip is not None
            assert whole.holds(tip.box)
            held = desk.hands.holding.pointed
            assert held is not None
            assert not tip.box.meets(
                Box(held.x - held.reach, held.y - held.reach, held.x + held.reach, held.y + held.reach)
            )


@pytest.mark.parametrize("spot", [(0, 0), (300, 0), (300, 200), (0, 200), (150, 100), (290, 10)])
@pytest.mark.parametrize("size", [(80, 40), (280, 60), (120, 180), (400, 400)])
def test_that_a_box_beside_a_thing_lies_in_the_frame_and_off_it(
    spot: tuple[int, int], size: tuple[int, int]
) -> None:
    frame, (x, y) = Box(0, 0, 300, 200), spot
    about = Box(x - 12, y - 12, x + 12, y + 12)
    box = beside(about, frame, *size, 6)
    assert frame.holds(box)
    assert not box.meets(about)
    assert box.width <= size[0] and box.height <= size[1]


def test_that_a_crew_is_told_with_the_age_of_its_position(desk: DeskRig) -> None:
    crew = next(key for key, (_, _, shape, _) in desk.view._scene.spots.items() if shape.endswith("_old"))
    x, y, _, _ = desk.view._scene.spots[crew]
    for _ in range(12):
        desk.click(x, y)
        picked = desk.hands.holding.picked
        if picked is not None and f"{picked.kind}/{picked.id}" == crew:
            break
    assert "抢修" in desk.words() and "15 分" in desk.words()


def test_that_rings_and_tooltip_follow_a_mark_that_goes(desk: DeskRig) -> None:
    desk.click(*desk.at("o/7"))
    assert desk.words()
    desk.say(("o/7", OutageStageClaim(stage=OutageStage.CLOSED, since=moments.NOW)))
    assert desk.words() == ""
    assert not desk.hands.holding._rings


def test_that_events_after_the_collector_came_are_let_through(desk: DeskRig) -> None:
    vars(desk.hands).clear()  # as the collector leaves it, while Qt still holds the filter
    QApplication.sendEvent(desk.view, QEvent(QEvent.Type.Leave))
