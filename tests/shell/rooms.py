"""A room with walls of their own names and a desk, its hub with a log, and their real windows."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from wallboard.config.room import Room, load_room
from wallboard.domain.facts import Instant, Payload
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health

SEAT = "服务调度 07"

ROOM = """
name = "walls"
rules = "state-grid-2022"
title = { zh = "供电服务指挥中心", en = "Service command centre" }
[walls]
shown_for = "20m"
[[window]]
name = "left"
screens = ["overview", "repair"]
dwell = "15s"
[[window]]
name = "right"
screens = ["overview"]
[[window]]
desk = "服务调度 07"
screens = ["desk"]
[[map.layers]]
role = "district"
file = "maps/jiangmen-districts.geojson"
"""


def room_file(folder: Path) -> Path:
    path = folder / "room.toml"
    path.write_text(ROOM, encoding="utf-8")
    return path


class Glass:
    """One window of the room as a process has it: a wall's, or the desk's."""

    def __init__(self, room: Room, number: int, url: str, size: tuple[int, int] = (1920, 1080)) -> None:
        self.wall = Wall(room, [room.window[number]], offscreen_application().family, Health())
        self.window = self.wall.windows[0]
        self.window.resize(*size)
        self.window.show()
        self.wall.follow(url)

    @property
    def screen(self) -> str:
        page = self.window.page
        return page.screen_file.name if page is not None else ""

    @property
    def foot(self) -> str:
        return self.window.foot.words if self.window.foot is not None else ""

    @property
    def live(self) -> bool:
        return self.wall.live

    def says(self, kind: str) -> str:
        """All words of the cells of a page's panel."""
        page = self.window.page
        assert page is not None
        panel = next(panel for entry, panel in page.panels if entry.kind == kind)
        return repr([cell.face for cell in panel._cells.values()])  # type: ignore[attr-defined]

    def press(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Real key events, to whatever has the keys of this window; a text is typed letter by letter."""
        for key in keys:
            here = self.window.focusWidget() or self.window
            if isinstance(key, str) and key.isascii():
                QTest.keyClicks(here, key)
            elif isinstance(key, str):  # as an input method commits it
                QApplication.sendEvent(
                    here, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, key)
                )
            else:
                QTest.keyClick(here, key, held)

    async def close(self) -> None:
        await self.wall.close()
        self.window.close()
        self.window.deleteLater()
        self.wall.deleteLater()


def room_of(path: Path) -> Room:
    return load_room(str(path))


def outages(number: int, now: float) -> list[tuple[str, Payload]]:
    """So many outages of the town with their customers, the largest last."""
    told: list[tuple[str, Payload]] = []
    for n in range(1, number + 1):
        extent = OutageExtent(
            nature=OutageNature.UNPLANNED,
            customers_out=40 * n,
            customers_served=1000,
            region="台山局",
            feeder=f"10kV S0{n} 台城线",
            town="台城",
            lon=112.72 + n / 100,
            lat=22.25,
            started_at=Instant(now - 600 * n),
        )
        told += [(f"oms/{n}", extent), (f"oms/{n}", OutageStageClaim(stage=OutageStage.CONFIRMED))]
    return told
