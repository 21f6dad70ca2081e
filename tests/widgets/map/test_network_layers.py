"""Every layer of the network shows its things where they lie, and only where they are wanted."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.widgets.map import moments
from tests.widgets.map.small_city import LAT, LON, STEP, small_city
from widgets.map.base_map import BaseMap
from widgets.map.frame import Frame
from widgets.map.layers import layer_specs
from widgets.map.network_base import with_network
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box, degree_box, project_one
from widgets.map.scene import Scene
from widgets.map.sprites import SpriteSheet
from widgets.map.supply import DARK, STATES, supply_of
from widgets.map.vehicles import Fleet
from widgets.map.view import Camera, fit

SIZE = 800
WIDE = degree_box(LON - 1.5, LAT - 1.5, LON + 1.5, LAT + 1.5)
NEAR = degree_box(LON - STEP, LAT - STEP, LON + 4 * STEP, LAT + 2 * STEP)


class Rig:
    """One layer by name, painted for a view; ``tables`` of the small city."""

    def __init__(self, name: str, **colours: str) -> None:
        self.session = moments.session([], moments.room([]))
        for state, colour in colours.items():
            self.session.room.colours[state] = colour  # type: ignore[index]
        base = with_network(BaseMap(), small_city())
        tones = {state: QColor(colour) for state, colour in colours.items()}
        sheet = SpriteSheet(
            self.session.theme, self.session.scale.px(1), self.session.scale.font("small"), 1.0, tones
        )
        book = OutageBook(None, self.session.room.area_class)
        self.scene = Scene(base, book, Fleet(), sheet, supply=supply_of(base))
        self.layer = next(spec for spec in layer_specs() if spec.name == name).make()
        self.camera: Camera | None = None

    def paint(self, view: Box) -> QImage:
        self.camera = fit(view, SIZE, SIZE, Box(0, 0, SIZE, SIZE))
        image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        image.fill(self.session.theme.land)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.layer.draw(
            painter, Frame(self.camera, self.session, self.scene, Box(0, 0, SIZE, SIZE), moments.NOW)
        )
        painter.end()
        return image

    def around(self, image: QImage, column: float, row: float, reach: int = 6) -> set[str]:
        """Colours about a place of the small city."""
        assert self.camera is not None
        x, y = self.camera.point(*project_one(LON + column * STEP, LAT + row * STEP))
        piece = image.copy(QRect(round(x) - reach, round(y) - reach, 2 * reach, 2 * reach))
        return {piece.pixelColor(i, j).name() for i in range(piece.width()) for j in range(piece.height())}


PLACES = [
    ("cells", -1, 0.4),
    ("roads", 1.5, 0),
    ("network", 0.5, 0),
    ("network", 1, 0.5),
    ("areas", 1, 1),
    ("areas", 2, 1),
    ("stations", 0, 0),
    ("devices", 1, 0),
    ("devices", 3, 0),
    ("key_customers", 1, 1),
]


@pytest.mark.parametrize(("name", "column", "row"), PLACES)
def test_that_a_thing_stands_where_it_lies(qapp: object, name: str, column: float, row: float) -> None:
    rig = Rig(name)
    image = rig.paint(NEAR)
    land = rig.session.theme.land.name()
    assert len(rig.around(image, column, row) - {land}) >= 1
    assert rig.around(image, 3.6, 1.6) == {land}, "and nowhere else"


@pytest.mark.parametrize("name", ["areas", "devices", "key_customers"])
def test_that_from_afar_small_things_are_not_drawn(qapp: object, name: str) -> None:
    rig = Rig(name)
    assert rig.around(rig.paint(WIDE), 1, 0.5, 60) == {rig.session.theme.land.name()}


def test_that_from_afar_it_is_light_where_people_live(qapp: object) -> None:
    rig = Rig("glow", normal="#ffffff")
    image, land = rig.paint(WIDE), rig.session.theme.land.name()
    assert rig.around(image, 1.5, 1) != {land}
    assert rig.around(image, 100, 0) == {land}
    near = Rig("glow")
    assert near.around(near.paint(NEAR), 1, 1) == {land}, "near by the areas themselves are seen"


def test_that_an_area_in_the_dark_has_the_rooms_colour(qapp: object) -> None:
    rig = Rig("areas", dark="#aa00ff", normal="#00aa00")
    assert rig.scene.supply is not None
    rig.scene.supply.areas[0] = DARK
    image = rig.paint(NEAR)
    assert "#aa00ff" in rig.around(image, 1, 1)
    assert "#00aa00" in rig.around(image, 2, 1)


@pytest.mark.parametrize("state", STATES[1:])
def test_that_every_state_of_a_line_looks_otherwise(qapp: object, state: str) -> None:
    seen: list[bytes] = []
    for one in ("normal", state):
        rig = Rig("unsupplied")
        assert rig.scene.supply is not None
        rig.scene.supply.edges[1] = STATES.index(one)
        seen.append(bytes(rig.paint(NEAR).constBits()))
    assert seen[0] != seen[1]


def test_that_states_do_not_need_colour_to_be_told_apart(qapp: object) -> None:
    """Full, dashed, dotted: the share of a line that is inked differs."""
    shares: dict[str, int] = {}
    for state in STATES[1:]:
        rig = Rig("unsupplied", **dict.fromkeys(STATES[1:], "#ffffff"))
        assert rig.scene.supply is not None
        rig.scene.supply.edges[1] = STATES.index(state)
        image, land = rig.paint(NEAR), rig.session.theme.land
        pixels = np.frombuffer(image.constBits(), np.uint32)
        shares[state] = int(np.count_nonzero(pixels != land.rgb()))
    assert len(set(shares.values())) == len(shares)
