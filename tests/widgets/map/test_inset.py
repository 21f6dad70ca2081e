"""The inset hides nothing of the main map, and cuts nothing of its own."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from widgets.map.glyphs import box_around
from widgets.map.inset import InsetFace
from widgets.map.inset_painter import free_corner
from widgets.map.projection import Box


def inset_of(rig: Rig) -> InsetFace | None:
    return rig.view._layout.faces.inset


def test_that_no_mark_lies_under_the_inset_and_none_is_cut_within(qtbot: QtBot) -> None:
    seen = 0
    for seed in range(12):
        rig = Rig(qtbot, moments.prefecture(44, seed), moments.room(moments.JIANGMEN))
        face = inset_of(rig)
        if face is None:
            continue
        seen += 1
        for g in rig.view._scene.arrangement.glyphs:
            assert not face.box.meets(Box(g.x - g.reach, g.y - g.reach, g.x + g.reach, g.y + g.reach))
        for g in face.arrangement.glyphs:
            assert g.reach - 0.5 <= g.x <= face.camera.width - g.reach + 0.5
            assert g.reach - 0.5 <= g.y <= face.camera.height - g.reach + 0.5
    assert seen >= 4


@pytest.mark.parametrize(("theme", "lang"), [("dark", "zh"), ("light", "en")])
def test_that_the_inset_is_named_for_the_part_that_it_shows(qtbot: QtBot, theme: str, lang: str) -> None:
    log = moments.Log()
    for i, (lon, lat) in enumerate([(112.79, 22.25), (112.81, 22.26), (112.80, 22.24), (112.3, 22.6)]):
        moments.outage(log, f"o/{i}", lon, lat, 900 if i == 0 else 40, region="台山市", town="台城")
    session = moments.session(log.facts, moments.room(moments.JIANGMEN), theme=theme, lang=lang)
    rig = Rig(qtbot, log.facts, moments.room(moments.JIANGMEN))
    face = inset_of(rig)
    assert face is not None
    assert face.name == "台城 部分"
    rig.session.text, rig.session.theme = session.text, session.theme
    rig.view.on_theme()
    rig.paint()


def test_that_there_is_no_inset_where_it_would_hide_even_the_smallest_mark(qtbot: QtBot) -> None:
    log = moments.Log()
    moments.outage(log, "o/worst", 112.60, 22.30, 60_000, town="台城")
    for i in range(3):
        moments.outage(log, f"o/{i}", 112.61 + 0.002 * i, 22.301, 90, town="台城")
    bare = Rig(qtbot, log.facts, moments.room(moments.JIANGMEN))
    assert inset_of(bare) is not None
    for i in range(14):
        for j in range(14):
            moments.outage(log, f"s/{i}/{j}", 111.6 + 0.14 * i, 21.5 + 0.1 * j, 1, town=f"{i}")
    assert inset_of(Rig(qtbot, log.facts, moments.room(moments.JIANGMEN))) is None


def test_that_the_bar_of_an_inset_lies_over_no_mark(qtbot: QtBot) -> None:
    seen = 0
    for seed in range(10):
        rig = Rig(qtbot, moments.prefecture(44, seed), moments.room(moments.JIANGMEN))
        face = inset_of(rig)
        if face is None:
            continue
        corner = free_corner(face, rig.session, 120.0)
        if corner is None:
            continue
        seen += 1
        assert corner.left >= 0 and corner.right <= face.camera.width
        assert corner.bottom >= 0 and corner.top <= face.camera.height
        assert not any(corner.meets(box_around(glyph)) for glyph in face.arrangement.glyphs)
        off = free_corner(face, rig.session, 120.0, [corner])
        assert off is None or not off.meets(corner)
    assert seen


def test_that_an_inset_that_costs_no_name_is_shown_on_a_low_map(qtbot: QtBot) -> None:
    """Outages in one clump, names that have no room even without it: the inset is what shows them."""
    log = moments.Log()
    for i in range(9):
        moments.outage(
            log, f"o/{i}", 112.78 + 0.01 * (i % 3), 22.24 + 0.01 * (i // 3), 900 - 90 * i, town="台城"
        )
    rig = Rig(qtbot, log.facts, moments.room(moments.JIANGMEN))
    rig.view.resize(1216, 620)
    face = inset_of(rig)
    assert face is not None and len(face.arrangement.glyphs) > 3
