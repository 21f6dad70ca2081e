"""Response levels: which one is in force."""

from wallboard.domain.rows import Response
from wallboard.state.tables import Tables


def at_level(tables: Tables, weakest: int) -> Response | None:
    """The strongest level in force that is ``weakest`` or stronger; 1 is stronger than 4 (domain 5.9)."""
    standing = [each for each in tables.responses.values() if 0 < each.level <= weakest]
    return min(standing, key=lambda each: (each.level, each.since or 0.0, each.id), default=None)


def in_force(tables: Tables) -> Response | None:
    """The response level in force that somebody issued first; None while none stands (level 0)."""
    standing = [each for each in tables.responses.values() if each.level > 0]
    return min(standing, key=lambda each: (each.since or 0.0, each.id)) if standing else None
