"""Ctrl+Z at a desk: proposes the counter-act of this seat's last act, and does it once that is confirmed.

Nothing is undone in silence: the foot says what will be done to what, Enter does it, Esc leaves it.
"""

from typing import Any

from PySide6.QtCore import QObject

from wallboard.domain.counter_acts import CounterAct, counter_act
from wallboard.domain.offers import offers
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import WALLS
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_verbs import Acts
from widgets.parts.desk_bar import DeskBar
from widgets.parts.order_words import place_of
from widgets.text import Text


class DeskUndo(QObject):
    """``did`` is told of every act that the hub took from this seat."""

    def __init__(self, acts: Acts, bar: DeskBar, foot: DeskFoot, text: Text) -> None:
        super().__init__()
        self._acts, self._bar, self._foot, self.text = acts, bar, foot, text
        self._last: tuple[str, str, dict[str, Any]] | None = None  # order, verb, args
        self._subject = ("room", WALLS)  # of the last act
        self._proposed: CounterAct | None = None  # while it stands at the foot
        bar.noted.connect(self._answered)
        bar.left.connect(self._gave_up)

    def did(self, order: str, verb: str, args: dict[str, Any], subject: tuple[str, str]) -> None:
        """An act of this seat is done, to a subject: Ctrl+Z is about it. A counter-act takes its place."""
        self._last, self._subject = (order, verb, args), subject

    def propose(self) -> bool:
        """Say at the foot what would take the last act back, or why nothing does."""
        text = self.text
        if self._bar.writing:
            return True
        if self._last is None:
            self._refuse(Reason("nothing_done"))
            return True
        order, verb, args = self._last
        counter = counter_act(verb, args)
        if counter is None:
            self._refuse(Reason("no_counter_act", {"verb": verb}))
        elif (why := self._why_not(order, counter)) is not None:
            self._refuse(why)
        else:
            self._proposed = counter
            asked = text.t(
                "desk.undo_why" if counter.asks else "desk.undo",
                of=text.t(f"verb.{counter.of}"),
                verb=text.t(f"verb.{counter.verb}"),
                name=self._name(order),
            )
            self._bar.open_line(asked)
        return True

    def _why_not(self, order: str, counter: CounterAct) -> Reason | None:
        """Why the counter-act is not open: the order went on meanwhile, or is another's."""
        desk, tables = self._acts.desk, self._acts.tables
        if counter.verb == "take_back":
            focus = tables.focuses.get(self._subject[1])
            mine = focus is not None and focus.stands(self._acts.now())
            return None if mine else Reason("nothing_pushed")
        row = tables.orders.get(order)
        if row is None:
            return Reason("unknown_subject")
        if row.last_actor and row.last_actor != desk.name and row.last_verb:
            return Reason("went_on", {"who": row.last_actor, "verb": row.last_verb})
        found = offers(row, desk.name, desk.role, tables)
        return next((offer.why for offer in found if offer.verb == counter.verb), None)

    def _name(self, order: str) -> str:
        tables = self._acts.tables
        row = tables.orders.get(order)
        if row is None:
            return self.text.t("desk.undo_walls")
        return self.text.name(place_of(row, tables.outages.get(row.outage))[0])

    def _answered(self, typed: str) -> None:
        counter, self._proposed = self._proposed, None
        if counter is None or self._last is None:
            return
        if counter.asks and not typed.strip():
            self._refuse(Reason("no_words"))
            return
        order = self._last[0]
        args = {**counter.args, "words": typed.strip()} if counter.asks else counter.args
        walls = counter.verb == "take_back"
        self._acts.ask_for("" if walls else order, counter.verb, args, self._subject if walls else None)

    def _gave_up(self) -> None:
        self._proposed = None

    def _refuse(self, why: Reason) -> None:
        reason = refusal_words(why, self.text)
        words = self.text.t("desk.not_open", verb=self.text.t("action.undo"), reason=reason)
        self._foot.say(words)
