"""What every panel of one window is given: the tables to read, the time, the words, the sizes."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from wallboard.config.room import Room
from wallboard.domain.clock import Clock
from wallboard.domain.terms import ClockMode, SourceState
from wallboard.rules.sla import RuleSet
from wallboard.state.boards import Boards
from wallboard.state.queries import SourceFace, source_faces
from wallboard.state.store import Store
from wallboard.state.tables import Tables
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import Theme


@dataclass(frozen=True)
class LinkFace:
    """The link to the hub as the glass shows it; ``age`` is real seconds since something was heard."""

    state: str = "connecting"
    age: float | None = None
    words: str = ""
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
    ) -> None:
        self._store = store
        self.clock, self.theme, self.scale, self.text = clock, theme, scale, text
        self.room, self.rules = room, rules
        self.link = link or LinkFace()
        self.boards = boards or Boards(store)  # windows of one wall share one set

    @property
    def tables(self) -> Tables:
        """Read anew at each use: a snapshot replaces the whole."""
        return self._store.tables

    @property
    def not_live(self) -> bool:
        """Whether this window shows anything else than the present of a real network."""
        return self.room.simulated or self.clock.state().mode is not ClockMode.LIVE

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

    def now(self) -> float:
        """Operational time, epoch seconds UTC."""
        return self.clock.now()
