"""A generator van from a desk with a real hub: sent by key, refused to the second, taken back (d.132)."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from tests.shell.test_desk_keys import DESK, foot, type_in
from tests.shell.test_desk_undo import undo
from wallboard.domain.offers import offers
from wallboard.domain.rows import Van
from widgets.desk import REFUSED

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A town that stands still, with vans that nobody drives."""
    with hub("--scenario", "town-storm", "--at", "+6000", "--paused") as (_, address):
        yield address


def orders(seat: Seat) -> list[str]:
    """Those to which a van may be sent."""
    tables = seat.wall.store.tables
    return [
        row.id
        for row in tables.orders.values()
        if any(
            each.verb == "send_van" and each.open for each in offers(row, "07", seat.acts.desk.role, tables)
        )
    ]


def free(seat: Seat) -> list[Van]:
    return [van for van in seat.wall.store.tables.vans.values() if van.free]


def test_that_a_van_is_sent_by_key_once_and_called_back_by_undo(
    loop: asyncio.AbstractEventLoop, url: str
) -> None:
    async def play() -> None:
        async with seats(url, "服务调度 07", "配网值班", screens=DESK) as (one, two):
            first = orders(one)[0]
            van = free(one)[0]
            one.acts.choose(first)
            QTest.keyClick(one.window, Qt.Key.Key_G, SHIFT)
            bar = one.window.foot
            assert bar is not None and "哪台发电车" in bar._asked
            type_in(one, van.name, Qt.Key.Key_Return, Qt.Key.Key_Return)
            for seat in (one, two):
                await until(lambda seat=seat: seat.wall.store.tables.vans[van.id].awaited is not None)
            two.acts.choose(first)
            two.acts.ask_for(first, "send_van", {"to": free(two)[0].name})
            await until(lambda: two.mark == REFUSED)
            assert f"{van.name} 已在或正赶往" in foot(two)
            undo(one)
            assert "召回发电车" in bar._asked
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            await until(lambda: two.wall.store.tables.vans[van.id].free)
            log = one.wall.store.tables.orders[first]
            assert (log.last_verb, log.last_actor) == ("recall_van", "服务调度 07")

    loop.run_until_complete(play())
