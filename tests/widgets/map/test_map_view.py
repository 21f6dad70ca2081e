"""The map as a panel: it paints whatever the room is, repaints only what differs, and never jumps."""

from collections.abc import Iterator
from functools import reduce

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from wallboard.config.room_entries import MapFile, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.crews import CrewPosition
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import Band, OutageStage
from wallboard.state.changes import Change
from widgets.map.layers import layer_specs
from widgets.map.legend import GAP
from widgets.map.map_view import MapOptions, MapView
from widgets.map.projection import Box, project_one
from widgets.map.view import Camera

SIZE = (1216, 832)


class Rig:
    """A map on a store of facts, painted offscreen."""

    def __init__(
        self,
        qtbot: QtBot,
        facts: list[Fact],
        room: Room,
        options: MapOptions | None = None,
        lang: str = "zh",
    ) -> None:
        self.session = moments.session(facts, room, lang=lang, rules=load_rule_set("state-grid-2022"))
        self.view = MapView(self.session, options)
        qtbot.addWidget(self.view)
        self.view.resize(*SIZE)
        self.view.on_change(Change(1, reset=True))
        self.seq = 10_000

    def paint(self) -> QImage:
        image = QImage(self.view.size(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.magenta)
        self.view.render(image, QPoint(0, 0), QRegion(self.view.rect()))  # type: ignore[call-overload]
        assert self.view.error == ""
        return image

    def say(self, *facts: tuple[str, object]) -> None:
        self.seq += 1
        made = [Fact(data, key, moments.NOW, "scene", f"n{self.seq}", seq=self.seq) for key, data in facts]  # type: ignore[arg-type]
        self.view.on_change(self.session._store.apply(made))


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[Rig]:
    yield Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))


def glyph_ids(rig: Rig) -> set[str]:
    return {glyph.id for glyph in rig.view._scene.arrangement.glyphs}


def test_that_every_pixel_is_painted(rig: Rig) -> None:
    image = rig.paint()
    magenta = 0xFFFF00FF
    assert all(image.pixel(x, y) != magenta for x in range(0, SIZE[0], 7) for y in range(0, SIZE[1], 7))


def test_that_two_paintings_are_alike(rig: Rig) -> None:
    assert rig.paint() == rig.paint()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_room_without_a_base_map_is_painted(qtbot: QtBot, theme: str, lang: str) -> None:
    session = moments.session(moments.storm(), moments.room(heat=True), theme=theme, lang=lang)
    view = MapView(session)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.grab()
    assert view.error == ""
    assert view._scene.arrangement.gathered
    assert view._scene.heat.kernel_m > 0
    legend = view._layout.faces.legend
    assert legend is not None
    assert any(entry.kind == "heat" for row in legend.rows for entry in row)
    assert view._scene.arrangement.beyond == 1


def test_that_an_empty_room_is_quiet_ground(qtbot: QtBot) -> None:
    view = Rig(qtbot, [], moments.room())
    view.paint()
    assert view.view._layout.faces.inset is None


def test_that_nothing_open_is_missing_and_counts_add_up(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.storm(300), moments.room())
    arrangement = rig.view._scene.arrangement
    opened = [row for row in rig.session.tables.outages.values() if row.open]
    assert sum(glyph.count for glyph in arrangement.glyphs) + arrangement.beyond == len(opened)
    customers = sum(glyph.customers or 0 for glyph in arrangement.glyphs) + arrangement.beyond_customers
    assert customers == sum(row.customers_out or 0 for row in opened)


def test_that_every_mark_has_its_shape_and_its_clock(rig: Rig) -> None:
    marks = rig.view._scene.book.marks
    shapes = {key: str(mark.shape) for key, mark in marks.items() if key.startswith("o/")}
    assert shapes == {
        "o/1": "confirmed",
        "o/2": "confirmed",
        "o/3": "predicted",
        "o/4": "generator",
        "o/5": "unverified",
        "o/6": "planned",
        "o/7": "confirmed",
    }
    assert marks["o/1"].band is Band.BREACHED
    assert marks["o/2"].band is Band.WARNING
    assert marks["o/3"].band is Band.CALM
    assert marks["o/7"].faded


def test_that_a_change_repaints_only_its_own_place(rig: Rig) -> None:
    rig.paint()
    before = rig.view._layout.faces
    row = rig.session.tables.outages["o/2"]
    rig.say(("o/2", OutageExtent(nature=row.nature, lon=row.lon, lat=row.lat, customers_out=900)))
    rects = rig.view._layout.faces.differing(before)
    assert rects
    assert sum(rect.width() * rect.height() for rect in rects) < SIZE[0] * SIZE[1] / 10


def test_that_a_change_of_nothing_repaints_nothing(rig: Rig) -> None:
    repaints = rig.view.repaints
    rig.view.on_second(moments.NOW)
    rig.say(("o/2", OutageStageClaim(stage=OutageStage.CONFIRMED, since=moments.NOW)))
    assert rig.view.repaints == repaints


def test_that_a_closed_outage_leaves_and_a_new_one_appears(rig: Rig) -> None:
    closed = OutageStageClaim(stage=OutageStage.CLOSED, since=moments.NOW)
    rig.say(("o/1", closed), ("n/1", OutageExtent(lon=112.5, lat=22.3, customers_out=77)))
    rig.say(("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)))
    assert "o/1" not in glyph_ids(rig)
    assert "n/1" in glyph_ids(rig)


def test_that_the_main_map_never_moves_by_itself(rig: Rig) -> None:
    camera = rig.view.camera
    for i in range(5):
        rig.say(
            (f"far/{i}", OutageExtent(lon=100.0 + i, lat=30.0, customers_out=4000)),
            (f"far/{i}", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        )
        rig.view.on_second(moments.NOW + i)
    assert rig.view.camera == camera
    assert rig.view._scene.arrangement.beyond == 5


def test_that_the_first_outages_of_an_empty_room_are_found(qtbot: QtBot) -> None:
    rig = Rig(qtbot, [], moments.room())
    rig.say(
        ("n/1", OutageExtent(lon=-123.1, lat=49.2, customers_out=500)),
        ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)),
    )
    camera = rig.view.camera
    assert camera is not None
    x, y = camera.point(*project_one(-123.1, 49.2))
    assert 0 < x < SIZE[0]
    assert 0 < y < SIZE[1]


def test_that_a_coast_is_a_backdrop_and_the_outages_say_where_to_look(qtbot: QtBot) -> None:
    coast = MapFile(role="coast", file="maps/west-america.geojson")
    rig = Rig(qtbot, [], moments.room([coast]))
    whole = rig.view.camera
    assert whole is not None and 0 < whole.point(*project_one(-120.0, 45.0))[0] < SIZE[0]
    for lon, lat in ((-123.1, 49.2), (-123.9, 49.1)):
        rig.say(
            (f"n/{lon}", OutageExtent(lon=lon, lat=lat, customers_out=500)),
            (f"n/{lon}", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        )
    near = rig.view.camera
    assert near is not None and near.scale > 3 * whole.scale
    legend = rig.view._layout.faces.legend
    assert legend is not None and "ground" not in {e.what for row in legend.rows for e in row}
    assert rig.view._scene.degrees
    assert len({pixel for y in range(0, 600, 5) for pixel in _row(rig.paint(), y)}) > 4


def test_that_words_over_the_sea_have_a_rim_of_water(qtbot: QtBot) -> None:
    coast = MapFile(role="coast", file="maps/west-america.geojson")
    rig = Rig(qtbot, [], moments.room([coast], fit=(-128.0, 36.0, -116.0, 41.0)))
    rig.paint()
    camera = rig.view.camera
    assert camera is not None
    for lon, afloat in ((-126.0, True), (-119.0, False)):
        x, y = camera.point(*project_one(lon, 38.0))
        assert rig.view._scene.at_sea(rig.view.camera, Box(x - 60, y - 15, x + 60, y + 15)) is afloat


def test_that_the_sea_goes_over_into_the_ground_beyond_the_districts(rig: Rig) -> None:
    """Where the coast of the file ends it runs on as an invented line: none of it is seen."""
    view, theme = rig.view, rig.session.theme
    assert view.camera is not None
    boxes = [layer.box for layer in view._scene.base.of("district") if layer.box is not None]
    whole = reduce(Box.joined, boxes)
    for beyond, colour in ((0.0, theme.water), (0.2, theme.ground)):
        middle = Camera(
            whole.right + beyond * whole.height, whole.bottom + 0.1 * whole.height, 0.005, *map(float, SIZE)
        )
        view.look(middle)
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view._static.draw(
            painter, middle.moved(-SIZE[0] / 2, -SIZE[1] / 2), Box(0.0, 0.0, 1.0, 1.0), theme.ground
        )
        painter.end()
        assert image.pixelColor(0, 0) == colour, beyond


def _row(image: QImage, y: int) -> list[int]:
    return [image.pixel(x, y) for x in range(0, image.width(), 5)]


def test_that_the_box_of_the_room_is_shown_before_any_fact(qtbot: QtBot) -> None:
    rig = Rig(qtbot, [], moments.room(fit=(112.0, 22.0, 113.0, 23.0)))
    rig.paint()
    camera = rig.view.camera
    rig.say(
        ("n/1", OutageExtent(lon=-123.1, lat=49.2, customers_out=500)),
        ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)),
    )
    assert rig.view.camera == camera
    assert camera is not None
    x, y = camera.point(*project_one(112.5, 22.5))
    assert 0 < x < SIZE[0]
    assert 0 < y < SIZE[1]


def test_that_labels_keep_clear_of_each_other_legend_and_inset(rig: Rig) -> None:
    faces = rig.view._layout.faces
    boxes = [face.box for face in rig.view._scene.labels]
    assert any(face.id == "o/1" for face in rig.view._scene.labels)
    assert faces.legend is not None
    assert faces.inset is not None
    for i, box in enumerate(boxes):
        assert not box.meets(faces.legend.box)
        assert not box.meets(faces.inset.box)
        assert not any(box.meets(other) for other in boxes[:i])


def test_that_each_mark_of_the_legend_stands_nearer_to_its_word_than_to_the_next(rig: Rig) -> None:
    scale, legend = rig.session.scale, rig.view._layout.faces.legend
    assert legend is not None
    marks = [e for row in legend.rows for e in row if e.kind == "mark" and e.sprite is not None]
    assert {"warning", "breached", "confirmed"} <= {entry.what for entry in marks}
    for entry in marks:
        words = scale.metrics("small").horizontalAdvance(entry.text)
        assert entry.width - 2 * entry.length - words < scale.px(GAP) / 2
        if entry.sprite is not None and entry.what not in ("crew", "van"):
            reach = rig.view._scene.sheet.reach(entry.sprite)
            assert reach <= entry.length + scale.px(3.5), entry.what  # a ring does not leave the margin


def test_that_labels_stay_in_place_while_a_crew_drives(rig: Rig) -> None:
    before = {face.id: face.box for face in rig.view._scene.labels if not face.muted}
    for i in range(6):
        rig.say(("c/0", CrewPosition(lon=112.4 + 0.02 * i, lat=22.1, heading=90)))
    after = {face.id: face.box for face in rig.view._scene.labels if not face.muted}
    assert after == before


def test_that_a_moving_crew_repaints_a_small_place(rig: Rig) -> None:
    rig.say(("c/0", CrewPosition(lon=112.40, lat=21.95, heading=90)))
    before = rig.view.repaints
    rig.say(("c/0", CrewPosition(lon=112.41, lat=21.95, heading=90)))
    rects = rig.view._layout.moved
    assert 1 <= len(rects) == rig.view.repaints - before <= 4
    assert all(rect.width() < 200 for rect in rects)


def test_that_a_missing_map_file_is_said_on_the_map(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.prefecture(), moments.room([MapFile(role="district", file="maps/no.geojson")]))
    rig.paint()
    legend = rig.view._layout.faces.legend
    assert legend is not None
    assert any("no.geojson" in entry.text for row in legend.rows for entry in row)


def test_that_a_clock_that_runs_out_lights_its_ring(rig: Rig) -> None:
    assert rig.view._scene.book.marks["o/3"].band is Band.CALM
    rig.view.on_second(moments.NOW + 3600)
    assert rig.view._scene.book.marks["o/3"].band is Band.BREACHED


def test_that_theme_and_language_can_turn(rig: Rig) -> None:
    rig.paint()
    rig.session.theme = moments.load_theme("light")
    rig.session.text = moments.Text("en")
    rig.view.on_theme()
    image = rig.paint()
    assert image.pixelColor(SIZE[0] - 2, SIZE[1] - 2).lightness() > 200


def test_that_a_tiny_panel_does_not_break(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))
    for size in ((1, 1), (40, 30), (300, 120)):
        rig.view.resize(*size)
        rig.view.grab()
        assert rig.view.error == ""


def test_that_layers_are_found_by_walking_the_folder() -> None:
    specs = layer_specs()
    names = [spec.name for spec in specs]
    assert {"base", "heat", "feeders", "places", "outages", "crews", "vans", "labels"} <= set(names)
    assert [spec.order for spec in specs] == sorted(spec.order for spec in specs)
    assert [spec.name for spec in specs if not spec.default] == ["heat"]


def test_that_what_belongs_to_a_layer_is_left_out_with_it() -> None:
    options = MapOptions(hide=["plans"])
    kept = {spec.name for spec in layer_specs() if options.wants(spec, heat=True)}
    assert "weather" in kept and not kept & {"plans", "plan_words"}


def test_that_a_regions_name_follows_its_outages(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Rig(qtbot, moments.storm(60), moments.room())
    for i in range(9):
        rig.say(
            (f"n/{i}", OutageExtent(lon=-121.0, lat=50.5, customers_out=90_000, region="Okanagan")),
            (f"n/{i}", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        )
    monkeypatch.setattr("widgets.map.layout.NAMES_S", 0.0)
    rig.view.on_second(moments.NOW)
    okanagan = next(place for place in rig.view._layout.places if place.name == "Okanagan")
    assert (okanagan.x, okanagan.y) == project_one(-121.0, 50.5)
