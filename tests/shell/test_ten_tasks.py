"""Ten tasks by keyboard alone: the keys of docs/desk.md, pressed at a real desk of a real hub and wall."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from feeds.hub.vacancies import alarm_key
from tests import tree
from tests.shell.hub_process import hub
from tests.shell.rooms import ROOM, SEAT, Glass, outages, room_of
from tests.shell.test_acts import until
from tests.studies.desk_shift.producer import producer
from wallboard.domain.clock import SystemClock
from wallboard.domain.connections import CellOwners
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Instant, Payload
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import CrewStatus, OrderStage

GUIDE = tree.ROOT / "docs" / "desk.md"
CELL = "grid/0312"
ARROWS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
NAMED = frozenset({"Up", "Down", "Left", "Right", "Enter", "Esc", "Home", "End", "Tab", "Space"})


def tasks() -> dict[int, list[list[str]]]:
    """By number: the keys of each task, cut where what was asked for has to come first."""
    found: dict[int, list[list[str]]] = {}
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        if row := re.match(r"\| (\d+) \| [^|]+ \| ([^|]+) \|", line):
            found[int(row[1])] = [re.findall(r"`([^`]+)`", part) for part in row[2].split(" · ")]
    return found


def press(desk: Glass, words: str) -> None:
    """One key by its name as the guide writes it, or words that are typed."""
    *held, last = words.split("+") if not words.startswith("+") else [words]
    name = ARROWS.get(last, last)
    if not (held or name in NAMED or (len(name) == 1 and name.isupper())):
        desk.press(words)
        return
    name = {"Enter": "Return"}.get(name, name)
    combination: QKeyCombination = QKeySequence.fromString("+".join([*held, name]))[0]
    here = desk.window.focusWidget() or desk.window
    QTest.keyClick(here, combination.key(), combination.keyboardModifiers())


def crews() -> list[tuple[str, Payload]]:
    """Three of them, the second nearest to the outage that is worked on."""
    told: list[tuple[str, Payload]] = []
    now = SystemClock().now()
    for n, (lon, lat) in enumerate(((112.72, 22.20), (112.79, 22.25), (112.84, 22.29)), 1):
        skills = ["line", "distribution", "work_leader"]
        profile = CrewProfile(name=f"C{n}", unit="台山局", skills=skills, persons=3, vehicle="van")
        status = CrewStatusValue(status=CrewStatus.AVAILABLE, since=Instant(now))
        told += [(f"gps/C{n}", profile), (f"gps/C{n}", status), (f"gps/C{n}", CrewPosition(lon=lon, lat=lat))]
    return told


async def vacate(url: str) -> None:
    """A cell that nobody answers for: an alarm of the hub's first look, after its next start."""
    async with producer(url, "grid") as grid:
        await grid.say((CELL, CellOwners(name="网格 0312")))


def test_that_the_ten_tasks_of_the_guide_are_done_by_its_keys(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = tmp_path / "room.toml"
    path.write_text('network = "town"\n' + ROOM, encoding="utf-8")
    guide = tasks()
    assert sorted(guide) == list(range(1, 11))

    async def do(desk: Glass, number: int, *came: Callable[[], bool]) -> None:
        assert len(guide[number]) == len(came)
        for keys, holds in zip(guide[number], came, strict=True):
            await until(lambda: desk.live)  # a machine under load may lose its link for a moment
            for words in keys:
                press(desk, words)
            try:
                await until(holds, 15)
            except AssertionError:
                raise AssertionError(f"task {number}, {keys}: the foot says {desk.foot!r}") from None

    async def play(url: str) -> None:
        room = room_of(path)
        desk, left, right = (Glass(room, number, url, (1366, 768)) for number in (2, 0, 1))
        async with producer(url, "oms") as oms:
            await oms.say(*outages(7, SystemClock().now()), *crews())
        orders, mine = desk.wall.store, "restore/oms/7"
        await until(lambda: desk.live and len(desk.wall.store.tables.orders) == 7)
        await until(lambda: alarm_key(CELL) in desk.wall.store.tables.alarms)
        await until(lambda: bool(desk.window.page and desk.window.page.session.atlas))

        def order(key: str = mine) -> Order:
            return orders.tables.orders[key]

        def outage() -> Outage:
            return orders.tables.outages["oms/7"]

        seat = desk.wall.desks[0].desk
        await do(desk, 1, lambda: seat.chosen == mine)
        await until(lambda: seat.nearest[0] == mine and bool(seat.nearest[1]))
        await do(desk, 2, lambda: order().stage is OrderStage.ACCEPTED)
        assert SEAT in (order().holder, order().holder_name, order().last_actor)
        await do(desk, 3, lambda: order().stage is OrderStage.ASSIGNED)
        assert "C2" in (order().holder, order().holder_name)
        await do(desk, 4, lambda: order().stage is OrderStage.EN_ROUTE)
        await do(desk, 5, lambda: outage().etr is not None)
        assert abs((outage().etr or 0.0) - SystemClock().now() - 5_400) < 90
        await do(desk, 6, lambda: bool(outage().messages))
        assert outage().messages[0].said.customers == 280
        await do(desk, 7, lambda: orders.tables.alarms[alarm_key(CELL)].acknowledged)
        await do(desk, 8, lambda: QGuiApplication.clipboard().text().count("\n") >= 4)
        rows = QGuiApplication.clipboard().text().strip().split("\n")
        named = [re.search(r"S0\d", row) for row in rows[1:]]
        assert [found[0] for found in named if found] == ["S07", "S06", "S05", "S04"]
        await do(
            desk,
            9,
            lambda: left.screen == "repair" and SEAT in left.says("banner") and "left" in desk.foot,
            lambda: left.screen == "overview",
        )
        assert right.screen == "overview"
        other = "restore/oms/3"
        await do(
            desk,
            10,
            lambda: order(other).stage is OrderStage.ACCEPTED and not desk.wall.desks[0].desk.marks,
            lambda: order(other).stage is OrderStage.NEW,
        )
        assert desk.window.entry.language == "en"
        for glass in (desk, left, right):
            await glass.close()

    arguments = ("--room", str(path), "--data", str(tmp_path / "data"))
    with hub(*arguments) as (_, url):
        loop.run_until_complete(vacate(url))
    with hub(*arguments) as (_, url):
        loop.run_until_complete(play(url))
