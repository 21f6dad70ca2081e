"""Work and weather on the map: read when they change, told apart by shape, painted only where they are."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments, typhoon
from wallboard.domain.facts import Fact
from wallboard.domain.network import RegionWeather
from wallboard.domain.plans import PlanCourse
from wallboard.state.queries.works import WorkState
from wallboard.state.store import Store
from widgets.map.conditions import Conditions
from widgets.map.map_view import MapView
from widgets.map.projection import ground_metres
from widgets.map.signs import barb_lines, draw_barb, draw_work


def store_of() -> Store:
    store = Store()
    store.apply(typhoon.typhoon())
    return store


def read(store: Store, now: float = moments.NOW) -> Conditions:
    conditions = Conditions()
    conditions.read(store.tables, now)
    return conditions


def test_that_work_is_running_waiting_or_late_and_what_is_over_is_gone() -> None:
    found = {spot.id: (spot.state, spot.over) for spot in read(store_of()).works}
    assert found == {
        "oms/late": (WorkState.LATE, 30),
        "oms/running": (WorkState.RUNNING, 0),
        "oms/waiting": (WorkState.WAITING, 0),
    }


def test_that_work_grows_late_by_itself() -> None:
    store, conditions = store_of(), Conditions()
    assert conditions.read(store.tables, moments.NOW)
    assert not conditions.read(store.tables, moments.NOW)
    assert conditions.read(store.tables, moments.NOW + 3 * 3600 + 60)
    late = {spot.id for spot in conditions.works if spot.state is WorkState.LATE}
    assert late == {"oms/late", "oms/running"}


def test_that_the_past_of_a_track_is_told_from_its_forecast() -> None:
    (storm,) = read(store_of()).storms
    assert [fix.forecast for fix in storm.fixes] == [False, False, False, True, True]
    assert storm.here == 2
    later = read(store_of(), moments.NOW + 7 * 3600).storms[0]
    assert later.here == 3
    here = storm.fixes[2]
    assert here.gale * ground_metres(here.y) == pytest.approx(here.gale_km * 1000)


def test_that_an_ordinary_day_shows_no_weather() -> None:
    store = Store()
    breeze = RegionWeather(wind=4.0, rain=0.2, lon=112.8, lat=22.2)
    store.apply([Fact(breeze, "w/1", moments.NOW, "weather", "1", moments.NOW)])
    assert read(store).air == ()


@pytest.mark.parametrize(
    ("wind", "lines"), [(2, (0, 0, 1)), (4, (0, 1, 0)), (9.9, (0, 2, 1)), (20, (1, 0, 0)), (33, (1, 3, 0))]
)
def test_that_feathers_add_up_to_the_wind(wind: float, lines: tuple[int, int, int]) -> None:
    assert barb_lines(wind) == lines
    pennants, feathers, halves = lines
    assert 20 * pennants + 4 * feathers + 2 * halves == pytest.approx(wind, abs=1.0)


@pytest.mark.parametrize("direction", [0.0, 90.0, 200.0, 315.0])
def test_that_the_staff_points_to_where_the_wind_comes_from(qtbot: QtBot, direction: float) -> None:
    image = QImage(120, 120, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_barb(painter, 60, 60, 1.0, 2.0, direction, QPen(QColor("white"), 2))
    painter.end()
    inked = np.array([(x, y) for x in range(120) for y in range(120) if image.pixel(x, y) != 0xFF000000])
    x, y = inked.mean(axis=0) - 60
    off = math.degrees(math.atan2(x, -y)) - direction
    assert abs((off + 180) % 360 - 180) < 25


def test_that_each_state_of_work_has_a_look_of_its_own(qtbot: QtBot) -> None:
    looks = []
    for state in WorkState:
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_work(painter, 20, 20, 10, state, QColor("white"), QColor("black"))
        painter.end()
        looks.append(image)
    assert looks[0] != looks[1] != looks[2] != looks[0]


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_labels_keep_off_the_words_of_work_and_weather(qtbot: QtBot, theme: str, lang: str) -> None:
    facts = typhoon.typhoon(moments.prefecture())
    view = MapView(moments.session(facts, moments.room(moments.JIANGMEN), theme=theme, lang=lang))
    qtbot.addWidget(view)
    view.resize(1216, 700)
    view.grab()
    assert view.error == ""
    said = view._scene.said
    assert {"storm", "gale", "work"} <= {face.what for face in said}
    named = [face.box for face in view._scene.labels]
    assert not [face.words for face in said for box in named if face.box.meets(box)]
    legend = view._layout.faces.legend
    assert legend is not None
    shown = {entry.what for row in legend.rows for entry in row}
    assert {"storm", "late_work"} <= shown


def test_that_a_plan_that_changes_is_seen_at_once(qtbot: QtBot) -> None:
    session = moments.session(typhoon.typhoon(), moments.room(moments.JIANGMEN))
    view = MapView(session)
    qtbot.addWidget(view)
    view.resize(1216, 700)
    view.grab()
    store = session._store
    back = Fact(
        PlanCourse(state="returned"), "oms/late", moments.NOW, "scene", "back", moments.NOW, store.head + 1
    )
    view.on_change(store.apply([back]))
    assert "work" not in {face.what for face in view._scene.said}
    assert "oms/late" not in {spot.id for spot in view._scene.conditions.works}


def test_that_work_that_was_put_off_says_until_when(qtbot: QtBot) -> None:
    store = store_of()
    course = PlanCourse(state="late", new_return_at=moments.NOW + 3600)
    store.apply([Fact(course, "oms/late", moments.NOW, "scene", "off", moments.NOW, store.head + 1)])
    (late,) = [spot for spot in read(store).works if spot.state is WorkState.LATE]
    assert late.put_off and late.until == moments.NOW + 3600
    past = read(store, moments.NOW + 7200)
    assert not next(spot for spot in past.works if spot.id == "oms/late").put_off
