"""The matrix page: names, hours and numbers; what is unknown is not zero; only what differs is painted."""

from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.state.queries.hours import HOUR
from tests.widgets import scenes
from tests.widgets.conftest import MakePage, MakeSession
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.roster import TrendHour
from wallboard.state.store import Store
from widgets.panels.heat_matrix import HeatMatrix, LineFace, MatrixOptions, share
from widgets.parts.ink import width_of

BEGIN = scenes.NOW - scenes.NOW % HOUR


def day(*, until: int = 0) -> list[Fact]:
    """Sixteen hours by place that the hub told, and what is out now."""
    facts = []
    for i in range(16, until, -1):
        places = {"台山市": {"台城": 40 * i, "斗山": 3}, "开平市": {"": 12_345 if i == 4 else 0}}
        places = {region: {name: n for name, n in names.items() if n} for region, names in places.items()}
        hour = TrendHour(hour=BEGIN - i * HOUR, minutes=60, places=places)
        facts.append(Fact(hour, "room", BEGIN - (i - 1) * HOUR, "analyst", f"h{i}", scenes.NOW))
    out = OutageExtent(region="台山市", town="台城", customers_out=3140)
    return [*facts, Fact(out, "a/1", scenes.NOW, "oms", "e1", scenes.NOW)]


def panel_of(
    qtbot: QtBot, make_session: MakeSession, facts: list[Fact], width: int = 1920, **wanted: object
) -> HeatMatrix:
    options = wanted.pop("options", MatrixOptions())
    panel = HeatMatrix(make_session(facts, **wanted), cast("MatrixOptions", options))
    qtbot.addWidget(panel)
    panel.resize(width, 744)
    return panel


def lines(panel: HeatMatrix) -> dict[str, LineFace]:
    faces = [cell.face for cell in panel.cells(scenes.NOW)]
    return {face.name[0].text: face for face in faces if isinstance(face, LineFace)}


def test_that_the_worst_places_stand_first_by_name_with_now_at_the_right(
    qtbot: QtBot, make_session: MakeSession
) -> None:
    panel = panel_of(qtbot, make_session, day())
    found = lines(panel)
    assert list(found) == ["开平市", "台城", "斗山"]
    assert [slot.customers for slot in found["台城"].slots][-3:] == [80, 40, 3140]
    axis = next(cell.face for cell in panel.cells(scenes.NOW) if cell.key == "axis")
    assert axis[-1].text == "现在"  # type: ignore[index]


def test_that_only_the_worst_slot_and_now_say_their_number(qtbot: QtBot, make_session: MakeSession) -> None:
    found = lines(panel_of(qtbot, make_session, day()))
    assert [slot.words for slot in found["台城"].slots if slot.words] == ["3,140"]
    assert [slot.words for slot in found["开平市"].slots if slot.words] == ["1.2万"]
    english = lines(panel_of(qtbot, make_session, day(), lang="en"))
    assert [slot.words for slot in english["开平市"].slots if slot.words] == ["12.3k"]


def test_that_no_data_is_not_zero(qtbot: QtBot, make_session: MakeSession) -> None:
    panel = panel_of(qtbot, make_session, day(until=3))
    slots = [slot.customers for slot in lines(panel)["开平市"].slots]
    assert slots[-4:] == [None, None, None, 0]
    image = panel.grab().toImage()
    cell = next(c for c in panel.cells(scenes.NOW) if isinstance(c.face, LineFace))

    def seen(i: int) -> set[int]:
        slot = panel._slot(cell.rect.toRectF(), i, len(slots)).toRect()
        return {image.pixel(x, slot.center().y()) for x in range(slot.left() + 4, slot.right() - 4)}

    assert len(seen(len(slots) - 2)) > 3, "hatched"
    assert len(seen(len(slots) - 1)) == 2, "a dot on the ground"


@pytest.mark.parametrize("width", [700, 1216, 1920])
@pytest.mark.parametrize("distance", [5.0, 7.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_number_fits_its_slot(
    qtbot: QtBot, make_session: MakeSession, width: int, distance: float, lang: str
) -> None:
    panel = panel_of(qtbot, make_session, day(), width, distance=distance, lang=lang)
    scale = panel.session.scale
    cells = panel.cells(scenes.NOW)
    for cell in cells:
        assert cell.rect.right() <= width and cell.rect.bottom() <= 744
        if isinstance(cell.face, LineFace):
            slot = panel._slot(cell.rect.toRectF(), 0, len(cell.face.slots))
            for each in cell.face.slots:
                assert scale.advance("small", True, each.words) < slot.width()
    axis = next(cell.face for cell in cells if cell.key == "axis")
    assert all(width_of(run, scale) <= slot.width() for run in axis)  # type: ignore[attr-defined]


def test_that_the_scale_is_fixed_and_one_customer_is_seen() -> None:
    assert share(1) > 0.1
    assert share(10_000) == share(1e9) == 1.0
    assert share(10) < share(100) < share(1000) < share(10_000)


def test_that_a_room_without_a_source_says_so(qtbot: QtBot, make_session: MakeSession) -> None:
    cells = panel_of(qtbot, make_session, []).cells(scenes.NOW)
    assert [cell.face for cell in cells if cell.key == "none"] == ["无数据来源"]


def test_that_two_towns_of_one_name_say_their_region(qtbot: QtBot, make_session: MakeSession) -> None:
    facts = [
        Fact(
            OutageExtent(region=r, town="Nanaimo", customers_out=5 + i),
            f"a/{i}",
            scenes.NOW,
            "oms",
            f"e{i}",
            scenes.NOW,
        )
        for i, r in enumerate(("North VI", "South VI"))
    ]
    faces = [c.face for c in panel_of(qtbot, make_session, facts).cells(scenes.NOW)]
    names = [[run.text for run in face.name] for face in faces if isinstance(face, LineFace)]
    assert names == [["Nanaimo", "South VI"], ["Nanaimo", "North VI"]]


def test_that_only_the_line_that_differs_is_painted(qtbot: QtBot, make_session: MakeSession) -> None:
    store = Store()
    store.apply(day())
    panel = panel_of(qtbot, make_session, [], store=store)
    panel.on_second(scenes.NOW)
    panel.repaints = []
    more = OutageExtent(region="台山市", town="台城", customers_out=3200)
    panel.on_change(store.apply([Fact(more, "a/1", scenes.NOW + 1, "oms", "e2", scenes.NOW + 1)]))
    assert not panel.repaints, "it waits for the second"
    panel.on_second(scenes.NOW)
    assert len(panel.repaints) == 1


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_that_the_page_is_painted(make_page: MakePage, theme: str, lang: str, size: tuple[int, int]) -> None:
    page = make_page(day(), "heat", theme=theme, lang=lang, size=size)
    assert not page.grab().isNull()
    (panel,) = page.findChildren(HeatMatrix)
    assert not panel.error
    assert panel.grab().toImage() == panel.grab().toImage()


def test_that_the_hour_that_the_map_looks_back_at_is_marked_and_no_other(
    qtbot: QtBot, make_session: MakeSession
) -> None:
    panel = panel_of(qtbot, make_session, day())
    panel.age(scenes.NOW)
    assert {face.looked for face in lines(panel).values()} == {-1}
    panel.session.back.turn(-2, scenes.NOW, scenes.NOW - 12 * HOUR, 0.0)
    at = panel.session.back.at
    assert at is not None
    assert panel.age(scenes.NOW), "no fact has come, and yet it shows something else"
    found = next(iter(lines(panel).values()))
    hours = round((BEGIN - at) / HOUR)
    assert found.looked == len(found.slots) - 1 - hours
    axis = next(cell.face for cell in panel.cells(scenes.NOW) if cell.key == "axis")
    assert [i for i, run in enumerate(axis) if run.bold] == [found.looked, len(axis) - 1]  # type: ignore[arg-type]
    panel.session.back.live()
    assert panel.age(scenes.NOW) and not panel.age(scenes.NOW)
