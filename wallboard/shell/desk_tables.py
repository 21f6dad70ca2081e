"""What a desk's keys do to its tables: sorting, filters, columns, copies and files, and the size of all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QStandardPaths

from wallboard.config.desk_layout import LARGEST
from wallboard.domain.reasons import Reason
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_verbs import Acts
from wallboard.shell.table_export import SUFFIXES, Sheet, Slot, write
from wallboard.shell.windows import WallWindow
from widgets.desk_actions import VIEWS, Action
from widgets.panels.desk_table import DeskTable
from widgets.parts.command_search import Command
from widgets.parts.desk_bar import DeskBar
from widgets.tables import TABLES
from widgets.tables.columns import Kind
from widgets.text import Text

GROWS = 0.1
"""By how much text and lines grow or shrink with one key."""

COLUMN, TABLE = "column:", "table:"
"""What the names of commands begin with that show or hide a column, and that show a table."""

Step = Callable[[], bool]


class DeskTables(QObject):
    """The table of the page that is shown; a page has one at most."""

    def __init__(self, acts: Acts, window: WallWindow, bar: DeskBar, foot: DeskFoot, text: Text) -> None:
        super().__init__()
        self._acts, self._window, self._bar, self._foot, self.text = acts, window, bar, foot, text
        self._asks_where = False  # a file's place is being asked for at the foot
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)
        self.steps: dict[str, Step] = {
            "filter": self._does(lambda table: table.begin_find()),
            "filter_column": self._does(lambda table: table.begin_filter()),
            "clear_filters": self._does(lambda table: table.clear()),
            "next_table": self._does(lambda table: turn_table(table, 1)),
            "previous_table": self._does(lambda table: turn_table(table, -1)),
            "sort_up": self._does(lambda table: table.sort_by(down=False)),
            "sort_down": self._does(lambda table: table.sort_by(down=True)),
            "sort_also_up": self._does(lambda table: table.sort_by(down=False, also=True)),
            "sort_also_down": self._does(lambda table: table.sort_by(down=True, also=True)),
            "column_left": self._does(lambda table: table.move_column(-1)),
            "column_right": self._does(lambda table: table.move_column(1)),
            "hide_column": self._does(lambda table: table.toggle_column()),
            "copy": self._does(self._copy),
            "export": self._does(self._ask_where),
            "larger": lambda: self._grow(GROWS),
            "smaller": lambda: self._grow(-GROWS),
        }
        for view in VIEWS:
            self.steps[f"view_{view}"] = self._does(lambda table, view=view: table.narrow(view))

    @property
    def table(self) -> DeskTable | None:
        """The table of the page; None where it has none."""
        page = self._window.page
        panels = [panel for _, panel in page.panels] if page is not None else []
        return next((panel for panel in panels if isinstance(panel, DeskTable)), None)

    @property
    def alarm(self) -> str:
        """The alarm whose row is chosen, "" where none is."""
        table = self.table
        shown = table is not None and table.rows.table.noun == "alarm"
        return table.choice.key if table is not None and shown else ""

    def commands(self) -> list[Command]:
        """What the palette offers besides the actions: each table, each column of the one that is shown."""
        table, text = self.table, self.text
        if table is None:
            return []
        other = Text("en" if text.lang == "zh" else "zh", text.zone.key)

        def both(key: str, name: str) -> tuple[str, str]:
            """In the window's language and in the other one: it is found by either."""
            return text.t(key, name=text.t(name)), other.t(key, name=other.t(name))

        found = [
            Command(Action(f"{TABLE}{name}", ""), *both("palette.table", f"table.{name}")) for name in TABLES
        ]
        shown = {column.name for column in table.rows.columns}
        for column in table.rows.table.columns:
            key = "palette.hide_column" if column.name in shown else "palette.show_column"
            found.append(Command(Action(f"{COLUMN}{column.name}", ""), *both(key, f"column.{column.name}")))
        return found

    def do(self, name: str) -> None:
        """One of ``commands`` by its name."""
        table = self.table
        if table is not None and name.startswith(COLUMN):
            table.guard(lambda: table.toggle_column(name.removeprefix(COLUMN)))
        elif table is not None and name.startswith(TABLE):
            table.guard(lambda: table.show_table(name.removeprefix(TABLE)))

    def _does(self, call: Callable[[DeskTable], None]) -> Step:
        """Does it with the page's table."""

        def step() -> bool:
            table = self.table
            if table is not None:
                table.guard(lambda: call(table))
            return table is not None

        return step

    # away with it

    def _copy(self, table: DeskTable) -> None:
        rows = table.copy()
        self._foot.say(self.text.t("desk.copied", n=self.text.number(rows)))

    def _ask_where(self, table: DeskTable) -> None:
        """The place of the file, ready to be taken; another kind of file is one step away."""
        if self._bar.writing:
            return
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(where))
        stamp = f"{self.text.local(self._acts.now()):%Y%m%d-%H%M%S}"
        usual = folder / f"wallboard-{table.rows.table.name}-{stamp}"
        paths = tuple(f"{usual}{suffix}" for suffix in SUFFIXES)
        self._asks_where = True
        self._bar.open_line(self.text.t("desk.export_where"), paths[0], paths)

    def _answered(self, typed: str) -> None:
        asked, self._asks_where = self._asks_where, False
        table = self.table
        if not asked or table is None or not typed.strip():
            return
        path = Path(typed.strip()).expanduser()
        if not path.is_absolute():
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            path = Path(documents) / path
        sheet = self.sheet(table)
        why = write(sheet, path)
        if why is None:
            n = self.text.number(len(sheet.slots))
            self._foot.say(self.text.t("desk.exported", n=n, path=str(path)))
        else:
            self._refuse(why)

    def _gave_up(self) -> None:
        self._asks_where = False

    def _refuse(self, why: Reason) -> None:
        self._foot.say(self.text.t("desk.refused", reason=refusal_words(why, self.text)))

    def sheet(self, table: DeskTable) -> Sheet:
        """The rows that are left, in their order, with the columns that are shown."""
        text, now, columns = self.text, self._acts.now(), table.rows.columns
        words, slots = [], []
        for line in table.rows.read(now):
            said = [column.words(line, text, now) for column in columns]
            words.append(said)
            slots.append(
                [
                    slot_of(column.kind, column.value(line), word, text)
                    for column, word in zip(columns, said, strict=True)
                ]
            )
        title = text.t(f"table.{table.rows.table.name}")
        return Sheet(title, [text.t(f"column.{column.name}") for column in columns], slots, words)

    # the size of all

    def _grow(self, by: float) -> bool:
        """Larger or smaller text and lines, from 1 to 2 times; the page is made anew."""
        desk = self._acts.desk
        scale = round(max(LARGEST[0], min(LARGEST[1], desk.layout.scale + by)), 1)
        if scale != desk.layout.scale:
            desk.lay(msgspec.structs.replace(desk.layout, scale=scale))
            self._bar.grown = scale
            self._window.rebuild(self._window.entry.language)
        self._foot.say(self.text.t("desk.scale", n=f"{scale:.1f}"))
        return True


def turn_table(table: DeskTable, by: int) -> None:
    """The next table, or the one before."""
    names = list(TABLES)
    table.show_table(names[(names.index(table.rows.table.name) + by) % len(names)])


def slot_of(kind: Kind, value: str | float | None, words: str, text: Text) -> Slot:
    """What a slot is in a file: an instant of the room's zone, a number, else its words."""
    if not isinstance(value, (int, float)):
        return words or None
    if kind is Kind.TIME:
        at: datetime = text.local(value)
        return at
    return float(value) if kind is Kind.NUMBER else words
