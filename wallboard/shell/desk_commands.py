"""All actions of a desk as they stand now: the list of keys and the command palette over its page.

Both read the registry in ``desk_actions``, and why an action is not open is found here, once for both.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from wallboard.domain.offers import offers
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.shell.desk_alarms import DeskAlarms
from wallboard.shell.desk_back import DeskBack
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_handover import DeskHandover
from wallboard.shell.desk_tables import DeskTables
from wallboard.shell.desk_verbs import Acts
from wallboard.shell.windows import WallWindow
from widgets.command_palette import CommandPalette
from widgets.desk_actions import ACTIONS, OF_AN_ALARM, OF_THE_SHIFT, Action, Need
from widgets.map.map_view import MapView
from widgets.parts.command_search import Command
from widgets.parts.key_list import KeyLine, KeyList
from widgets.text import Text

MOST_RECENT = 8
"""Actions that the palette remembers as used lately."""


class DeskCommands(QObject):
    """do: does an action."""

    def __init__(
        self,
        acts: Acts,
        window: WallWindow,
        foot: DeskFoot,
        shift: DeskHandover,
        tables: DeskTables,
        back: DeskBack,
        alarms: DeskAlarms,
        text: Text,
        do: Callable[[Action], bool],
    ) -> None:
        super().__init__()
        self._acts, self._window, self._foot, self._shift = acts, window, foot, shift
        self._tables, self._back, self._alarms, self._do = tables, back, alarms, do
        self.list: KeyList | None = None
        self.palette: CommandPalette | None = None
        self._before: QWidget | None = None  # who had the keys before the palette
        self.speak(text)

    def speak(self, text: Text) -> None:
        """Go on in another language. The page below is another one, and takes along what lay over it."""
        self._text = text
        self._other = Text("en" if text.lang == "zh" else "zh", text.zone.key)

    # why not

    def closed(self) -> dict[str, Reason]:
        """Why actions are not open now, by name."""
        lacking = {name: why for name in ACTIONS if (why := self.lacks(ACTIONS[name])) is not None}
        row = self._acts.tables.orders.get(self._acts.desk.chosen)
        desk = self._acts.desk
        found = offers(row, desk.name, desk.role, self._acts.tables) if row is not None else []
        lacking |= {offer.verb: offer.why for offer in found if offer.why is not None}
        lacking |= {name: why for name in OF_AN_ALARM if (why := self._alarms.why_not(name)) is not None}
        lacking |= {
            name: why
            for name, action in ACTIONS.items()
            if (why := self._back.bars(name, verb=action.verb)) is not None
        }
        lacking |= {name: why for name in OF_THE_SHIFT if (why := self._shift.why_not(name)) is not None}
        return lacking

    def lacks(self, action: Action) -> Reason | None:
        """What must be there before this action is open, where it is not."""
        there = {
            Need.NOTHING: lambda: True,
            Need.ORDER: lambda: (
                self._acts.desk.chosen in self._acts.tables.orders
                or (action.name == "acknowledge" and bool(self._tables.alarm))
            ),
            Need.TABLE: lambda: self._tables.table is not None,
            Need.REPLAY: self._replays,
            Need.MAP: lambda: self.map is not None,
            Need.PAGES: lambda: len(self._window.pages) > 1,
            Need.ALARM: lambda: bool(self._tables.alarm),
        }
        return None if there[action.needs]() else Reason(action.needs.value)

    @property
    def map(self) -> MapView | None:
        """The map of the page that hands may move; None where it has none."""
        page = self._window.page
        panels = [panel for _, panel in page.panels] if page is not None else []
        return next((each for each in panels if isinstance(each, MapView) and each.hands is not None), None)

    def _replays(self) -> bool:
        page = self._window.page
        return page is not None and page.session.clock.state().mode is ClockMode.REPLAY

    @property
    def recent(self) -> list[str]:
        """Names of what was chosen from the palette lately, the last one first."""
        return self._acts.desk.layout.recent

    def _used(self, name: str) -> None:
        desk = self._acts.desk
        recent = [name, *(each for each in self.recent if each != name)][:MOST_RECENT]
        desk.lay(msgspec.structs.replace(desk.layout, recent=recent))

    # over the page

    def toggle_list(self) -> bool:
        page = self._window.page
        if not self.close_list() and page is not None:
            closed = self.closed()
            lines = [KeyLine(action, self._why(closed, action)) for action in ACTIONS.values()]
            self.list = KeyList(page.session, lines, page)
            self.list.destroyed.connect(self._list_gone)
        return True

    def close_list(self) -> bool:
        """False where it was not there."""
        shown, self.list = self.list, None
        if shown is not None:
            shown.destroyed.disconnect(self._list_gone)
            shown.hide()
            shown.deleteLater()
        return shown is not None

    def choose_columns(self) -> bool:
        """The palette, with the columns of the table only."""
        self.toggle_palette()
        if self.palette is not None:
            self.palette.line.setText(self._text.t("palette.columns"))
        return True

    def toggle_palette(self) -> bool:
        page = self._window.page
        if self.palette is not None:
            self.palette.leave()
        elif page is not None:
            self.close_list()
            self._before = QApplication.focusWidget()
            closed = self.closed()
            commands = [
                Command(each, each.words(self._text), each.words(self._other), self._why(closed, each))
                for each in ACTIONS.values()
                if each.name != "palette"
            ]
            commands += self._tables.commands()
            self.palette = CommandPalette(
                page.session, commands, self.recent, page, self._chosen, self._palette_left
            )
            self.palette.destroyed.connect(self._palette_gone)
        return True

    def _chosen(self, command: Command) -> None:
        """Do it; where it is not open, say why."""
        if command.why:
            words = self._text.t("desk.not_open", verb=command.words, reason=command.why)
            self._foot.say(words)
            return
        self._used(command.action.name)
        if command.action.name in ACTIONS:
            self._do(command.action)
        else:
            self._tables.do(command.action.name)

    def _palette_left(self) -> None:
        """It was put away: the keys go back to who had them."""
        shown, self.palette = self.palette, None
        if shown is not None:
            shown.destroyed.disconnect(self._palette_gone)
            shown.deleteLater()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self._window.setFocus()

    def _palette_gone(self) -> None:
        self.palette = self._before = None

    def _list_gone(self) -> None:
        self.list = None

    def _why(self, closed: dict[str, Reason], action: Action) -> str:
        return refusal_words(closed[action.name], self._text) if action.name in closed else ""
