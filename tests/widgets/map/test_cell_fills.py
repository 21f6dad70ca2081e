"""Grid cells are filled by what is told of them, keys go through it, and what changed is told."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.state.queries.faces import Room
from tests.widgets.map import moments
from tests.widgets.map.small_city import small_city
from wallboard.domain.connections import CellOwners
from widgets.map.cell_fills import EVERY, FILLS, CellFills, fills_of
from widgets.map.cell_map import CellMap
from widgets.map.map_view import MapOptions
from widgets.map.network_map import NetworkMap


def test_that_a_cell_is_filled_while_a_post_in_it_has_nobody() -> None:
    network, room = NetworkMap(small_city()), Room()
    name = network.atlas.tables["cells"].texts("name")[0]
    book = CellFills(network, "unowned")
    assert not len(book.read(room.tables))
    owners = CellOwners(name=name, manager="客户经理 14", equipment="设备主人 09")
    for on_duty, share, changed in ((True, 0.0, 0), (False, 1.0, 1), (True, 0.0, 1)):
        said = {"name": name, "manager": owners.manager, "equipment": owners.equipment, "on_duty": on_duty}
        room.say(f"roster/{name}", cell_owners=said)
        differ = book.read(room.tables)
        assert book.shares.tolist() == [share]
        assert len(differ) == changed
    room.say(f"roster/{name}", cell_owners={"name": name, "manager": owners.manager})
    assert len(book.read(room.tables)) == 1 and book.shares.tolist() == [1.0]


def test_that_only_a_map_that_asks_for_it_keeps_the_book() -> None:
    network, room = NetworkMap(small_city()), Room()
    assert fills_of("out", network, room.tables) is None
    assert fills_of("unowned", None, room.tables) is None
    room.say("roster/elsewhere", cell_owners={"name": "elsewhere"})
    book = fills_of("unowned", network, room.tables)
    assert book is not None and book.shares.tolist() == [0.0], "a cell that the network has not"


@pytest.mark.parametrize(
    ("name", "work", "share"),
    [
        ("hazards", {"hazards_open": 3}, 0.3),
        ("hazards", {"hazards_open": 40}, 1.0),
        ("line_loss", {"line_loss": 4.5}, 0.45),
        ("line_loss", {"line_loss": -2.0}, 0.2),
        ("patrols", {"patrols_overdue": 2}, 0.2),
        ("inspections", {"inspections_overdue": 5}, 0.5),
        ("contacts", {"contact_coverage": 0.75}, 0.25),
    ],
)
def test_that_work_and_loss_fill_a_cell_on_a_fixed_scale(
    name: str, work: dict[str, float], share: float
) -> None:
    network, room = NetworkMap(small_city()), Room()
    cell = network.atlas.tables["cells"].texts("name")[0]
    room.say(f"roster/{cell}", cell_owners={"name": cell, "manager": "王", "equipment": "李"})
    book = CellFills(network, name)
    assert not len(book.read(room.tables)) and book.shares.tolist() == [0.0], "nobody has told"
    room.say(f"roster/{cell}", cell_work=work)
    assert len(book.read(room.tables)) == 1
    assert book.shares.tolist() == pytest.approx([share])


def test_that_keys_go_through_every_fill_and_back(qtbot: QtBot) -> None:
    session = moments.session([], moments.room(moments.JIANGMEN))
    session.atlas = small_city()
    view = CellMap(session, MapOptions(cells="unowned", heat=False))
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.on_atlas()
    seen = [view.filled_by]
    for _ in EVERY[1:]:
        assert view.on_key(Qt.Key.Key_Period)
        seen.append(view.filled_by)
        assert (view._scene.fills is not None) is (view.filled_by in FILLS)
        assert view.error == ""
    assert seen == list(EVERY)
    assert view.on_key(Qt.Key.Key_Period) and view.filled_by == "unowned"
    assert view.on_key(Qt.Key.Key_Comma) and view.filled_by == EVERY[-1]
    assert not view.on_key(Qt.Key.Key_Q)
    view._turned = -1e9
    view.on_second(moments.NOW)
    assert view.filled_by == "unowned", "a wall goes back to its screen's own"
