"""What a desk has this wall show beside its main map, as long as it stands and can be shown."""

import msgspec

from wallboard.domain.terms import Band, FocusOn
from wallboard.state.queries.pushed import pushed_to
from widgets.map.marks import Mark, MarkShape, radius_of
from widgets.map.outage_book import OutageBook
from widgets.map.projection import project_one
from widgets.session import Session


class Pushed(msgspec.Struct, frozen=True):
    """mark: what to show, None for no inset at all; by: the desk; since: when it said so, epoch s."""

    mark: Mark | None
    by: str
    since: float


def pushed_of(session: Session, book: OutageBook) -> Pushed | None:
    """What is pushed now; None where walls choose: nothing was, its time ran out, or the outage is over."""
    focus = pushed_to(session.tables, session.window, session.now())
    if focus is None or focus.on in (FocusOn.PAGE, FocusOn.TABLE):
        return None
    if focus.on is FocusOn.NOTHING:
        return Pushed(None, focus.by, focus.since)
    if focus.on is FocusOn.PLACE and focus.lon is not None and focus.lat is not None:
        return Pushed(_place(focus.name, focus.lon, focus.lat), focus.by, focus.since)
    mark = book.marks.get(focus.outage)
    return Pushed(mark, focus.by, focus.since) if mark is not None else None


def _place(name: str, lon: float, lat: float) -> Mark:
    """A place as if it were a mark; nothing is drawn there for it."""
    x, y = project_one(lon, lat)
    return Mark(
        id=f"place {name}",
        x=x,
        y=y,
        shape=MarkShape.PLANNED,
        radius=radius_of(None),
        weight=0.0,
        customers=None,
        band=Band.CALM,
        faded=False,
        title=name,
        region="",
        town="",
    )
