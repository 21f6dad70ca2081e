"""What a desk's window adds to a wall's: the chosen order, and what became of each act on it.

The shell writes it, panels read it. A mark is never a fact: it goes when the fact has come back from the hub.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from wallboard.config.desk_layout import DeskLayout
from wallboard.domain.roles import Role

PENDING, REFUSED, UNSURE = "pending", "refused", "unsure"
"""Asked and not yet back; refused, with the reason; nobody answered, so that it may have happened."""

GLYPHS = {PENDING: "hourglass", REFUSED: "crossed", UNSURE: "question"}


@dataclass(frozen=True)
class DeskMark:
    """One mark on an order's row. kind: PENDING, REFUSED or UNSURE; words: in the window's language."""

    kind: str
    words: str

    @property
    def glyph(self) -> str:
        return GLYPHS[self.kind]


@dataclass(frozen=True)
class DeskWay:
    """The way of one crew to the chosen order. words: its minutes; points: lon, lat, from the crew on."""

    words: str
    points: tuple[tuple[float, float], ...]


@dataclass
class Desk:
    """One seat at one window. role: what it is to the hub; chosen: an order's id, empty while none is.

    marks: by order id. drafts: by order id, words that were not taken, so that nobody writes them again.
    choose: a panel asks the shell to choose an order, "" for none; do: it asks for an action by its name, as
    in ``desk_actions``; keys: a panel that has keys of its own was given the keyboard (True), or gave it
    back. send: it asks for the chosen order to be given to a crew, by name. nearest: an order's id, and the
    names of the crews that its ranking proposes, the nearest first; written by the panel that shows them.
    area: corners (lon, lat) of what is chosen on the map, whose rows the tables show; () for all.
    ways: those of the nearest crews to that order, drawn on the map; written with ``nearest``.
    proposed: by order id, the name of the crew that the plan for all orders proposes; written with the plan.
    send_van: as ``send``, for a generator van; vans: by order id, the van that the plan proposes, by name.
    later: calls back after so many real s; None: nobody can. layout: what the seat made of its tables; keep:
    writes it for the next time.
    """

    name: str
    chosen: str = ""
    marks: dict[str, DeskMark] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    choose: Callable[[str], None] = lambda order: None
    do: Callable[[str], None] = lambda action: None
    send: Callable[[str], None] = lambda crew: None
    send_van: Callable[[str], None] = lambda van: None
    nearest: tuple[str, tuple[str, ...]] = ("", ())
    ways: tuple[DeskWay, ...] = ()
    area: tuple[tuple[float, float], ...] = ()
    proposed: dict[str, str] = field(default_factory=dict)
    vans: dict[str, str] = field(default_factory=dict)
    keys: Callable[[bool], None] = lambda mine: None
    later: Callable[[float, Callable[[], None]], None] | None = None
    role: Role = Role.DESK
    layout: DeskLayout = field(default_factory=DeskLayout)
    keep: Callable[[DeskLayout], None] = lambda layout: None

    def lay(self, layout: DeskLayout) -> None:
        """The seat's layout is another one: it is kept."""
        if layout != self.layout:
            self.layout = layout
            self.keep(layout)
