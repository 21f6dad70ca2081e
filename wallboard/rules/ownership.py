"""Whose an order is: grid business is the cell's, specialised business the specialists' (d.91-109, d.127).

Grid business has a customer manager and an equipment owner; specialised business goes to a team, a dedicated
person or the teams' planning, by the size of the station (d.100); what is finished to the acceptance team
(d.99). Nobody to go to is a vacancy, never a guess. Pure: whoever calls brings cell, station and crews.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Crew, GridCell, Region
from wallboard.domain.terms import CrewStatus, Lane, OrderStage
from wallboard.rules.limits import OwnershipRules

DEFAULT = OwnershipRules()


class Pool(StrEnum):
    """Which of a cell's two work pools an order lies in (d.66), or the acceptance team's."""

    GRID = "grid"
    SPECIALIST = "specialist"
    ACCEPTANCE = "acceptance"


class Post(StrEnum):
    """Who is responsible."""

    MANAGER = "customer_manager"
    EQUIPMENT = "equipment_owner"
    TEAM = "team"
    PERSON = "person"
    PLANNING = "planning"


GRID_BUSINESS: dict[str, Post] = {
    "billing": Post.MANAGER,  # 101
    "reading_anomaly": Post.MANAGER,
    "line_loss": Post.MANAGER,  # 102
    "customer_relations": Post.MANAGER,  # 103
    "contact_data": Post.MANAGER,
    "enquiry": Post.MANAGER,
    "complaint": Post.MANAGER,
    "metering": Post.EQUIPMENT,  # 104
    "line_patrol": Post.EQUIPMENT,  # 105
    "hazard": Post.EQUIPMENT,
    "voltage": Post.EQUIPMENT,
    "low_voltage": Post.EQUIPMENT,  # 106
}
"""Business of the cell by an order's kind, and who of the two comes first."""

SPECIALIST_BUSINESS: dict[str, str] = {
    "connection": "connection",  # 94
    "meter_fitting": "metering",  # 95
    "meter_verification": "metering",
    "reconnection": "metering",
    "complex_fault": "lines",  # 96
    "complex_metering": "metering",
    "theft": "inspection",  # 97
    "contract_breach": "inspection",
}
"""Business of specialists by an order's kind, and the skill that it needs."""

BY_LANE: dict[Lane, tuple[Pool, str]] = {
    Lane.RESTORE: (Pool.SPECIALIST, "lines"),
    Lane.REQUEST: (Pool.GRID, ""),
    Lane.CONNECT: (Pool.SPECIALIST, "connection"),
}
"""Where an order goes whose kind nobody knows."""

ACCEPTANCE = "acceptance"
AWAY = frozenset({CrewStatus.OFF_SHIFT})


class Route(msgspec.Struct, frozen=True):
    """Who an order goes to. post, who: responsible first; beside: the cell's other owner.

    who "": nobody, and ``vacant`` says why. skill: what specialists of it must know.
    """

    pool: Pool
    post: Post
    who: str = ""
    beside: str = ""
    skill: str = ""
    vacant: Reason | None = None


def route(
    order: Order,
    cell: GridCell | None,
    station: Region | None,
    crews: Iterable[Crew],
    rules: OwnershipRules = DEFAULT,
) -> Route:
    """Whose the order is. cell: where it is; station: the bureau or station that serves it; crews: of all."""
    pool, skill = pool_of(order)
    if pool is Pool.GRID:
        return _to_cell(order, cell)
    return _to_specialists(pool, skill, order, station, crews, rules)


def pool_of(order: Order) -> tuple[Pool, str]:
    """The pool, and the skill that specialists need; a connection that is energised is to be accepted."""
    if order.kind == ACCEPTANCE or _to_be_accepted(order):
        return Pool.ACCEPTANCE, ACCEPTANCE
    if order.kind in GRID_BUSINESS:
        return Pool.GRID, ""
    if order.kind in SPECIALIST_BUSINESS:
        return Pool.SPECIALIST, SPECIALIST_BUSINESS[order.kind]
    return BY_LANE[order.lane]


def _to_be_accepted(order: Order) -> bool:
    project = order.project
    energised = project is not None and project.energised_at is not None
    return order.lane is Lane.CONNECT and energised and order.stage is OrderStage.DONE


def _to_cell(order: Order, cell: GridCell | None) -> Route:
    post = GRID_BUSINESS.get(order.kind, Post.MANAGER)
    if cell is None:
        code = Reason("cell_unknown", {"cell": order.cell}) if order.cell else Reason("cell_untold")
        return Route(Pool.GRID, post, vacant=code)
    first, second = cell.manager, cell.equipment
    if post is Post.EQUIPMENT:
        first, second = second, first
    return Route(Pool.GRID, post, first, second, vacant=vacancy(cell, post))


def vacancy(cell: GridCell, post: Post | None = None) -> Reason | None:
    """Why a cell has nobody: a post that nobody holds, or nobody on duty. post: this one only; None: both."""
    if post is not Post.EQUIPMENT and not cell.manager:
        return Reason("cell_without_manager", {"cell": cell.name})
    if post is not Post.MANAGER and not cell.equipment:
        return Reason("cell_without_equipment_owner", {"cell": cell.name})
    if cell.on_duty is False:
        return Reason("cell_nobody_on_duty", {"cell": cell.name})
    return None


def _to_specialists(
    pool: Pool, skill: str, order: Order, station: Region | None, crews: Iterable[Crew], rules: OwnershipRules
) -> Route:
    """The station's own crew with the skill that is on shift; of several the first by id."""
    post = post_by_size(station, rules)
    unit = station.name if station is not None else order.region
    able = [
        crew
        for crew in crews
        if crew.unit == unit and crew.status not in AWAY and (skill in crew.skills or crew.kind == skill)
    ]
    if post is Post.PERSON:
        able.sort(key=lambda crew: (crew.persons != 1, crew.id))
    else:
        able.sort(key=lambda crew: (crew.persons == 1, crew.id))
    if not able:
        return Route(pool, post, skill=skill, vacant=Reason("no_specialist", {"unit": unit, "skill": skill}))
    return Route(pool, post, able[0].id, skill=skill)


def post_by_size(station: Region | None, rules: OwnershipRules = DEFAULT) -> Post:
    """A team in a large station, a dedicated person in a medium one, in a small one the teams' planning.

    d.100. Of a station whose size nobody has told nothing smaller than a team is assumed.
    """
    if station is None or station.customers is None or station.customers >= rules.large_customers:
        return Post.TEAM
    return Post.PERSON if station.customers >= rules.medium_customers else Post.PLANNING
