"""Every mark is drawn whole or counted as beyond the map, and what is back is not counted as out."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.widgets.map.test_arranger import columns, mark, told
from widgets.map.glyphs import Arrangement, Sizes, arrange
from widgets.map.marks import MarkShape
from widgets.map.naming import Naming
from widgets.map.view import Camera

CAMERA = Camera(0.0, 0.0, 1.0, 1200.0, 700.0)
PLACES = st.lists(
    st.tuples(st.floats(-800, 800), st.floats(-500, 500), st.integers(0, 9000)), min_size=1, max_size=90
)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.integers(0, 200))
def test_that_every_mark_is_drawn_whole_or_counted_as_beyond(
    rows: list[tuple[float, float, int]], foot: int
) -> None:
    marks = columns([mark(i, x, y, n) for i, (x, y, n) in enumerate(rows)])
    found = arrange(*marks, CAMERA, Sizes(1.0, 28.0, "G", float(foot)), Arrangement())
    assert told(found) == (len(rows), sum(n for _, _, n in rows))
    for glyph in found.glyphs:
        assert glyph.reach - 0.5 <= glyph.x <= CAMERA.width - glyph.reach + 0.5
        assert glyph.reach - 0.5 <= glyph.y <= CAMERA.height - foot - glyph.reach + 0.5


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_that_a_mark_drawn_at_the_edge_still_covers_its_place(rows: list[tuple[float, float, int]]) -> None:
    marks, xy, weights = columns([mark(i, x, y, n) for i, (x, y, n) in enumerate(rows)])
    found = arrange(marks, xy, weights, CAMERA, Sizes(1.0, 28.0, "G", 90.0), Arrangement())
    places = {m.id: spot for m, spot in zip(marks, CAMERA.to_screen(xy), strict=True)}
    for glyph in found.glyphs:
        x, y = places[glyph.id]
        assert max(abs(glyph.x - x), abs(glyph.y - y)) <= glyph.reach + 0.5


def test_that_a_mark_under_the_legend_is_beyond_the_map() -> None:
    marks = columns([mark(1, 0.0, -300.0, 10)])
    shown = arrange(*marks, CAMERA, Sizes(1.0, 28.0, "G"), Arrangement())
    hidden = arrange(*marks, CAMERA, Sizes(1.0, 28.0, "G", 60.0), Arrangement())
    assert (len(shown.glyphs), shown.beyond) == (1, 0)
    assert (len(hidden.glyphs), hidden.beyond) == (0, 1)


def test_that_customers_who_are_back_are_not_in_a_crowds_number() -> None:
    rows = [mark(i, float(i % 9), float(i % 7), 100) for i in range(60)]
    rows[7] = replace(rows[7], shape=MarkShape.UNVERIFIED)
    found = arrange(*columns(rows), CAMERA, Sizes(1.0, 28.0, "G"), Arrangement())
    assert [(glyph.count, glyph.customers) for glyph in found.glyphs] == [(60, 5900)]
    assert found.glyphs[0].naming == Naming("r", "region", 60)


def test_that_a_window_smaller_than_a_mark_shows_it_in_the_middle() -> None:
    tiny = Camera(0.0, 0.0, 1.0, 12.0, 8.0)
    found = arrange(*columns([mark(1, 3.0, 1.0, 5000)]), tiny, Sizes(1.0, 28.0, "G"), Arrangement())
    assert [(glyph.x, glyph.y) for glyph in found.glyphs] == [(6, 4)]
