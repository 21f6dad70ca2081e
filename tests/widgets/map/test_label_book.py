"""Labels on moving maps: none over any mark, none over another, and they travel with their marks."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from tests.widgets.map import moments
from tests.widgets.map.test_arranger import columns, mark
from widgets.map.arranger import Arranger
from widgets.map.base_map import Place
from widgets.map.census import Census
from widgets.map.glyphs import Glyph, Sizes
from widgets.map.labels import LabelBook, LabelFace
from widgets.map.placement import Placed
from widgets.map.projection import Box
from widgets.map.steps import Steps, at_once
from widgets.map.view import Camera

CAMERA = Camera(0.0, 0.0, 1.0, 1200.0, 700.0)
FRAME = Box(8, 8, 1192, 692)
ROWS = st.lists(
    st.tuples(st.integers(-600, 600), st.integers(-350, 350), st.integers(0, 6000)), min_size=1, max_size=70
)


class Table:
    """Marks, their crowds and their labels, seen by a camera."""

    def __init__(self, rows: list[tuple[int, int, int]]) -> None:
        self.session = moments.session([], moments.room(), lang="en")
        self.marks = columns([mark(i, float(x), float(y), n) for i, (x, y, n) in enumerate(rows)])
        self.arranger, self.book, self.census = Arranger(), LabelBook(), Census()

    def look(self, camera: Camera) -> tuple[tuple[Glyph, ...], tuple[LabelFace, ...]]:
        sizes = Sizes(1.0, 28.0, "G")
        glyphs = self.arranger.arrange(*self.marks, camera, sizes).glyphs
        faces = at_once(self.book.arrange(glyphs, tuple, [], camera, self.session, self.census, FRAME, []))
        return glyphs, faces


def covers(box: Box, glyph: Glyph) -> bool:
    dx = max(box.left - glyph.x, glyph.x - box.right, 0.0)
    dy = max(box.bottom - glyph.y, glyph.y - box.top, 0.0)
    return dx * dx + dy * dy < glyph.reach * glyph.reach


@pytest.mark.usefixtures("qapp")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
@example([(0, 0, 59), (0, 0, 1169)])
def test_that_no_label_lies_over_a_mark_or_another_label(
    qapp: QApplication, rows: list[tuple[int, int, int]]
) -> None:
    glyphs, faces = Table(rows).look(CAMERA)
    for i, face in enumerate(faces):
        assert FRAME.holds(face.box)
        assert not any(face.box.meets(other.box) for other in faces[:i])
        assert [g.id for g in glyphs if g.id != face.id and covers(face.box, g)] == []


def test_that_labels_travel_with_their_marks_while_the_map_is_dragged(qapp: QApplication) -> None:
    chance = np.random.default_rng(4)
    spots = zip(chance.integers(-260, 260, 40), chance.integers(-150, 150, 40), strict=True)
    table = Table([(int(x), int(y), int(n)) for (x, y), n in zip(spots, range(9, 4009, 100), strict=True)])
    glyphs, faces = table.look(CAMERA)
    beside = {face.id: offset(face, glyphs) for face in faces}
    assert len(beside) >= 3
    camera = CAMERA
    for step in range(30):
        camera = camera.moved(5.0 if step < 18 else -4.0, 3.0 if step % 2 else -2.0)
        glyphs, faces = table.look(camera)
        assert {face.id: offset(face, glyphs) for face in faces} == beside


def test_that_on_a_quiet_day_every_outage_has_its_name(qapp: QApplication) -> None:
    few = [(-300, 100, 4000), (0, -100, 12), (300, 100, 3)]
    assert len(Table(few).look(CAMERA)[1]) == 3
    many = [*few, *((40 * i - 300, -250, 900) for i in range(12))]
    glyphs, faces = Table(many).look(CAMERA)
    assert {g.customers for g in glyphs if g.id in {face.id for face in faces}} <= {4000, 900}


def test_that_another_scale_is_looked_at_afresh(qapp: QApplication) -> None:
    """What was said before a window had its size does not say where labels stand ever after."""
    chance = np.random.default_rng(11)
    spots = zip(chance.integers(-300, 300, 30), chance.integers(-150, 150, 30), strict=True)
    rows = [(int(x), int(y), int(n)) for (x, y), n in zip(spots, range(9, 3009, 100), strict=True)]
    before, fresh = Table(rows), Table(rows)
    before.look(Camera(0.0, 0.0, 0.4, 300.0, 200.0))
    assert before.look(CAMERA)[1] == fresh.look(CAMERA)[1]


def test_that_nothing_is_placed_anew_while_nothing_differs(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table([(0, 0, 900), (200, 100, 700), (-300, 60, 500)])
    table.look(CAMERA)
    settled = table.look(CAMERA)[1]
    asked: list[object] = []

    def placing(*given: object, **_: object) -> Steps[list[Placed]]:
        asked.append(given)
        yield
        return []

    monkeypatch.setattr("widgets.map.labels.placing", placing)
    assert table.look(CAMERA)[1] == settled
    assert asked == []


def offset(face: LabelFace, glyphs: tuple[Glyph, ...]) -> tuple[float, float]:
    """Where a label stands beside its mark, px."""
    own = next(glyph for glyph in glyphs if glyph.id == face.id)
    return round(face.box.left - own.x, 3), round(face.box.bottom - own.y, 3)


def test_that_a_label_keeps_off_even_the_smallest_marks(qapp: QApplication) -> None:
    small = [(x * 110 - 330, y * 52 - 130, 1) for x in range(7) for y in range(6)]
    glyphs, faces = Table([(0, 10, 6000), *small]).look(CAMERA)
    assert len(glyphs) == 43
    for face in faces:
        assert [g.id for g in glyphs if g.id != face.id and covers(face.box, g)] == []


def test_that_a_label_turned_at_the_edge_does_not_turn_back_at_once(qapp: QApplication) -> None:
    table = Table([(0, 0, 900)])
    right = offset(table.look(CAMERA)[1][0], table.look(CAMERA)[0])
    turned = [offset(faces[0], glyphs) for glyphs, faces in map(table.look, edge_and_back())]
    assert right[0] > 0
    assert turned[0] == right
    assert turned[1][0] < 0
    assert turned[2] == turned[1]


def edge_and_back() -> list[Camera]:
    """In the middle, at the right edge, in the middle again."""
    return [CAMERA, CAMERA.moved(570.0, 0.0), CAMERA]


def test_that_a_place_is_not_named_over_a_vehicle(qapp: QApplication) -> None:
    table = Table([])
    village = [Place("Village", 0.0, 0.0, 1.0)]

    def named(spots: list[tuple[int, int]]) -> list[Box]:
        book = LabelBook()
        faces = at_once(
            book.arrange((), lambda: spots, village, CAMERA, table.session, table.census, FRAME, [])
        )
        return [face.box for face in faces]

    (free,) = named([])
    x, y = (round(value) for value in free.centre)
    (beside,) = named([(x, y)])
    assert not beside.meets(Box(x, y, x, y).grown(9.0))
    assert named([(x + i, y + j) for i in range(-200, 201, 20) for j in range(-120, 121, 20)]) == []
