"""A play: a few facts or acts that change one item of docs/mission.md, and what its panel says then.

The panel is the one of a shipped screen, with its options and at its size there; it is told of the change as
a window tells it, has to ask for its own repaint, and is looked at before and after: in words and in pixels.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QSize

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority
from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import PanelEntry, Screen, load_screen
from wallboard.config.values import decode_value
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.roles import Role
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState
from wallboard.state.atlas import Atlas
from wallboard.state.store import Store
from widgets.desk import Desk
from widgets.panel import CellPanel, Panel
from widgets.panels import panel_specs
from widgets.parts.ink import Run
from widgets.scale import NearScale
from widgets.session import Session

NOW, MINUTE, HOUR, DAY = scenes.NOW, scenes.MINUTE, scenes.HOUR, 24 * scenes.HOUR
WHO = "服务调度 07"
WIDE, HIGH = 1920, 1080

Says = tuple[str, Payload] | tuple[str, Payload, float]
"""A thing's key, what is said of it, and when (epoch s; NOW where it is left out)."""


@dataclass(frozen=True)
class Act:
    """One verb of a desk on one order, through the hub's authority."""

    order: str
    verb: str
    args: dict[str, Any] = field(default_factory=dict)
    who: str = WHO
    role: Role = Role.DESK


@dataclass(frozen=True, kw_only=True)
class Play:
    """One item. number: in docs/mission.md; screen, kind, options: the panel, as a shipped screen has it.

    options: those of the entry that tell it from its likes. cell: the key of the part that is looked
    at; None: all. comes, goes: words (or marks: ``glyph diamond``, ``plate solid``) that stand there only
    after, only before. chosen: the order at a desk. says: how a panel without cells is read.
    atlas: the network and roads, where the panel asks them.
    """

    number: int
    screen: str
    kind: str
    before: tuple[Says, ...] = ()
    then: tuple[Says, ...] = ()
    acts: tuple[Act, ...] = ()
    comes: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    cell: Hashable = None
    lang: str = "zh"
    chosen: str = ""
    rules: str = "state-grid-2022"
    says: Callable[[Panel], list[str]] | None = None
    atlas: Callable[[], Atlas] | None = None

    def __str__(self) -> str:
        return str(self.number)


def said(face: object) -> list[str]:
    """Every text and mark of a face, however deep."""
    if isinstance(face, Run):
        marks = [f"glyph {face.glyph}"] * bool(face.glyph) + [f"plate {face.plate}"] * bool(face.plate)
        return [face.text] * bool(face.text) + marks
    if isinstance(face, str):
        return [face] if face else []
    if isinstance(face, (tuple, list)):
        return [each for part in face for each in said(part)]
    if is_dataclass(face):
        return [each for part in fields(face) for each in said(getattr(face, part.name))]
    return []


def source(key: str, *lanes: str, title: str = "", kinds: tuple[str, ...] = ("outage.extent",)) -> Says:
    """A source that is live and feeds these lanes."""
    face = SourceFreshness(
        state=SourceState.LIVE,
        title=title or key,
        last_fact_at=NOW - 2,
        last_poll_at=NOW - 2,
        expect_every=60.0,
        records=100,
        kinds=list(kinds),
        lanes=list(lanes),
    )
    return key, face


def entry_of(play: Play) -> tuple[Screen, PanelEntry]:
    """The panel's entry in its screen. Raises StopIteration where no shipped screen has it."""
    screen = load_screen(play.screen)
    wanted = play.options.items()
    fits = (each for each in screen.panel if each.kind == play.kind and wanted <= each.options.items())
    return screen, next(fits)


def size_of(screen: Screen, entry: PanelEntry) -> QSize:
    """Pixels on a wall of 1920 x 1080."""
    (row, column), (down, across) = entry.at, entry.span
    wide = WIDE * sum(screen.columns[column : column + across]) / sum(screen.columns)
    high = HIGH * sum(screen.rows[row : row + down]) / sum(screen.rows)
    return QSize(round(wide), round(high))


def facts_of(says: tuple[Says, ...], head: int) -> list[Fact]:
    """Facts in log order behind ``head``."""
    return [
        Fact(each[1], each[0], each[2] if len(each) > 2 else NOW, "scene", id=f"p{n}", seen=NOW, seq=n)
        for n, each in enumerate(says, head + 1)
    ]


def look(panel: Panel, play: Play) -> tuple[list[str], bytes]:
    """What the panel says, and its picture."""
    assert not panel.error, panel.error
    if play.says is not None:
        words = play.says(panel)
    else:
        assert isinstance(panel, CellPanel), "a panel without cells needs `says`"
        cells = panel._cells
        faces = [cell.face for key, cell in cells.items() if play.cell is None or key == play.cell]
        words = said(tuple(faces))
    image = panel.grab().toImage()
    assert not panel.error, panel.error
    return words, bytes(image.constBits())


def stage_of(play: Play, make_session: MakeSession) -> tuple[Store, Panel]:
    """The store with what stood before, and the panel over it as its screen has it."""
    store = Store()
    store.apply(facts_of(play.before, 0))
    session = make_session([], store=store, lang=play.lang, size=(WIDE, HIGH))
    session.rules = load_rule_set(play.rules)
    session.atlas = play.atlas() if play.atlas is not None else None
    return store, panel_of(play, session)


def panel_of(play: Play, session: Session) -> Panel:
    """The panel of a play over a session, at its size."""
    screen, entry = entry_of(play)
    if not screen.wall:
        session.scale = NearScale(WIDE, HIGH, family=session.scale.family)
        session.desk = Desk(WHO, chosen=play.chosen)
    spec = panel_specs()[play.kind]
    options = None
    if spec.options_cls is not None:
        options = msgspec.convert(entry.options, spec.options_cls, dec_hook=decode_value)
    panel = spec.cls(session, options)
    panel.page_title = dict(screen.title)
    panel.resize(size_of(screen, entry))
    panel.on_theme()
    panel.on_desk()
    return panel


def perform(play: Play, make_session: MakeSession) -> None:
    """Play it. Fails where the panel does not say what it should, only then, and in new pixels."""
    store, panel = stage_of(play, make_session)
    before, old = look(panel, play)
    _change(panel, play, store)
    after, new = look(panel, play)
    for word in play.comes:
        assert word in after, (word, sorted(map(str, set(after) - set(before))))
        assert word not in before, f"{word} stood there before"
    for word in play.goes:
        assert word in before and word not in after, (word, before, after)
    assert play.comes or play.goes, "name what changes"
    assert old != new, "the picture stayed"


def _change(panel: Panel, play: Play, store: Store) -> None:
    """The facts, then the acts; the panel hears of each as in a window."""
    authority = Authority()
    if play.then:
        tell(panel, store, play.then)
    for n, each in enumerate(play.acts):
        subject = f"order/{each.order}"
        act = frames.Act(id=f"a{n}", subject=subject, verb=each.verb, args=each.args, expect_seq=None)
        made = authority.decide(store, act, Actor(each.role, each.who, True), NOW)
        tell(panel, store, tuple((fact.key, fact.data, fact.at) for fact in made))


def tell(panel: Panel, store: Store, says: tuple[Says, ...]) -> None:
    """Facts come, and the panel hears of them."""
    change = store.apply(facts_of(says, store.head))
    panel.session.boards.follow()
    panel.on_change(change)
    panel.on_second(NOW)  # some look once a second only
