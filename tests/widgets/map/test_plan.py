"""An arrangement in the making shows nothing of itself until all of it is there."""

import math

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import OutageNature
from widgets.map.ahead import ahead_of
from widgets.map.frame import Layer
from widgets.map.label_layer import LabelLayer
from widgets.map.layers.heat import HeatLayer
from widgets.map.map_view import MapView
from widgets.map.plan import Plan


def standing(rig: Rig) -> tuple[object, ...]:
    scene = rig.view._scene
    return scene.arrangement, scene.labels, dict(scene.spots), scene.heat.revision, rig.view._layout.faces


def stirred(qtbot: QtBot) -> Rig:
    """A map that has taken in one more outage, which stands nowhere yet."""
    rig = Rig(qtbot, moments.storm(120), moments.room())
    row = next(row for row in rig.session.tables.outages.values() if row.open and row.lon is not None)
    data = OutageExtent(nature=OutageNature.UNPLANNED, lon=row.lon, lat=row.lat, customers_out=9000)
    assert rig.view.take(rig.session._store.apply([Fact(data, "o/new", moments.NOW, "scene", seq=10**6)]))
    return rig


def test_that_what_stands_stays_until_the_last_step(qtbot: QtBot) -> None:
    rig = stirred(qtbot)
    assert rig.view.camera is not None
    before = standing(rig)
    plan = Plan(rig.view._layout, rig.view._scene, rig.view.camera, afresh=False, heat=True)
    steps = 0
    while not plan.go_on(0.0):
        assert standing(rig) == before
        steps += 1
    assert steps >= 4
    assert standing(rig) != before
    assert plan.differing(rig.view.rect())


def test_that_steps_lead_to_what_all_at_once_does(qtbot: QtBot) -> None:
    one, other = stirred(qtbot), stirred(qtbot)
    for rig, share in ((one, 0.0), (other, math.inf)):
        assert rig.view.camera is not None
        plan = Plan(rig.view._layout, rig.view._scene, rig.view.camera, afresh=False, heat=True)
        while not plan.go_on(share):
            pass
    assert one.view._scene.arrangement == other.view._scene.arrangement
    assert one.view._scene.labels == other.view._scene.labels


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_what_is_made_ahead_is_all_that_painting_needs(qtbot: QtBot, theme: str) -> None:
    session = moments.session(moments.storm(120), moments.room(heat=True), theme=theme)
    view = MapView(session)
    qtbot.addWidget(view)
    view.resize(1400, 800)
    view.grab()
    data = OutageExtent(nature=OutageNature.UNPLANNED, lon=-121.0, lat=38.0, customers_out=90_000)
    assert view.take(session._store.apply([Fact(data, "o/new", moments.NOW, "scene", seq=10**6)]))
    assert view.camera is not None
    ready = ahead_of(view.camera, session, [layer for _, layer in view._live], view._legend)
    plan = Plan(view._layout, view._scene, view.camera, afresh=False, heat=True, ahead=ready)
    while not plan.go_on(0.0):
        pass
    held = made(view)
    view.grab()
    assert view.error == ""
    assert made(view) == held


def made(view: MapView) -> list[object]:
    """Every picture that the map holds, by identity."""
    words = [picture for _, layer in view._live for picture in pictures(layer)]
    return [*map(id, words), *view._scene.sheet._places, *(id(one) for _, one in view._legend._made)]


def pictures(layer: Layer) -> list[object]:
    if isinstance(layer, LabelLayer):
        return sorted(layer._words._pictures.values(), key=id)
    return [one for _, (one, _) in layer._made] if isinstance(layer, HeatLayer) else []
