"""What every panel of one window is given: the tables to read, the time, the words, the sizes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor

from wallboard.config.room import Room
from wallboard.domain.clock import Clock
from wallboard.domain.terms import ClockMode, SourceState
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.indices.periods import Periods
from wallboard.rules.limits import RuleSet
from wallboard.rules.restore_orders import order_key
from wallboard.state.atlas import Atlas
from wallboard.state.boards import Boards
from wallboard.state.queries import SourceFace, source_faces
from wallboard.state.queries.candidates import RoadBook
from wallboard.state.queries.proposals import SendPlan
from wallboard.state.store import Store
from wallboard.state.tables import Tables
from widgets.desk import Desk
from widgets.diagnosis import Diagnosis
from widgets.dispatching import Dispatching
from widgets.look_back import STAYS_DESK_S, STAYS_S, LookBack
from widgets.past import PastFace
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import Theme
from widgets.worker import AtOnce, Worker


@dataclass(frozen=True)
class LinkFace:
    """The link to the hub as the glass shows it; ``age`` is real seconds since something was heard.

    marks: what is to be said of a link that lives: ``skewed`` (the clocks differ), ``degraded``.
    """

    state: str = "connecting"
    age: float | None = None
    words: str = ""
    marks: tuple[str, ...] = ()
    why: str = ""  # what ended the wall's own hub

    @property
    def fresh(self) -> bool:
        """What stands on the glass may be shown undimmed."""
        return self.state == "live"


class Session:
    """One window's context. Panels read it and never write it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        theme: Theme,
        scale: Scale,
        text: Text,
        room: Room,
        rules: RuleSet | None = None,
        link: LinkFace | None = None,
        boards: Boards | None = None,
        desk: Desk | None = None,
    ) -> None:
        self._store = store
        self.clock, self.theme, self.scale, self.text = clock, theme, scale, text
        self.room, self.rules = room, rules
        self.periods = Periods(room.time_zone)  # its days, months and years
        self._link = LinkFace()
        self._held: float | None = None  # the last word of a link that fell silent, operational epoch s
        self.link = link or LinkFace()
        self.desk = desk  # None on a wall
        self.past: PastFace | None = None  # where the page shows an hour that is over
        self.window = ""  # a wall's name, by which desks show something on it
        self.back = LookBack(STAYS_S if desk is None else STAYS_DESK_S)  # the moment that its heat shows
        self._atlas: Atlas | None = None
        self.roads: RoadBook | None = None  # of the network, once it has come
        self.dispatching = Dispatching(self._planned)
        self.worker: Worker = AtOnce()  # does what no tick may wait for
        self.diagnose: Callable[[], Diagnosis] | None = None  # None where no link is followed
        self.boards = boards or Boards(store)  # windows of one wall share one set

    @property
    def tables(self) -> Tables:
        """Read anew at each use: a snapshot replaces the whole."""
        return self._store.tables

    @property
    def not_live(self) -> bool:
        """Whether this window shows anything else than the present of a real network."""
        return self.room.simulated or self.clock.state().mode is not ClockMode.LIVE

    @property
    def atlas(self) -> Atlas | None:
        """The network, once it has come from the hub."""
        return self._atlas

    @atlas.setter
    def atlas(self, atlas: Atlas | None) -> None:
        """With the network come the names that it has in the viewer's language."""
        self._atlas = atlas
        self.roads = RoadBook(atlas) if atlas is not None else None
        self.text.names = atlas.english if atlas is not None else {}

    @property
    def dispatch_rules(self) -> DispatchRules:
        """What the room has set about sending crews, else what the program proposes."""
        return self.rules.dispatch if self.rules is not None else DispatchRules()

    def send_plan(self, now: float) -> SendPlan:
        """Who is proposed for every order that waits for a crew; made anew where it has grown old."""
        return self.dispatching.follow(self.tables, self.roads, self.dispatch_rules, self.worker, now)

    def _planned(self, plan: SendPlan) -> None:
        """Its ways are those that the attention queue counts with, its crews are offered at the desk."""
        self.boards.measured(plan.nearest)
        if self.desk is not None:
            self.desk.proposed = {order: crew.name for order, crew in plan.going.items()}
            self.desk.vans = {order_key(one.outage): one.name for one in plan.vans}

    def state_colour(self, state: str) -> QColor | None:
        """The room's own colour of a map state (``normal``, ``dark``, ...); None where it gives none."""
        named = {str(key): colour for key, colour in self.room.colours.items()}.get(state)
        return None if named is None else QColor(named)

    def stale_sources(self, now: float) -> list[SourceFace]:
        """The sources that speak of outages, where every one of them is late or lost; else none."""
        spoken = [f for f in source_faces(self.tables, now) if self._speaks_of_outages(f.id)]
        stale = [f for f in spoken if f.state in (SourceState.LATE, SourceState.LOST)]
        return stale if len(stale) == len(spoken) else []

    def _speaks_of_outages(self, source: str) -> bool:
        row = self.tables.sources.get(source)
        return row is not None and any(kind.startswith("outage.") for kind in row.kinds)

    @property
    def link(self) -> LinkFace:
        """The link as it was told last."""
        return self._link

    @link.setter
    def link(self, face: LinkFace) -> None:
        """A link that falls silent holds the time of the figures at the last that was heard of it."""
        if face.fresh:
            self._held = None
        elif self._held is None and (self._link.fresh or face.age is not None):
            self._held = self._moment_of(face)
        self._link = face

    def _moment_of(self, face: LinkFace) -> float | None:
        """Operational time of the last word of a link, epoch s; None where it lives or never spoke."""
        if face.fresh or face.age is None:
            return None
        state = self.clock.state()
        rate = 1.0 if state.mode is ClockMode.LIVE else state.rate
        return state.now - rate * face.age

    def now(self) -> float:
        """The instant that the figures speak of, epoch s: the present, or the last word of a lost link.

        What runs by itself (clocks of orders, customer-hours, ages of outages) stands still with it; the
        picture is veiled and says how old it is.
        """
        return self.clock.now() if self._held is None else self._held

    def present(self) -> float:
        """Operational time, epoch s, whatever the link does: the wall's clock and the ages of sources."""
        return self.clock.now()
