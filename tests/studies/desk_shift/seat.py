"""A desk or a wall as ``run`` starts it, which also says what is on its glass, ten times a second, in a file.

    python -m tests.studies.desk_shift.seat FILE run --room ROOM [--desk NAME] …

Whoever plays with real keys has to know when a desk has drawn what it heard: no fixed time is right on every
machine. Nothing of the desk is changed; a timer looks at it.
"""

import os
import sys
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer

from wallboard.shell import app
from wallboard.shell.acts import DeskActs
from wallboard.shell.cli import main
from wallboard.shell.windows import WallWindow
from widgets.panel import Panel
from widgets.panels.desk_table import DeskTable
from widgets.panels.order_course import OrderCourse

EVERY_MS = 100


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on one glass. beat: how often it was looked at; head: the last fact that it has.

    What only desks have stays empty on a wall.
    """

    beat: int = 0
    head: int = 0
    live: bool = False
    size: tuple[int, int] = (0, 0)
    chosen: str = ""
    course: str = ""  # the order whose course is shown
    foot: str = ""
    field: str = ""  # what the foot asks for
    typed: str = ""  # what stands in its line
    finding: bool = False  # the line of the table has the keys
    rows: list[str] = []  # the first rows of the table
    view: str = ""
    marks: list[str] = []  # of acts under way: pending, refused, unsure
    report: str = ""  # the hand-over over the page: draft, frozen; "" while it is put away
    at_end: bool = False
    listed: bool = False  # the list of keys is shown
    pushed: str = ""  # the outage that desks have the walls show


class Look(QObject):
    """Looks at one process's first desk, else at its first window."""

    def __init__(self, wall: app.Wall, file: Path) -> None:
        super().__init__(wall)
        self._wall, self._file, self._beat = wall, file, 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(EVERY_MS)

    def _look(self) -> None:
        self._beat += 1
        spare = self._file.with_suffix(".new")
        spare.write_bytes(msgspec.json.encode(self._seen()))
        os.replace(spare, self._file)

    def _seen(self) -> Seen:
        wall = self._wall
        window, focus = wall.windows[0], wall.store.tables.focuses.get("walls")
        whole = Seen(
            beat=self._beat,
            head=wall.store.head,
            live=wall.live,
            size=(window.width(), window.height()),
            pushed=focus.outage if focus is not None else "",
        )
        return _of_desk(whole, window, wall.desks[0]) if wall.desks else whole


def _of_desk(whole: Seen, window: WallWindow, acts: DeskActs) -> Seen:
    desk, bar = acts.desk, window.foot
    assert bar is not None
    course, form = panel_of(acts, OrderCourse), acts.keys.verbs.form
    return msgspec.structs.replace(
        whole,
        chosen=desk.chosen,
        course=course._order if course is not None else "",
        foot=bar.words,
        field=form.field if form is not None and bar.writing else "",
        typed=bar.line.text() if bar.writing else "",
        marks=[mark.kind for mark in desk.marks.values()],
        **table_of(acts),
        **report_of(acts),
    )


def panel_of(acts: DeskActs, kind: type[Any]) -> Any:
    found: list[Panel] = acts.keys.panels(kind)
    return found[0] if found else None


def table_of(acts: DeskActs) -> dict[str, Any]:
    table: DeskTable | None = panel_of(acts, DeskTable)
    if table is None:
        return {}
    return {"rows": list(table.shown[:3]), "view": table.rows.chosen.view, "finding": table.line.hasFocus()}


def report_of(acts: DeskActs) -> dict[str, Any]:
    shift = acts.keys.shift
    shown = shift._shown
    report = "" if shown is None else "frozen" if shown[1] else "draft"
    at_end = shift.view is not None and shift.view.ended
    return {"report": report, "at_end": at_end, "listed": acts.keys.commands.list is not None}


def watch(file: Path) -> None:
    """From now on every wall of this process has somebody who looks at it."""
    begin = app.Wall.__init__

    def made(wall: app.Wall, *given: Any, **named: Any) -> None:
        begin(wall, *given, **named)
        Look(wall, file)

    app.Wall.__init__ = made  # type: ignore[method-assign]


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
