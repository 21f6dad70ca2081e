"""What a desk's keys do to the alarm whose row is chosen: acknowledge it, put it aside, take it back.

The end and the reason are asked for at the foot; what is not open says why before it asks for anything.
"""

from typing import Any

from PySide6.QtCore import QObject

from wallboard.config.room import Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.shelving import barred_from_shelf, not_shelved
from wallboard.rules.alarms import longest_shelf
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_form import Choice, Form, meant
from wallboard.shell.desk_tables import DeskTables
from wallboard.shell.desk_verbs import Acts
from widgets.desk_actions import ACTIONS, Action
from widgets.parts.alarm_words import said_of
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text

MINUTES = (30, 60, 120, 240)
"""Ends that are offered, from now; the longest that the rule set allows comes last."""


class DeskAlarms(QObject):
    """text: in the window's language. tables: say which alarm is chosen."""

    def __init__(
        self, acts: Acts, bar: DeskBar, foot: DeskFoot, text: Text, tables: DeskTables, room: Room
    ) -> None:
        super().__init__()
        self._acts, self._bar, self._foot, self.text, self._tables = acts, bar, foot, text, tables
        self._most = longest_shelf(load_rule_set(room.rules).alarms) if room.rules is not None else None
        self._form: Form | None = None
        self._offered: list[Choice] = []
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)

    def why_not(self, verb: str) -> Reason | None:
        """Why a verb of alarms is not open now."""
        row = self._chosen()
        if row is None:
            return Reason("no_alarm_chosen")
        if verb == "unshelve":
            return not_shelved(row, None)
        return barred_from_shelf(row, self._acts.desk.role, self._most) if verb == "shelve" else None

    def begin(self, action: Action) -> bool:
        """Ask for what the verb needs, or do it at once; say why where it is not open."""
        row, text = self._chosen(), self.text
        why = self.why_not(action.name)
        if row is None or why is not None:
            reason = refusal_words(why or Reason("no_alarm_chosen"), text)
            self._foot.say(text.t("desk.not_open", verb=action.words(text), reason=reason))
        elif action.asks:
            args: dict[str, Any] = {"lang": text.lang}
            self._form = Form("", action.name, list(action.asks), args, ("alarm", row.id), said_of(row, text))
            self._ask()
        else:
            self._acts.ask_for("", action.name, {}, ("alarm", row.id))
        return True

    def _chosen(self) -> Alarm | None:
        return self._acts.tables.alarms.get(self._tables.alarm)

    def _ask(self, typed: str = "", *, again: bool = False) -> None:
        """Ask for the form's next field. again: the last answer was not understood."""
        form, text = self._form, self.text
        if form is None:
            return
        self._offered = self._ends() if form.field == "until" else []
        what = text.t("ask.shelve_until" if form.field == "until" else "ask.shelve_words")
        what = text.t("ask.again", what=what) if again else what
        asked = text.t("desk.asks", verb=ACTIONS[form.verb].words(text), name=form.about, what=what)
        self._bar.open_line(asked, typed, tuple(choice.words for choice in self._offered))

    def _ends(self) -> list[Choice]:
        """Ends that the rule set allows, as the room's clock shows them; whole minutes, never too late."""
        now, most = self._acts.now(), (self._most or 0.0) / 60
        spans = [minutes for minutes in (*MINUTES, most) if 0 < minutes <= most]
        ends = {minutes: (now + minutes * 60) // 60 * 60 for minutes in spans}
        return [Choice(at, self.text.clock_time(at, now)) for at in ends.values()]

    def _answered(self, typed: str) -> None:
        form = self._form
        if form is None:
            return
        value = meant(form.field, typed, self._offered, self.text, self._acts.now())
        if value is None:
            self._ask(typed, again=True)
            return
        form.answer(value, {})
        if form.asks:
            self._ask()
            return
        self._form = None
        self._acts.ask_for("", form.verb, form.args, form.subject)

    def _gave_up(self) -> None:
        self._form = None
