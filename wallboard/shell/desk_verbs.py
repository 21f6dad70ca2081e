"""A verb from its key to the hub: open or why not, and what it needs, asked field by field at the foot.

Nothing is modal, facts go on coming while somebody writes.
"""

from typing import Any, Protocol

from PySide6.QtCore import QObject

from wallboard.domain.offers import offers
from wallboard.domain.reasons import Reason
from wallboard.domain.registering import NEW_ORDER
from wallboard.domain.rows import Order
from wallboard.domain.sending_vans import SEND
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_form import Choice, Form, choices, meant
from wallboard.shell.desk_handover import DeskHandover
from wallboard.shell.desk_message import DeskMessages
from wallboard.shell.desk_vans import OF_VANS
from wallboard.state.tables import Tables
from widgets.desk import Desk
from widgets.desk_actions import ACTIONS, OF_THE_SHIFT, Action
from widgets.parts.desk_bar import DeskBar
from widgets.parts.order_words import place_of
from widgets.text import Text


class Acts(Protocol):
    """What the keys need of who asks the hub. ask_for: an act on an order, or on another subject."""

    desk: Desk

    @property
    def tables(self) -> Tables: ...
    def now(self) -> float: ...
    def choose(self, order: str) -> None: ...
    def ask_for(
        self, order: str, verb: str, args: dict[str, Any], subject: tuple[str, str] | None = None
    ) -> None: ...
    def switch_language(self) -> None: ...


class DeskVerbs(QObject):
    """Begins a verb for the order that is chosen. text: in the window's language, which may change."""

    def __init__(
        self,
        acts: Acts,
        bar: DeskBar,
        foot: DeskFoot,
        text: Text,
        messages: DeskMessages,
        shift: DeskHandover,
    ) -> None:
        super().__init__()
        self._acts, self._bar, self._foot, self.text = acts, bar, foot, text
        self._messages, self._shift = messages, shift
        self.form: Form | None = None  # the act that is being filled in, whatever is chosen meanwhile
        self._offered: list[Choice] = []
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)

    def send(self, crew: str) -> None:
        """Begin to give the chosen order to a crew: its name stands in the line, to be confirmed."""
        self._begin_with("assign", crew)

    def send_van(self, van: str) -> None:
        """Begin to send a generator van to the chosen order's outage, likewise."""
        self._begin_with(SEND, van)

    def _begin_with(self, verb: str, name: str) -> None:
        self.begin(ACTIONS[verb])
        if self.form is not None and self.form.verb == verb:
            self._ask(name)

    def begin(self, action: Action) -> bool:
        """Ask for what the verb needs, or do it at once; say why where it is not open."""
        if action.name == "register":
            self.form = Form("", action.name, list(action.asks), {}, ("order", NEW_ORDER))
            self._ask()
            return True
        if action.name in OF_THE_SHIFT:
            self._of_the_shift(action)
            return True
        row = self._chosen()
        if row is None:
            return True
        why = self._why_not(row, action.name)
        if why is not None:
            self._foot.say(self._not_open(row, action, why))
        elif not (action.asks or action.may):
            self._acts.ask_for(row.id, action.name, {})
        else:
            args: dict[str, Any] = {"lang": self.text.lang} if action.name == "note" else {}
            fields = [*action.asks, *action.may]
            self.form = Form(row.id, action.name, fields, args, optional=action.may)
            self._ask(self._acts.desk.drafts.pop(row.id, "") if fields[0] == "words" else "")
        return True

    def _of_the_shift(self, action: Action) -> None:
        """Freeze its report or sign it, as far as that is open now."""
        why = self._shift.why_not(action.name)
        if why is not None:
            reason = refusal_words(why, self.text)
            self._foot.say(self.text.t("desk.not_open", verb=action.words(self.text), reason=reason))
        elif action.asks:
            self.form = self._shift.form(action)
            self._ask()
        else:
            self._acts.ask_for("", action.name, {}, self._shift.freeze())

    def _not_open(self, row: Order, action: Action, why: Reason) -> str:
        """Why, and who did what last where that was somebody else: it may have been for the same key."""
        text = self.text
        words = text.t("desk.not_open", verb=action.words(text), reason=refusal_words(why, text))
        if not row.last_verb or row.last_actor == self._acts.desk.name:
            return words
        return (
            f"{words} · {text.t('desk.last_act', who=row.last_actor, verb=text.t(f'verb.{row.last_verb}'))}"
        )

    def _why_not(self, row: Order, verb: str) -> Reason | None:
        desk = self._acts.desk
        found = offers(row, desk.name, desk.role, self._acts.tables)
        return next((offer.why for offer in found if offer.verb == verb), None)

    def _chosen(self) -> Order | None:
        row = self._acts.tables.orders.get(self._acts.desk.chosen)
        if row is None:
            self._foot.say(self.text.t("desk.choose_first"))
        return row

    def _ask(self, typed: str = "", *, again: bool = False) -> None:
        """Ask for the form's next field. again: the last answer was not understood."""
        form, text = self.form, self.text
        row = self._acts.tables.orders.get(form.order) if form is not None else None
        if form is None or (row is None and form.order):
            return
        tables = self._acts.tables
        mine = self._messages.choices(form, row, tables, text, self._acts.now())
        if mine is None:
            mine = self._shift.choices(form)
        nearest = self._crews_for(row) if form.verb not in OF_VANS else self._vans_for(row)
        self._offered = choices(form, row, tables, text, nearest) if mine is None else mine
        typed = typed or self._messages.prefilled(form, row, tables) or self._shift.prefilled(form)
        outage = self._acts.tables.outages.get(row.outage) if row is not None else None
        asked_for = "van" if form.verb in OF_VANS and form.field == "to" else form.field
        keys = (f"ask.{form.verb}.{asked_for}", f"ask.{asked_for}", "ask.words")
        what = text.t(next(key for key in keys if text.has(key)))
        if form.field in form.optional:
            what = text.t("ask.optional", what=what)
        what = text.t("ask.again", what=what) if again else what
        asked = text.t(
            "desk.asks",
            verb=ACTIONS[form.verb].words(text),
            name=text.name(place_of(row, outage)[0])
            if row is not None
            else form.about or text.t("desk.new_order"),
            what=what,
        )
        self._bar.open_line(asked, typed, tuple(choice.words for choice in self._offered))

    def _crews_for(self, row: Order | None) -> tuple[str, ...]:
        """Crews to offer for an order: the one that the plan for all proposes, then the nearest."""
        desk = self._acts.desk
        if row is None:
            return ()
        proposed, (order, nearest) = desk.proposed.get(row.id), desk.nearest
        first = (proposed,) if proposed is not None else ()
        return tuple(dict.fromkeys((*first, *(nearest if order == row.id else ()))))

    def _vans_for(self, row: Order | None) -> tuple[str, ...]:
        """The van that the plan for all proposes."""
        proposed = self._acts.desk.vans.get(row.id) if row is not None else None
        return () if proposed is None else (proposed,)

    def _answered(self, typed: str) -> None:
        form, text = self.form, self.text
        if form is None:
            return
        if form.order and form.order not in self._acts.tables.orders:  # it went while somebody wrote
            self._bar.open_line(text.t("desk.order_gone"), typed)
            return
        value = meant(form.field, typed, self._offered, text, self._acts.now())
        if value is None and (typed.strip() or not form.skip()):
            self._ask(typed, again=True)
            return
        if value is not None:
            chosen = next((each for each in self._offered if each.words == typed.strip()), None)
            form.answer(value, chosen.also if chosen is not None else {})
        if form.asks:
            self._ask()
            return
        self.form = None
        self._acts.ask_for(form.order, form.verb, form.args, form.subject)

    def _gave_up(self) -> None:
        self.form = None
