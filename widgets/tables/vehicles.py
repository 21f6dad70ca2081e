"""Where the crews and vans of tables are."""

import msgspec

from wallboard.domain.rows import Crew, Order, Outage, Van
from wallboard.state.positions import vehicle_id
from wallboard.state.tables import Tables


class CrewLine(msgspec.Struct, frozen=True):
    """A crew, the order that it has, and when its last fix was, epoch s."""

    crew: Crew
    order: Order | None
    fix_at: float | None


class VanLine(msgspec.Struct, frozen=True):
    """A generator van, the outage that it feeds, and when its last fix was, epoch s."""

    van: Van
    outage: Outage | None
    fix_at: float | None


def crew_line(tables: Tables, key: str) -> CrewLine:
    """A crew's line. Raises KeyError where there is none."""
    crew = tables.crews[key]
    return CrewLine(crew, tables.orders.get(crew.order), _fix_at(tables, "crew", key))


def van_line(tables: Tables, key: str) -> VanLine:
    """A van's line. Raises KeyError where there is none."""
    van = tables.vans[key]
    return VanLine(van, tables.outages.get(van.outage), _fix_at(tables, "van", key))


def place_of(tables: Tables, noun: str, key: str) -> tuple[float, float] | None:
    """Degrees of a vehicle's last fix."""
    fix = tables.positions.of(vehicle_id(noun, key))
    return None if fix is None else (fix[0], fix[1])


def _fix_at(tables: Tables, noun: str, key: str) -> float | None:
    fix = tables.positions.of(vehicle_id(noun, key))
    return None if fix is None else fix[3]
