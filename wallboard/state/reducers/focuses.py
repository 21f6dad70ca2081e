"""What desks have each wall show: the last that was pushed, none once it was taken back."""

from wallboard.domain.roster import RoomFocus
from wallboard.domain.rows import Focus
from wallboard.domain.terms import FocusOn
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Focus | None:
    held = thing.aspects.get("focus")
    if held is None or not isinstance(data := held.data, RoomFocus) or data.on is FocusOn.OWN:
        return None
    return Focus(
        id=key,
        by=data.actor,
        since=held.at,
        on=data.on,
        outage=data.outage,
        name=data.name,
        lon=data.lon,
        lat=data.lat,
        page=data.page,
        table=data.table,
        until=None if data.lasts is None else held.at + data.lasts,
    )
