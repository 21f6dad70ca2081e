"""What a desk's window adds to a wall's: the chosen order, and what became of each act on it.

The shell writes it, panels read it. A mark is never a fact: it goes when the fact has come back from the hub.
"""

from dataclasses import dataclass, field

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


@dataclass
class Desk:
    """One seat at one window. chosen: an order's id, empty while none is; marks: by order id.

    drafts: by order id, words of a note that was not taken, so that nobody has to write them again.
    """

    name: str
    chosen: str = ""
    marks: dict[str, DeskMark] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
