"""What desks have the walls show now: by wall, as long as it stands and there is something to show."""

from wallboard.domain.roster import WALLS
from wallboard.domain.rows import Focus
from wallboard.domain.terms import FocusOn
from wallboard.state.tables import Tables


def standing(tables: Tables, now: float) -> list[Focus]:
    """Everything that is pushed at ``now`` (epoch s), the latest first; what its outage outlived is not."""
    found = [focus for focus in tables.focuses.values() if focus.stands(now) and _is_there(focus, tables)]
    return sorted(found, key=lambda focus: (-focus.since, focus.id))


def pushed_to(tables: Tables, wall: str, now: float) -> Focus | None:
    """What one wall shows because a desk wants it: the latest of what was pushed to it and to all.

    wall: its window's name in the room file, "" where it has none.
    """
    return next((focus for focus in standing(tables, now) if focus.id in (WALLS, wall)), None)


def _is_there(focus: Focus, tables: Tables) -> bool:
    """An outage that is over is shown no more; one that nobody knows any more, neither."""
    if focus.on is not FocusOn.OUTAGE:
        return True
    outage = tables.outages.get(focus.outage)
    return outage is not None and outage.open
