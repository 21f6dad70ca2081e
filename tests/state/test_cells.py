"""Grid cells as their facts tell them."""

from tests.state.queries.faces import NOW, Room


def test_that_a_cell_holds_what_was_said_and_leaves_open_what_was_not() -> None:
    room = Room()
    room.say("roster/网格 0312", cell_work={"hazards_open": 3, "line_loss": 4.2})
    row = room.tables.rows("cell")["roster/网格 0312"]
    assert (row.name, row.on_duty, row.hazards_open, row.worked_at) == ("网格 0312", None, 3, NOW)
    room.say("roster/网格 0312", cell_owners={"name": "水口一", "manager": "客户经理 14", "on_duty": False})
    row = room.tables.rows("cell")["roster/网格 0312"]
    assert (row.name, row.manager, row.equipment, row.on_duty) == ("水口一", "客户经理 14", "", False)
    assert row.hazards_open == 3 and row.contact_coverage is None
