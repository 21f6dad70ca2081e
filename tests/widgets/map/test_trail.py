"""The way up from a picked outage: from its device to the station, there and nowhere else."""

from PySide6.QtGui import QImage, QPainter

from tests.widgets.map.test_network_layers import NEAR, SIZE, WIDE, Rig
from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind
from widgets.map.projection import Box
from widgets.map.trail import Trail
from widgets.map.view import fit

AT_D3 = Outage(id="oms/1", source="oms", device_kind=DeviceKind.LATERAL, device="D3")
AT_F1 = Outage(id="oms/2", source="oms", device_kind=DeviceKind.FEEDER, device="F1")


def painted(rig: Rig, trail: Trail) -> QImage:
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(rig.session.theme.land)
    painter = QPainter(image)
    trail.draw(painter, rig.session.theme, 1.0)
    painter.end()
    return image


def test_that_it_leads_from_the_device_to_the_station_and_no_further(qapp: object) -> None:
    """D3 guards the lateral from N2 north; the trunk goes on to N3, and the first lateral is another's."""
    rig, trail = Rig("network"), Trail()
    rig.camera = fit(NEAR, SIZE, SIZE, Box(0, 0, SIZE, SIZE))
    assert trail.follow(rig.scene, rig.camera, AT_D3)
    image, text = painted(rig, trail), rig.session.theme.text.name()
    for column, row in ((0.5, 0.0), (1.5, 0.0), (2.0, 0.5)):
        assert text in rig.around(image, column, row), (column, row)
    for column, row in ((2.5, 0.0), (1.0, 0.5)):
        assert rig.around(image, column, row) == {rig.session.theme.land.name()}, (column, row)


def test_that_it_moves_with_the_map_and_goes_with_the_choice(qapp: object) -> None:
    rig, trail = Rig("network"), Trail()
    near, wide = (fit(view, SIZE, SIZE, Box(0, 0, SIZE, SIZE)) for view in (NEAR, WIDE))
    assert trail.follow(rig.scene, near, AT_D3)
    assert not trail.follow(rig.scene, near, AT_D3)
    (before,) = trail.rects(1.0)
    assert trail.follow(rig.scene, wide, AT_D3)
    (after,) = trail.rects(1.0)
    assert after.width() < before.width()
    assert trail.follow(rig.scene, wide, None)
    assert trail.rects(1.0) == []


def test_that_a_whole_feeder_has_no_way_of_its_own(qapp: object) -> None:
    rig, trail = Rig("network"), Trail()
    assert not trail.follow(rig.scene, fit(NEAR, SIZE, SIZE, Box(0, 0, SIZE, SIZE)), AT_F1)
