"""Whose an order is by its kind, and what else its cell has to do at the same place (d.94-110, d.124)."""

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.rows import GridCell
from wallboard.rules.limits import RuleSet
from wallboard.rules.ownership import DEFAULT, Route, route
from wallboard.state.tables import Tables


class Routing(msgspec.Struct, frozen=True):
    """route: who should have it. who: his name, "" where nobody is named. cell: the one it lies in.

    told: whether any crew's source speaks of the skill that it needs; else nobody can be missed.
    """

    route: Route
    who: str
    cell: GridCell | None
    told: bool


def routing(tables: Tables, order: Order, rules: RuleSet | None) -> Routing:
    """Whose the order is as cells, stations and crews stand. Costs the cells, stations and crews."""
    cells = tables.rows("cell").values()
    cell = next((each for each in cells if order.cell and order.cell in (each.name, each.id)), None)
    stations = tables.regions.values()
    station = next((each for each in stations if order.region and order.region == each.name), None)
    owned = DEFAULT if rules is None else rules.ownership
    crews = tables.crews
    found = route(order, cell, station, crews.values(), owned)
    crew = crews.get(found.who)
    told = any(found.skill in each.skills or found.skill == each.kind for each in crews.values())
    return Routing(found, found.who if crew is None else crew.name or crew.id, cell, told)
