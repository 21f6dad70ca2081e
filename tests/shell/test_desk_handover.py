"""A shift handed over at two desks with a real hub: read to its end, frozen, signed by key, kept as a PDF."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from tests.shell.test_desk_keys import DESK, foot, type_in
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.rows import Shift
from wallboard.shell.desk_form import Choice
from widgets.handover_view import HandoverView
from widgets.text import Text

ZH = Text("zh")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A town that stands still: nobody but the desks writes."""
    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, address):
        yield address


def held(seat: Seat, *keys: Qt.Key) -> None:
    """Keys with Shift, to whoever has the keyboard."""
    for key in keys:
        QTest.keyClick(seat.window, key, SHIFT)


def shift(seat: Seat) -> Shift:
    """The shift on duty."""
    found = seat.acts.keys.shift._on_duty()
    assert found is not None
    return found


def view(seat: Seat) -> HandoverView:
    shown = seat.acts.keys.shift.view
    assert shown is not None
    return shown


def read(seat: Seat) -> None:
    """Page down until the end is on the glass, as a person does."""
    for _ in range(40):
        view(seat).grab()  # paints it
        if view(seat).ended:
            return
        QTest.keyClick(view(seat), Qt.Key.Key_PageDown)
    raise AssertionError("the report has no end")


def offered(seat: Seat) -> list[Choice]:
    form = seat.acts.keys.verbs.form
    assert form is not None
    return seat.acts.keys.shift.choices(form) or []


def test_that_two_desks_hand_a_shift_over_by_keys_alone(
    loop: asyncio.AbstractEventLoop, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    async def play() -> None:
        async with seats(url, "服务调度 07", "配网值班", screens=DESK) as (one, two):
            held(one, Qt.Key.Key_A)
            assert ZH.t("reason.no_report") in foot(one)
            held(one, Qt.Key.Key_H)
            read(one)
            held(one, Qt.Key.Key_A)
            assert ZH.t("reason.no_report") in foot(one), "a draft is not signed"
            held(one, Qt.Key.Key_Z)
            await until(lambda: shift(one).digest != "")
            read(one)

            first, second = shift(one).leads["service_out"], shift(one).leads["network_out"]
            held(one, Qt.Key.Key_A)
            assert [choice.value for choice in offered(one)][:2] == ["service_out", "network_out"]
            assert first in offered(one)[0].words
            type_in(one, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
            bar = one.window.foot
            assert bar is not None and bar.line.text() == first
            bar.line.setText("别人")
            type_in(one, "", Qt.Key.Key_Return)
            await until(lambda: ZH.t("reason.not_the_lead", who=first) in foot(one))
            held(one, Qt.Key.Key_A)
            type_in(one, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
            type_in(one, "", Qt.Key.Key_Return)
            await until(lambda: len(shift(one).signatures) == 1)

            await until(lambda: len(shift(two).signatures) == 1)
            held(two, Qt.Key.Key_A)
            assert ZH.reason(Reason("report_unread", {"keys": "Shift+H"})) in foot(two)
            held(two, Qt.Key.Key_H)
            read(two)
            held(two, Qt.Key.Key_A)
            assert offered(two)[0].value == "network_out", "that place is taken"
            type_in(two, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
            type_in(two, "", Qt.Key.Key_Return)
            await until(lambda: len(shift(two).signatures) == 2)
            signed = {each.capacity: (each.name, each.actor) for each in shift(two).signatures}
            assert signed["service_out"] == (first, "服务调度 07")
            assert signed["network_out"] == (second, "配网值班")

            held(two, Qt.Key.Key_P)
            assert shift(two).digest[:8] in foot(two)
            QTest.keyClick(two.window, Qt.Key.Key_Escape)
            assert two.acts.keys.shift.view is None and two.acts.desk.chosen == ""

    loop.run_until_complete(play())
    (path,) = tmp_path.rglob("*.pdf")
    assert path.read_bytes().startswith(b"%PDF-")


def test_that_a_leads_desk_is_offered_its_own_places_only_and_the_list_of_keys_says_what_is_closed(
    loop: asyncio.AbstractEventLoop, url: str
) -> None:
    async def play() -> None:
        async with seats(url, "配网值班 02", screens=DESK) as (seat,):
            seat.acts.desk.role = Role.NETWORK_LEAD
            places = seat.acts.keys.shift._places(shift(seat))
            assert places and all(place.startswith("network") for place in places)
            QTest.keyClick(seat.window, Qt.Key.Key_Question)
            shown = seat.acts.keys.commands.list
            assert shown is not None
            why = {line.action.name: line.why for line in shown.lines}
            assert why["sign"] and not why["report"] and not why["print"]
            held(seat, Qt.Key.Key_H)
            assert seat.acts.keys.commands.list is None and view(seat).hasFocus()
            QTest.keyClick(seat.window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(seat.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            assert seat.acts.keys.shift.view is None, "the page below went"

    loop.run_until_complete(play())
