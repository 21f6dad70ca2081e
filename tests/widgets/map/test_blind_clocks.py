"""Rings are coloured only while somebody may judge: rules are set, the time is known and the link stands."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from wallboard.domain.terms import Band
from widgets.map.steps import at_once
from widgets.session import LinkFace


def bands(rig: Rig) -> set[Band]:
    return {mark.band for mark in rig.view._scene.book.marks.values() if mark.shape.value != "planned"}


def rings(rig: Rig) -> int:
    glyphs = rig.view._scene.arrangement.glyphs
    late = (Band.WARNING, Band.BREACHED)
    return sum(g.key.band in late or g.key.warning + g.key.breached > 0 for g in glyphs)


@pytest.fixture
def rig(qtbot: QtBot) -> Rig:
    return Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))


def legend(rig: Rig) -> set[str]:
    face = rig.view._layout.faces.legend
    assert face is not None
    return {entry.what for row in face.rows for entry in row}


def test_that_rings_go_out_when_the_clocks_go_blind_and_come_back(rig: Rig) -> None:
    rules = rig.session.rules
    assert rings(rig) > 0
    assert {"warning", "breached"} <= legend(rig)
    rig.session.rules = None
    rig.view.on_second(moments.NOW)
    assert bands(rig) == {Band.UNCOLOURED}
    assert rings(rig) == 0
    assert not {"warning", "breached"} & legend(rig)
    rig.session.rules = rules
    rig.view.on_second(moments.NOW)
    assert Band.BREACHED in bands(rig)
    assert rings(rig) > 0


@pytest.mark.parametrize("state", ["lost", "refused", "connecting", "gap"])
def test_that_rings_go_out_while_nobody_hears_of_the_orders(rig: Rig, state: str) -> None:
    rig.session.link = LinkFace(state, 12.0)
    rig.view.on_second(moments.NOW)
    assert bands(rig) == {Band.UNCOLOURED}
    assert rings(rig) == 0
    rig.session.link = LinkFace("live", 0.0)
    rig.view.on_second(moments.NOW)
    assert rings(rig) > 0


def test_that_a_clock_does_not_run_out_unseen_while_it_is_blind(rig: Rig) -> None:
    rules, rig.session.rules = rig.session.rules, None
    rig.view.on_second(moments.NOW)
    rig.view.on_second(moments.NOW + 3600)
    assert rings(rig) == 0
    rig.session.rules = rules
    rig.view.on_second(moments.NOW + 3600)
    assert rig.view._scene.book.marks["o/3"].band is Band.BREACHED


def test_that_a_map_without_rules_from_the_start_has_no_ring(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))
    rig.session.rules = None
    at_once(rig.view._read_all(lambda: None))
    rig.view.on_second(moments.NOW)
    assert bands(rig) == {Band.UNCOLOURED}
