"""All that can be done at a desk, once: its name, its key, its words, what it asks for and when it is open.

Keys, buttons, the foot, the list on ``?`` and the command palette read it from here. A new verb of the life
cycle has a key here, or is given the next one that is free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wallboard.domain.life_cycle import MOVES
from widgets.text import Text


class Ask(StrEnum):
    """How a desk asks for one field of an act."""

    WORDS = "words"
    PERSON = "person"
    CODE = "code"
    THING = "thing"
    YES = "yes"
    TIME = "time"
    LANE = "lane"
    NUMBER = "number"
    CAPACITY = "capacity"
    SUPPLY = "supply"
    SCORE = "score"


ASKED: dict[str, Ask] = {
    "words": Ask.WORDS,
    "to": Ask.PERSON,
    "code": Ask.CODE,
    "subject": Ask.THING,
    "satisfied": Ask.YES,
    "etr": Ask.TIME,
    "since": Ask.TIME,
    "until": Ask.TIME,
    "lane": Ask.LANE,
    "customers": Ask.NUMBER,
    "capacity": Ask.CAPACITY,
    "supplied": Ask.SUPPLY,
    "score": Ask.SCORE,
}
"""By the names of ``life_cycle.Said`` and ``handing_over.SignArgs``; the others are asked for as words."""


class Need(StrEnum):
    """What must be there before an action is open; else its reason (``reason.…``) is said."""

    NOTHING = ""
    ORDER = "no_order_chosen"
    TABLE = "no_table_here"
    REPLAY = "clock_is_live"
    PAGES = "one_page_only"
    MAP = "no_map_here"
    ALARM = "no_alarm_chosen"


@dataclass(frozen=True)
class Action:
    """One thing that can be done. keys: as in ``Shift+F``; verb: the hub is asked.

    asks: fields to fill; may: those asked for after them, which may be left empty. needs: what must be there.
    window: its key is every window's own, and only lists do it from here.
    """

    name: str
    keys: str
    verb: bool = False
    asks: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    needs: Need = Need.NOTHING
    window: bool = False

    def words(self, text: Text) -> str:
        """Its name in the viewer's language."""
        return text.t(f"{'verb' if self.verb else 'action'}.{self.name}")


KEYS: dict[str, str] = {
    "acknowledge": "A",
    "note": "N",
    "register": "Shift+N",
    "accept": "T",
    "assign": "D",
    "set_out": "G",
    "arrive": "V",
    "confirm_outage": "Shift+O",
    "deny_outage": "Shift+D",
    "set_etr": "E",
    "mark_told": "M",
    "mark_entered": "Shift+E",
    "confirm_etr": "Shift+Y",
    "send_message": "Shift+M",
    "second_key": "Shift+S",
    "withdraw_message": "Shift+W",
    "reply": "R",
    "close": "X",
    "call_back": "K",
    "archive": "Shift+K",
    "hand_over": "J",
    "take_over": "Shift+J",
    "contact": "Shift+C",
    "book_slot": "Shift+B",
    "return": "B",
    "release": "Shift+T",
    "urge": "U",
    "supervise": "S",
    "escalate": "Shift+U",
    "suspend": "P",
    "resume": "O",
    "object": "Shift+I",
    "send_van": "Shift+G",
    "recall_van": "Alt+G",
    "ask_department": "I",
    "ask_specialist": "Q",
    "ask_decision": "W",
    "decide": "Y",
    "mark_customer_owned": "C",
    "cannot_arrive": "Shift+V",
    "link": "L",
    "unlink": "Shift+L",
    "cancel": "Shift+X",
    "reopen": "Shift+R",
    "focus": "F",
    "take_back": "Shift+F",
    "shelve": "Shift+Q",
    "unshelve": "Alt+Q",
    "freeze": "Shift+Z",
    "sign": "Shift+A",
}
"""The keys of the verbs."""

ABOUT: tuple[tuple[str, str, Need], ...] = (
    ("palette", "Ctrl+K", Need.NOTHING),
    ("previous_row", "Up", Need.NOTHING),
    ("next_row", "Down", Need.NOTHING),
    ("next_pane", "Tab", Need.NOTHING),
    ("go_there", "Z", Need.NOTHING),
    ("let_go", "Esc", Need.NOTHING),
    ("next_table", "Ctrl+Tab", Need.TABLE),
    ("previous_table", "Ctrl+Shift+Tab", Need.TABLE),
    ("filter", "/", Need.TABLE),
    ("filter_column", "Ctrl+F", Need.TABLE),
    ("clear_filters", "Ctrl+R", Need.TABLE),
    ("sort_up", "Ctrl+Up", Need.TABLE),
    ("sort_down", "Ctrl+Down", Need.TABLE),
    ("sort_also_up", "Ctrl+Shift+Up", Need.TABLE),
    ("sort_also_down", "Ctrl+Shift+Down", Need.TABLE),
    ("column_left", "Ctrl+Left", Need.TABLE),
    ("column_right", "Ctrl+Right", Need.TABLE),
    ("hide_column", "Ctrl+Del", Need.TABLE),
    ("columns", "Ctrl+O", Need.TABLE),
    ("copy", "Ctrl+C", Need.TABLE),
    ("export", "Ctrl+E", Need.TABLE),
    ("pane_wider", "Alt+Shift+Right", Need.NOTHING),
    ("pane_narrower", "Alt+Shift+Left", Need.NOTHING),
    ("pane_taller", "Alt+Shift+Down", Need.NOTHING),
    ("pane_lower", "Alt+Shift+Up", Need.NOTHING),
    ("panes_usual", "Alt+Shift+Home", Need.NOTHING),
    ("view_back", "Alt+Left", Need.MAP),
    ("view_on", "Alt+Right", Need.MAP),
    ("ruler", "Alt+R", Need.MAP),
    ("lasso", "Alt+L", Need.MAP),
    ("push_page", "Ctrl+P", Need.NOTHING),
    ("push_table", "Ctrl+T", Need.TABLE),
    ("look_back", "Ctrl+B", Need.NOTHING),
    ("report", "Shift+H", Need.NOTHING),
    ("print", "Shift+P", Need.NOTHING),
    ("key_list", "?", Need.NOTHING),
    ("undo", "Ctrl+Z", Need.NOTHING),
    ("language", "Ctrl+L", Need.NOTHING),
    ("larger", "Ctrl++", Need.NOTHING),
    ("smaller", "Ctrl+-", Need.NOTHING),
    ("next_page", "Ctrl+PgDown", Need.PAGES),
    ("previous_page", "Ctrl+PgUp", Need.PAGES),
)
"""What moves about and asks nobody."""

OF_THE_WINDOW: tuple[tuple[str, str, Need], ...] = (
    ("heat", "H", Need.NOTHING),
    ("indices", "F10", Need.NOTHING),
    ("full_screen", "F11", Need.NOTHING),
    ("diagnostics", "F12", Need.NOTHING),
    ("pause", "Space", Need.REPLAY),
    ("earlier", "Left", Need.REPLAY),
    ("later", "Right", Need.REPLAY),
    ("much_earlier", "PgUp", Need.REPLAY),
    ("much_later", "PgDown", Need.REPLAY),
    ("faster", "+", Need.REPLAY),
    ("slower", "-", Need.REPLAY),
    ("quit", "Ctrl+Q", Need.NOTHING),
)
"""What the keys of every window do, a wall's too."""

VIEWS = ("all", "mine", "late", "unclaimed", "waiting", "closed")
"""What the table of orders can be narrowed to; the keys are 1, 2, 3 …"""

FREE = "ABCDEGIJKLMNOPQRSTUVWXY"
"""Keys that are given, with Shift and then with Alt, to verbs that have none in ``KEYS``."""


def _verb_keys() -> Iterator[tuple[str, str]]:
    yield from KEYS.items()
    taken = {*KEYS.values(), *(keys for _, keys, _ in (*ABOUT, *OF_THE_WINDOW))}
    free = iter([f"{held}+{key}" for held in ("Shift", "Alt") for key in FREE])
    for name in MOVES:
        if name not in KEYS:
            yield name, next(keys for keys in free if keys not in taken)


OTHER_ASKS: dict[str, tuple[str, ...]] = {
    "note": ("words",),
    "register": ("lane", "title", "place"),
    "sign": ("capacity", "name"),
    "shelve": ("until", "words"),
}
"""What verbs ask for that are no moves."""

OF_THE_SHIFT = ("freeze", "sign")
"""Verbs that are done to the shift on duty, and not to the order that is chosen."""

OF_AN_ALARM = ("shelve", "unshelve")
"""Verbs that are done to the alarm whose row is chosen."""

WITHOUT_ORDER = frozenset({"register", "take_back", *OF_THE_SHIFT})
"""Verbs for which no order has to be chosen."""

WHY = frozenset({"supervise", "urge"})
"""Verbs that need nothing and are still asked for a word: whoever reads it later wants to know why."""

CHOSEN_WITH = frozenset({"send_message", "second_key", "withdraw_message"})
"""Verbs whose other fields come with what is chosen."""


def _may(name: str) -> tuple[str, ...]:
    """What a verb that asks anyway, or says more than words, may be given besides; others stay one key."""
    move = MOVES.get(name)
    if move is None or name in CHOSEN_WITH:
        return ()
    rest = [field for field in move.may if field not in move.needs]
    words = ["words"] if "words" in rest and (move.needs or name in WHY) else []
    return (*(field for field in rest if field != "words"), *words)


def _all() -> Iterator[Action]:
    for name, keys in _verb_keys():
        asks = MOVES[name].needs if name in MOVES else OTHER_ASKS.get(name, ())
        needs = Need.NOTHING if name in WITHOUT_ORDER else Need.ALARM if name in OF_AN_ALARM else Need.ORDER
        yield Action(name, keys, verb=True, asks=asks, may=_may(name), needs=needs)
    for name, keys, needs in ABOUT:
        yield Action(name, keys, needs=needs)
    for number, view in enumerate(VIEWS, 1):
        yield Action(f"view_{view}", str(number), needs=Need.TABLE)
    for name, keys, needs in OF_THE_WINDOW:
        yield Action(name, keys, needs=needs, window=True)


ACTIONS: dict[str, Action] = {action.name: action for action in _all()}
"""Every action by its name, in the order in which the list on ``?`` shows them."""

SAME_KEYS = {"Ctrl+Shift++": "Ctrl++", "Ctrl+=": "Ctrl++", "Ctrl+Shift+Backtab": "Ctrl+Shift+Tab"}
"""Keys as some keyboards say them -> as they are named here."""

BY_KEYS: dict[str, Action] = {action.keys: action for action in ACTIONS.values()}


def key_words(keys: str, text: Text) -> str:
    """Keys as they are shown: the signs of arrows, the language's word for others."""
    return "+".join(text.t(f"key.{part}") if text.has(f"key.{part}") else part for part in keys.split("+"))
