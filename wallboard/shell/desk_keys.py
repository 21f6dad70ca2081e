"""A desk's actions by key and by click: from a name in ``desk_actions`` to what happens.

What moves about is done here, verbs are begun in ``desk_verbs``.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from wallboard.config.room import Room
from wallboard.shell.desk_alarms import DeskAlarms
from wallboard.shell.desk_back import DeskBack
from wallboard.shell.desk_commands import DeskCommands
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_handover import DeskHandover
from wallboard.shell.desk_message import DeskMessages
from wallboard.shell.desk_tables import DeskTables
from wallboard.shell.desk_undo import DeskUndo
from wallboard.shell.desk_verbs import Acts, DeskVerbs
from wallboard.shell.desk_walls import DeskWalls
from wallboard.shell.windows import STEPS, WallWindow, do_step
from widgets.desk_actions import ACTIONS, BY_KEYS, OF_AN_ALARM, SAME_KEYS, Action
from widgets.desk_panel import DeskPanel
from widgets.map.hands import Hands
from widgets.map.map_view import MapView
from widgets.map.tools import LASSO, RULER
from widgets.panel import Panel
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text

P = TypeVar("P", bound=Panel)


class DeskKeys(QObject):
    """Does what a key or a click asks for."""

    def __init__(
        self,
        acts: Acts,
        window: WallWindow,
        bar: DeskBar,
        foot: DeskFoot,
        text: Text,
        messages: DeskMessages,
        room: Room,
        back: DeskBack,
    ) -> None:
        super().__init__()
        self._acts, self._window, self._foot, self._text = acts, window, foot, text
        self.back = back
        self.shift = DeskHandover(acts, window, foot, text)
        self.verbs = DeskVerbs(acts, bar, foot, text, messages, self.shift)
        self.walls = DeskWalls(acts, bar, foot, text, room)
        self.undo = DeskUndo(acts, bar, foot, text)
        self.tables = DeskTables(acts, window, bar, foot, text)
        self.alarms = DeskAlarms(acts, bar, foot, text, self.tables, room)
        self.commands = DeskCommands(
            acts, window, foot, self.shift, self.tables, back, self.alarms, text, self._do
        )
        self._steps: dict[str, Callable[[], bool]] = {
            "previous_row": lambda: self._step(-1),
            "next_row": lambda: self._step(1),
            "go_there": self._go_there,
            "let_go": self._let_go,
            "palette": self.commands.toggle_palette,
            "key_list": self.commands.toggle_list,
            "language": self._switch,
            "next_page": lambda: self._turn(1),
            "previous_page": lambda: self._turn(-1),
            "focus": self.walls.push,
            "push_page": self.walls.push_page,
            "push_table": self._push_table,
            "take_back": self.walls.take_back,
            "view_back": lambda: self._on_map(lambda hands: hands.turn_view(-1)),
            "view_on": lambda: self._on_map(lambda hands: hands.turn_view(1)),
            "ruler": lambda: self._on_map(lambda hands: hands.tool.toggle(RULER)),
            "lasso": lambda: self._on_map(lambda hands: hands.tool.toggle(LASSO)),
            "pane_wider": lambda: self._resize(1, 1),
            "pane_narrower": lambda: self._resize(1, -1),
            "pane_taller": lambda: self._resize(0, 1),
            "pane_lower": lambda: self._resize(0, -1),
            "panes_usual": lambda: self._resize(0, 0),
            "look_back": back.ask,
            "report": self.shift.toggle,
            "print": self.shift.print,
            "next_pane": window.focusNextChild,
            "undo": self.undo.propose,
            "columns": self.commands.choose_columns,
            **self.tables.steps,
            **{name: lambda name=name: do_step(window, name) for name in STEPS},
        }

    def speak(self, text: Text) -> None:
        """Go on in another language."""
        self._text = self.verbs.text = text
        self.shift.speak(text)
        self.commands.speak(text)
        self.tables.text = self.undo.text = self.walls.text = self.back.text = self.alarms.text = text

    def press(self, keys: str) -> bool:
        """A key of the window; False where it is none of the desk's."""
        action = BY_KEYS.get(SAME_KEYS.get(keys, keys))
        return action is not None and not action.window and self._do(action)

    def do(self, name: str) -> None:
        """An action by its name."""
        self._do(ACTIONS[name])

    def panels(self, kind: type[P]) -> list[P]:
        """The panels of one kind on the page that is shown."""
        page = self._window.page
        return [panel for _, panel in page.panels if isinstance(panel, kind)] if page else []

    def _do(self, action: Action) -> bool:
        step = self._steps.get(action.name)
        if step is None and not action.verb:
            return False
        why = self.back.bars(action.name, verb=action.verb)
        why = why or (None if action.verb else self.commands.lacks(action))
        if why is not None:
            reason = refusal_words(why, self._text)
            self._foot.say(self._text.t("desk.not_open", verb=action.words(self._text), reason=reason))
            return True
        if action.name in OF_AN_ALARM or (
            action.name == "acknowledge" and not self._acts.desk.chosen and self.tables.alarm
        ):
            return self.alarms.begin(action)
        taken = step() if step is not None else self.verbs.begin(action)
        if taken and action.name != "key_list":
            self.commands.close_list()
        return taken

    # about

    def _step(self, by: int) -> bool:
        """The next row of the list that has the keys, else of the first list on the page."""
        lists = [panel for panel in self.panels(Panel) if panel.shown]
        here = QApplication.focusWidget()
        panel = next((panel for panel in lists if panel is here), None) or next(iter(lists), None)
        if isinstance(panel, DeskPanel):
            return panel.step(by)
        rows = [order for each in lists for order in each.shown]
        if rows:
            chosen = self._acts.desk.chosen
            at = rows.index(chosen) + by if chosen in rows else 0 if by > 0 else len(rows) - 1
            self._acts.choose(rows[max(0, min(len(rows) - 1, at))])
        return True

    def _go_there(self) -> bool:
        """The chosen order on the map; else what the table's row is, where it is somewhere."""
        table = self.tables.table
        place = table.choice.place() if table is not None and not self._acts.desk.chosen else None
        if place is None and not self._acts.desk.chosen:
            self._foot.say(self._text.t("desk.choose_first"))
        for view in self.panels(MapView):
            hands = view.hands
            if hands is not None:
                view.guard(lambda hands=hands: hands.go_to_choice() if place is None else hands.go_to(*place))
        return True

    def _let_go(self) -> bool:
        """The list of keys first, then the report, then the chosen order; False where nothing is held."""
        if self.commands.close_list() or self.shift.close() or self.back.leave():
            return True
        if not self._acts.desk.chosen:
            return False
        self._acts.choose("")
        return True

    def _on_map(self, call: Callable[[Hands], object]) -> bool:
        """Does it with the page's map, which is given the keys."""
        view = self.commands.map
        if view is None or view.hands is None:
            return False
        hands = view.hands

        def run() -> None:
            call(hands)

        view.setFocus()
        view.guard(run)
        return True

    def _resize(self, axis: int, grow: int) -> bool:
        """The panel that has the keys, larger or smaller."""
        page = self._window.page
        return page is not None and page.panes.resize(self._window.focusWidget(), axis, grow)

    def _push_table(self) -> bool:
        table = self.tables.table
        if table is not None:
            self.walls.push_table(table.rows)
        return True

    def _turn(self, by: int) -> bool:
        self._window.turn(by)
        return True

    def _switch(self) -> bool:
        self._acts.switch_language()
        return True
