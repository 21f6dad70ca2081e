"""A desk can pick a substation or a transformer area, which says what it is, whose, and how old that is."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.small_city import LAT, LON, STEP, small_city
from tests.widgets.map.test_hands import DeskRig
from wallboard.domain.network import AreaMeters
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.terms import DeviceKind, Lane, OutageStage
from widgets.map.projection import project_one
from widgets.map.view import Camera


def near(qtbot: QtBot, lang: str = "zh") -> DeskRig:
    """A desk that looks at the small city from near by."""
    desk = DeskRig(qtbot, lang=lang)
    desk.session.atlas = small_city()
    desk.view.on_atlas()
    assert desk.view.camera is not None
    x, y = project_one(LON + 1.5 * STEP, LAT + STEP / 2)
    desk.view.look(Camera(x, y, 0.25, desk.view.camera.width, desk.view.camera.height))
    return desk


def spot(desk: DeskRig, column: float, row: float) -> tuple[float, float]:
    assert desk.view.camera is not None
    return desk.view.camera.point(*project_one(LON + column * STEP, LAT + row * STEP))


def cut_off(desk: DeskRig) -> None:
    """Area A1 is out with its section; the mark of that outage stands elsewhere."""
    extent = OutageExtent(lon=LON + 0.5 * STEP, lat=LAT + 0.6 * STEP, customers_out=40, feeder="10kV F1名")
    need = OrderNeed(lane=Lane.RESTORE, received_at=moments.NOW, outage="n/1")
    desk.say(
        ("n/1", extent),
        ("n/1", OutageStageClaim(stage=OutageStage.CONFIRMED)),
        ("n/1", OutageDevice(kind=DeviceKind.SWITCH, device="D2")),
        ("restore/n/1", need),
    )


def test_that_an_area_says_what_it_is_and_what_its_meters_said_last(qtbot: QtBot) -> None:
    desk = near(qtbot)
    desk.say(("metering/A0", AreaMeters(off=0, on=118, silent=2)))
    desk.click(*spot(desk, 1, 1))
    picked = desk.hands.holding.picked
    assert picked is not None and picked.kind == "area"
    for part in ("A0名", "公变", "400 kVA", "有电", "120 户", "F1名", "G1名", "有电 118", "计量 0 秒前"):
        assert part in desk.words(), desk.words()
    assert desk.desk.chosen == ""


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ("停电", "待认领", "已 0 分")), ("en", ("A1e", "out", "unclaimed", "Since"))]
)
def test_that_an_area_that_is_out_says_who_has_it_and_chooses_its_order(
    qtbot: QtBot, lang: str, said: tuple[str, ...]
) -> None:
    desk = near(qtbot, lang)
    cut_off(desk)
    desk.click(*spot(desk, 2, 1))
    for part in said:
        assert part in desk.words(), desk.words()
    assert desk.desk.chosen == "restore/n/1"


def test_that_a_station_says_how_much_of_what_hangs_on_it_is_out(qtbot: QtBot) -> None:
    desk = near(qtbot)
    desk.click(*spot(desk, 0, 0))
    for part in ("S1名", "110 kV · 50 MVA", "馈线 1 条 · 台区 2 个", "均有电"):
        assert part in desk.words(), desk.words()
    cut_off(desk)
    assert "停电台区 1 个 · 1 户" in desk.words(), desk.words()


def test_that_an_outage_is_picked_before_the_area_beneath_it_and_that_with_the_next_click(
    qtbot: QtBot,
) -> None:
    desk = near(qtbot)
    desk.say(
        ("n/2", OutageExtent(lon=LON + STEP, lat=LAT + STEP, customers_out=9)),
        ("n/2", OutageStageClaim(stage=OutageStage.CONFIRMED)),
    )
    kinds = []
    for _ in range(2):
        desk.click(*spot(desk, 1, 1))
        picked = desk.hands.holding.picked
        assert picked is not None
        kinds.append(picked.kind)
        desk.paint()
    assert kinds == ["outage", "area"]


def test_that_what_is_not_drawn_from_afar_cannot_be_picked(qtbot: QtBot) -> None:
    desk = near(qtbot)
    camera = desk.view.camera
    assert camera is not None
    desk.view.look(camera.zoomed(0.002, 0.0, 0.0))
    desk.click(*spot(desk, 1, 1))
    picked = desk.hands.holding.picked
    assert picked is None or picked.kind not in ("area", "station")
