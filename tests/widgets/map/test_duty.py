"""Grid cells are filled where nobody is in charge, and what changed is told."""

from tests.state.queries.faces import Room
from tests.widgets.map.small_city import small_city
from wallboard.domain.connections import CellOwners
from widgets.map.duty import UNOWNED, DutyBook, duty_of
from widgets.map.network_map import NetworkMap


def test_that_a_cell_is_filled_while_a_post_in_it_has_nobody() -> None:
    network, room = NetworkMap(small_city()), Room()
    name = network.atlas.tables["cells"].texts("name")[0]
    book = DutyBook(network)
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
    assert duty_of("out", network, room.tables) is None
    assert duty_of(UNOWNED, None, room.tables) is None
    room.say("roster/elsewhere", cell_owners={"name": "elsewhere"})
    book = duty_of(UNOWNED, network, room.tables)
    assert book is not None and book.shares.tolist() == [0.0], "a cell that the network has not"
