"""What a desk may have the walls of its room show: a place beside the map, a page, a table; with an end.

A wall is addressed by the name of its window in the room file, or all of them as ``walls``. Pure.
"""

from typing import Annotated, Any

import msgspec

from wallboard.domain.facts import Lat, Lon
from wallboard.domain.life_cycle import LONGEST_LINE
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Deed
from wallboard.domain.roster import WALLS, RoomFocus, ShownTable
from wallboard.domain.rows import Focus, Outage
from wallboard.domain.scene import Scene
from wallboard.domain.terms import FocusOn

SHOWN_FOR = 1800.0
"""Seconds after which a wall goes back by itself, where the room file says nothing else."""

Line = Annotated[str, msgspec.Meta(max_length=LONGEST_LINE)]


class Walls(msgspec.Struct, frozen=True):
    """What a hub knows of its room's walls.

    names: of their windows. pages: names of screens that may be shown on a wall. longest: s that anything
    pushed is shown at most.
    """

    names: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    longest: float = SHOWN_FOR


class FocusArgs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a wall is to show. name: of a place; lasts: s, a minute to a day; None: as long as the room has
    it. page: of a screen."""

    on: FocusOn
    outage: Line = ""
    name: Line = ""
    lon: Lon | None = None
    lat: Lat | None = None
    lasts: Annotated[float, msgspec.Meta(ge=60, le=86_400)] | None = None
    page: Line = ""
    table: ShownTable | None = None


def ended(said: FocusArgs, walls: Walls) -> FocusArgs:
    """With an end: nobody has to remember to take it back."""
    return said if said.lasts is not None else msgspec.structs.replace(said, lasts=walls.longest)


def ill_pushed(_: Focus | None, said: FocusArgs) -> Reason | None:
    """Why what is said is no whole thing to show; None where it is."""
    lacking = {
        FocusOn.OWN: "take_back says that",
        FocusOn.OUTAGE: "" if said.outage else "outage is missing",
        FocusOn.PLACE: "lon and lat are missing" if said.lon is None or said.lat is None else "",
        FocusOn.PAGE: "" if said.page else "page is missing",
        FocusOn.TABLE: "" if said.table is not None else "table is missing",
    }.get(said.on, "")
    return Reason("bad_args", {"error": lacking}) if lacking else None


def not_to_be_shown(scene: Scene, walls: Walls) -> Reason | None:
    """Longer than the room allows, a page that is none of a wall's, an outage that is over or nowhere."""
    said: FocusArgs = scene.args
    if said.lasts is not None and said.lasts > walls.longest:
        return Reason("shown_too_long", {"most": round(walls.longest / 60)})
    if said.on is FocusOn.PAGE and said.page not in walls.pages:
        return Reason("no_such_page", {"page": said.page[:64]})
    if said.on is not FocusOn.OUTAGE:
        return None
    outage: Outage | None = scene.things.rows("outage").get(said.outage)
    if outage is None:
        return Reason("unknown_subject")
    if not outage.open:
        return Reason("already_closed", {"stage": outage.stage.value})
    return None if outage.lon is not None and outage.lat is not None else Reason("without_place")


def not_pushed(row: Focus | None, _: Any) -> Reason | None:
    """Nothing to take back."""
    return None if row is not None else Reason("nothing_pushed")


def focus_of(deed: Deed, said: FocusArgs) -> RoomFocus:
    """The fact. What is said of another kind of focus than the one that is meant is left out."""
    on = said.on
    place = on is FocusOn.PLACE
    return RoomFocus(
        actor=deed.actor,
        role=deed.role.value,
        on=on,
        outage=said.outage if on is FocusOn.OUTAGE else "",
        name=said.name if place else "",
        lon=said.lon if place else None,
        lat=said.lat if place else None,
        page=said.page if on is FocusOn.PAGE else "",
        table=said.table if on is FocusOn.TABLE else None,
        lasts=said.lasts,
    )


def taken_back(deed: Deed, _: Any) -> RoomFocus:
    """Walls choose for themselves again."""
    return RoomFocus(actor=deed.actor, role=deed.role.value, on=FocusOn.OWN)


def is_wall(key: str, walls: Walls) -> bool:
    """Whether a key is that of all walls, or the name of one of the room's."""
    return key == WALLS or key in walls.names
