"""The hand-over of a shift at a desk: read, frozen, signed and printed by its keys (domain 5.7; d.82).

What is signed is the report that was frozen, and only by who has had all of it on this desk's glass; the hub
judges each signature anew by the digest that goes with it.
"""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QStandardPaths

from wallboard.domain.handing_over import SignArgs, barred_side, unfreezable
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import CAPACITIES
from wallboard.domain.rows import Shift
from wallboard.shell.desk_foot import DeskFoot, refusal_words
from wallboard.shell.desk_form import Choice, Form
from wallboard.shell.handover_heading import heading_of, report_of
from wallboard.shell.windows import WallWindow
from wallboard.state.queries.handover import Report, shifts_at
from wallboard.state.tables import Tables
from widgets.desk import Desk
from widgets.desk_actions import ACTIONS, Action, key_words
from widgets.handover_sheet import HandoverSheet
from widgets.handover_view import HandoverView
from widgets.session import Session
from widgets.text import Text

OFFERED = ("freeze", "sign", "print", "let_go")
"""What the foot of the report names with its key."""


class Seat(Protocol):
    """What this needs of the desk that it is at."""

    desk: Desk

    @property
    def tables(self) -> Tables: ...
    def now(self) -> float: ...


class DeskHandover(QObject):
    """The report over one desk's page, and what may be done about it now."""

    def __init__(self, seat: Seat, window: WallWindow, foot: DeskFoot, text: Text) -> None:
        super().__init__()
        self._seat, self._window, self._foot, self._text = seat, window, foot, text
        self._view: HandoverView | None = None
        self._shown: tuple[Report, bool] | None = None  # the report over the page, and whether it is frozen
        self._read: set[str] = set()  # digests whose end has been on this glass

    # the report over the page

    @property
    def view(self) -> HandoverView | None:
        """The report over the page; None while it is put away."""
        return self._view

    def toggle(self) -> bool:
        """Show the report as it was frozen, else as it would be now; or put it away."""
        page = self._window.page
        if not self.close() and page is not None:
            self._view = HandoverView(page.session, page, self._was_read)
            self._view.destroyed.connect(self._gone)
            self._put(page.session, anew=True)
            self._view.show()
            self._view.raise_()
            self._view.setFocus()
        return True

    def close(self) -> bool:
        """Put it away; False where it was not there."""
        view, self._view, self._shown = self._view, None, None
        if view is None:
            return False
        view.destroyed.disconnect(self._gone)
        view.hide()
        view.deleteLater()
        self._window.setFocus()
        return True

    def speak(self, text: Text) -> None:
        """Go on in another language: the page below is another one."""
        self._text = text
        self.close()

    def refresh(self) -> None:
        """A report was frozen, or signed: it is shown as it stands."""
        page = self._window.page
        if self._view is not None and page is not None:
            self._put(page.session, anew=False)

    def _put(self, session: Session, *, anew: bool) -> None:
        """Another report begins at its top; a draft stays as it was made until one is frozen."""
        assert self._view is not None
        tables = self._seat.tables
        found = self._found(session)
        if self._shown is not None and not anew:
            found = found if found[1] else self._shown
            anew = found[0] != self._shown[0]
        self._shown = found
        report, frozen = found
        heading = heading_of(report, tables, session.rules, session.room, self._text, frozen=frozen)
        keys = " · ".join(
            f"{key_words(ACTIONS[name].keys, self._text)} {ACTIONS[name].words(self._text)}"
            for name in OFFERED
        )
        sheet = HandoverSheet(report, heading, self._text, session.scale.family)
        self._view.put(sheet, keys, anew=anew)

    def _found(self, session: Session) -> tuple[Report, bool]:
        shift = self._shift()
        key = shift.id if shift is not None and shift.digest else ""
        return report_of(self._seat.tables, session.rules, self._seat.now(), session.room, key)

    def _gone(self) -> None:
        """Its page went, and took it along."""
        self._view, self._shown = None, None

    def _was_read(self) -> None:
        shift = self._shift()
        if self._shown is not None and self._shown[1] and shift is not None:
            self._read.add(shift.digest)

    # what may be done

    def _on_duty(self) -> Shift | None:
        return shifts_at(self._seat.tables, self._seat.now())[0]

    def _shift(self) -> Shift | None:
        """Whose hand-over it is: the shift frozen last and not signed by all, else the one on duty."""
        frozen = [each for each in self._seat.tables.shifts.values() if each.digest and not each.sealed]
        last = max(frozen, key=lambda each: (each.frozen_at or 0.0, each.id), default=None)
        return last or self._on_duty()

    def freeze(self) -> tuple[str, str]:
        """What is frozen: the shift on duty. Raises AssertionError where ``why_not`` says that none is."""
        shift = self._on_duty()
        assert shift is not None
        return "roster", shift.id

    def why_not(self, name: str) -> Reason | None:
        """Why ``freeze`` or ``sign`` is not open now; the hub judges it anew."""
        shift = self._on_duty() if name == "freeze" else self._shift()
        if shift is None:
            return Reason("no_shift")
        if name == "freeze":
            return unfreezable(shift, None)
        if not shift.digest:
            return Reason("no_report")
        if shift.sealed:
            return Reason("already_sealed")
        if not self._places(shift):
            return Reason("other_lead_signs")
        if shift.digest not in self._read:
            return Reason("report_unread", {"keys": key_words(ACTIONS["report"].keys, self._text)})
        return None

    def _places(self, shift: Shift) -> list[str]:
        """As what this desk may sign: a place that is empty, and none of the other lead's."""
        taken = {each.capacity for each in shift.signatures}
        role = self._seat.desk.role
        return [
            capacity
            for capacity in CAPACITIES
            if capacity not in taken and barred_side(SignArgs(capacity, "", ""), role) is None
        ]

    # a signature

    def form(self, action: Action) -> Form:
        """The fields of a signature, under the report that was read."""
        shift = self._shift()
        assert shift is not None
        args = {"digest": shift.digest}
        return Form("", action.name, list(action.asks), args, ("roster", shift.id), shift.name)

    def choices(self, form: Form) -> list[Choice] | None:
        """As what one may sign; None where the field is none of a signature's."""
        shift = self._shift()
        if form.verb != "sign" or shift is None:
            return None
        if form.field != "capacity":
            return []
        return [Choice(each, self._place_words(each, shift)) for each in self._places(shift)]

    def _place_words(self, capacity: str, shift: Shift) -> str:
        desk, _, way = capacity.partition("_")
        side = self._text.t("handover.outgoing" if way == "out" else "handover.incoming")
        words = f"{side} {self._text.t(f'shift.{desk}')}"
        return " ".join(part for part in (words, shift.leads.get(capacity, "")) if part)

    def prefilled(self, form: Form) -> str:
        """The name that the roster has for that place, ready to be signed with."""
        shift = self._shift()
        if form.verb != "sign" or form.field != "name" or shift is None:
            return ""
        return shift.leads.get(str(form.args.get("capacity", "")), "")

    # on paper

    def print(self) -> bool:
        """Leave what is read, or would be, as a PDF among this user's documents, and say where."""
        page = self._window.page
        if page is None:
            return False
        session, tables = page.session, self._seat.tables
        report, frozen = self._shown or self._found(session)
        heading = heading_of(report, tables, session.rules, session.room, self._text, frozen=frozen)
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(where))
        stamp = self._text.stamp(report.now).translate({ord("-"): None, ord(":"): None, ord(" "): "-"})
        path = folder / f"handover-{stamp}-{heading.digest[:8]}.pdf"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            HandoverSheet(report, heading, self._text, session.scale.family).write(str(path))
        except OSError as error:
            reason = refusal_words(Reason("not_written", {"path": str(error.filename or path)}), self._text)
            self._foot.say(self._text.t("desk.refused", reason=reason))
        else:
            self._foot.say(self._text.t("desk.printed", path=str(path)))
        return True
