"""What has no place on the map is counted on it, and a map that shows nothing says why."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import SIZE, Rig
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import Lane, OrderStage, OutageStage
from widgets.map.layers.orders import dot_size
from widgets.map.map_view import MapView


def requests(placed: int, lost: int, lane: Lane = Lane.REQUEST) -> list[Fact]:
    log = moments.Log()
    for i in range(placed + lost):
        place = {"lon": -118.3 + 0.01 * i, "lat": 34.0 + 0.01 * (i % 7)} if i < placed else {}
        need = OrderNeed(lane=lane, received_at=moments.NOW - 600, title=f"{i}", **place)
        log.say(f"request/{i}", need, moments.NOW - 600)
    return log.facts


def words(view: MapView) -> str:
    legend = view._layout.faces.legend
    assert legend is not None
    return " | ".join(entry.text for row in legend.rows for entry in row)


def view_of(qtbot: QtBot, facts: list[Fact], lang: str) -> MapView:
    view = MapView(moments.session(facts, moments.room(), lang=lang))
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.grab()
    assert view.error == ""
    return view


def test_that_outages_without_coordinates_are_counted_and_leave_when_they_are_placed(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.storm(30), moments.room())
    for i in range(3):
        rig.say(
            (f"n/{i}", OutageExtent(customers_out=40)),
            (f"n/{i}", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        )
    assert "无位置 3 起" in words(rig.view)
    rig.say(("n/0", OutageExtent(lon=-122.9, lat=49.3, customers_out=40)))
    assert "无位置 2 起" in words(rig.view)
    rig.say(("n/1", OutageStageClaim(stage=OutageStage.CLOSED)))
    rig.say(("n/2", OutageStageClaim(stage=OutageStage.CLOSED)))
    assert "无位置" not in words(rig.view)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "数据未带位置：5 件无法上图"), ("en", "No place in this feed: 5 things without a place")],
)
def test_that_a_feed_without_any_place_is_said_on_the_map(qtbot: QtBot, lang: str, said: str) -> None:
    view = view_of(qtbot, requests(0, 5), lang)
    assert view._scene.notice is not None
    assert view._scene.notice.words == said


def test_that_requests_with_a_place_are_shown_and_the_rest_is_counted(qtbot: QtBot) -> None:
    rig = Rig(qtbot, requests(20, 6), moments.room())
    assert rig.view._scene.notice is None
    camera = rig.view.camera
    assert camera is not None
    for _, x, y in rig.view._scene.orders.spots.values():
        px, py = camera.point(x, y)
        assert 0 < px < SIZE[0]
        assert 0 < py < SIZE[1]
    assert "无位置 6 件" in words(rig.view)
    assert "诉求" in words(rig.view)
    pink = rig.session.theme.lane(Lane.REQUEST).rgb()
    image = rig.paint()
    assert any(image.pixel(x, y) == pink for x in range(SIZE[0]) for y in range(0, SIZE[1], 2))
    done = OrderStageValue(stage=OrderStage.ARCHIVED, since=moments.NOW)
    rig.say(("request/0", done), ("request/25", done))
    assert len(rig.view._scene.orders.spots) == 19
    assert "无位置 5 件" in words(rig.view)


def test_that_requests_leave_the_map_to_outages_where_there_are_some(qtbot: QtBot) -> None:
    rig = Rig(qtbot, requests(20, 6), moments.room())
    rig.say(
        ("n/1", OutageExtent(lon=-118.2, lat=34.0, customers_out=500)),
        ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)),
    )
    assert not rig.view._scene.orders.spots
    assert "件" not in words(rig.view)


def test_that_an_empty_room_has_no_notice(qtbot: QtBot) -> None:
    assert view_of(qtbot, [], "en")._scene.notice is None


def test_that_a_map_of_nothing_has_no_degrees_and_no_scale(qtbot: QtBot) -> None:
    rig = Rig(qtbot, requests(0, 5), moments.room())
    assert rig.view._scene.degrees == ()
    assert "米" not in words(rig.view) and "公里" not in words(rig.view)
    rig.say(("request/0", OrderNeed(lane=Lane.REQUEST, received_at=moments.NOW, lon=-118.2, lat=34.1)))
    assert rig.view._scene.degrees
    assert "500 米" in words(rig.view)


def test_that_many_dots_are_small_enough_to_stand_apart() -> None:
    sizes = [dot_size(count) for count in (1, 200, 400, 1000, 5000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 10.0
    assert sizes[-1] == 4.0
