"""Pictures of a desk on a real hub: an act on its way, a note being written, a refusal, and F12.

    python -m tests.studies.desks [--out shots/study] [--size WxH]

Each theme and language has a hub and a town of its own, so that the first to acknowledge is always the same.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import msgspec
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from wallboard.config.room import load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.pictures import size_of
from widgets.panels.lane_board import LaneBoard

SEATS = {"zh": "服务调度 07", "en": "Service desk 07"}
NOTES = {"zh": "路面积水，绕行", "en": "road under water, take the dam"}
PATIENCE_S = 20.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots/study"))
    parser.add_argument("--size", default="1920x1080")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    app = offscreen_application()
    loop = qasync.QEventLoop(app.qt)
    asyncio.set_event_loop(loop)
    for theme, lang in product(("dark", "light"), ("zh", "en")):
        with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
            loop.run_until_complete(work(url, app.family, theme, lang, args))
    return 0


async def work(url: str, family: str, theme: str, lang: str, args: argparse.Namespace) -> None:
    """One shift at one desk: acknowledge, write a note, acknowledge again, look at the diagnostics."""
    room = load_room("demo")
    entry = msgspec.structs.replace(room.window[0], desk=SEATS[lang], language=lang, theme=theme)
    wall = Wall(room, [entry], family, Health())
    window, desk = wall.windows[0], wall.desks[0].desk
    window.resize(*size_of(args.size))
    window.show()
    wall.follow(url)
    await until(lambda: wall.runner.status.state == "live" and bool(_shown(wall)))

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(window, key)

    def leave(name: str) -> None:
        path = args.out / f"desk-{name}-{theme}-{lang}.png"
        window.grab().save(str(path))
        print(path, flush=True)

    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_A)
    leave("pending")
    await until(lambda: not desk.marks)
    press(Qt.Key.Key_N)
    foot = window.foot
    assert foot is not None
    foot.line.insert(NOTES[lang])
    leave("note")
    QTest.keyClick(foot.line, Qt.Key.Key_Escape)
    press(Qt.Key.Key_A)
    await until(lambda: any(mark.kind == "refused" for mark in desk.marks.values()))
    leave("refused")
    press(Qt.Key.Key_F12)
    await asyncio.sleep(1.2)  # the figures come with the next second
    leave("diagnostics")
    await wall.close()
    window.close()


def _shown(wall: Wall) -> tuple[str, ...]:
    """The orders that stand on the page."""
    page = wall.windows[0].page
    boards = [panel for _, panel in page.panels if isinstance(panel, LaneBoard)] if page is not None else []
    return boards[0].shown if boards else ()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE_S / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about in time")


if __name__ == "__main__":
    sys.exit(main())
