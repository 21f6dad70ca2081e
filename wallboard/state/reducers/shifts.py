"""Shifts of the room's roster."""

from wallboard.domain.roster import RosterShift
from wallboard.domain.rows import Shift
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Shift | None:
    held = thing.aspects.get("shift")
    if held is None or not isinstance(data := held.data, RosterShift):
        return None
    return Shift(id=key, **{name: getattr(data, name) for name in RosterShift.__struct_fields__})
