"""A running wall's diagnostics: a bad frame from a real server is escaped; keys open and close it."""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from websockets.asyncio.server import ServerConnection, serve

from feeds import frames
from feeds.frames import encode_frame
from tests.feeds.small import numbered, snap, thread
from wallboard.config.room import load_room
from wallboard.domain.clock import ClockState, SystemClock
from wallboard.domain.terms import ClockMode
from wallboard.shell import diagnosing, windows
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.diagnosing import bare_address, open_descriptors, resident_bytes
from wallboard.shell.health import Health
from widgets.diagnosis import Diagnosis
from widgets.panels.diagnostics import Diagnostics, TableRow
from widgets.parts.diagnosis_words import Pair

EVIL = '{"op":"<img src=x>\u202e", "phone": "13812345678", broken'


async def hub_like(socket: ServerConnection) -> None:
    """Greets, sends a picture, then frames that are none, and heartbeats."""
    real = SystemClock()
    clock = frames.to_wire(ClockState(ClockMode.LIVE, real.now()))
    head = frames.ChannelHead(name="room", epoch="e1", first=1, last=5)
    await socket.recv()
    welcome = frames.Welcome(clock=clock, channels=[head], server="<b>hub</b>")
    await socket.send(encode_frame(welcome), text=True)
    await socket.recv()
    await socket.send(snap(numbered(thread(1)), 5), text=True)
    while True:
        await socket.send(EVIL)
        clock = frames.to_wire(ClockState(ClockMode.LIVE, real.now()))
        await socket.send(encode_frame(frames.Hb(clock=clock, heads={"room": "e1:5"})), text=True)
        await asyncio.sleep(0.1)


@contextmanager
def shown_wall() -> Iterator[Wall]:
    room = load_room("replay")
    wall = Wall(room, room.window[:1], offscreen_application().family, Health())
    wall.windows[0].resize(1280, 720)
    wall.windows[0].show()
    yield wall
    wall.windows[0].close()
    wall.deleteLater()


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about in time")


def panel_of(wall: Wall) -> Diagnostics | None:
    page = wall.windows[0].page
    assert page is not None
    return next((panel for _, panel in page.panels if isinstance(panel, Diagnostics)), None)


def said(panel: Diagnostics) -> str:
    """Every text of the panel's cells as they are drawn."""
    lines: list[str] = []
    for cell in panel._cells.values():
        if isinstance(cell.face, Pair):
            lines.append(f"{cell.face.label} {cell.face.value}")
        elif isinstance(cell.face, TableRow):
            lines.append(" | ".join("".join(run.text for run in runs) for runs in cell.face.columns))
    return "\n".join(lines)


def test_that_a_bad_frame_of_a_real_server_is_shown_escaped_and_counted(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def story(wall: Wall) -> None:
        async with serve(hub_like, "127.0.0.1", 0, close_timeout=0.1) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            wall.follow(f"ws://user:secret@127.0.0.1:{port}/feed?token=abc")
            await until(lambda: wall.runner.diagnostics.bad_frames >= 2)
            QTest.keyClick(wall.windows[0], Qt.Key.Key_F12)
            panel = panel_of(wall)
            assert panel is not None and panel.isVisible()
            first = panel.session.diagnose() if panel.session.diagnose else None
            assert first is not None and first.link.bad_frames >= 2
            text = said(panel)
            assert "<img src=x>\\u202e" in text and "\u202e" not in text
            assert "13812345678" not in text and "[phone]" in text
            assert f"ws://127.0.0.1:{port}/feed" in text
            assert "secret" not in text and "abc" not in text
            assert "<b>hub</b>" in text
            await until(lambda: moved(panel, first))
            assert wall.health.troubles == 0, wall.health.last
            await wall.close()

    with shown_wall() as wall:  # closed outside the loop, which ends with its last window
        loop.run_until_complete(story(wall))


def moved(panel: Diagnostics, first: Diagnosis) -> bool:
    """Whether the panel, by itself, shows more bad frames than it did."""
    name = panel.session.text.t("diagnosis.frames")
    faces = [cell.face for cell in panel._cells.values() if isinstance(cell.face, Pair)]
    value = next(face.value for face in faces if face.label == name)
    return int(re.findall(r"\d+", value)[-1]) > first.link.bad_frames


def test_that_f12_toggles_and_escape_goes_back(loop: asyncio.AbstractEventLoop) -> None:
    with shown_wall() as wall:
        window = wall.windows[0]
        before = window.page
        assert panel_of(wall) is None
        QTest.keyClick(window, Qt.Key.Key_F12)
        assert panel_of(wall) is not None and before is not None and not before.isVisible()
        window.resize(1366, 768)
        assert panel_of(wall) is not None, "a resized window stays where it is"
        QTest.keyClick(window, Qt.Key.Key_F12)
        assert panel_of(wall) is None
        QTest.keyClick(window, Qt.Key.Key_F12)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert panel_of(wall) is None and window.page is not None and window.page.isVisible()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert panel_of(wall) is None
        assert wall.health.troubles == 0


def test_that_only_a_shown_panel_is_asked_for(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widgets.page.LIGHT_S", inf)  # five seconds in no time: nobody takes turns here
    with shown_wall() as wall:
        asked: list[int] = []
        page = wall.windows[0].page
        assert page is not None
        whole = page.session.diagnose
        assert whole is not None

        def count() -> Diagnosis:
            asked.append(1)
            return whole()

        page.session.diagnose = count
        now = wall.runner.clock.now()
        for second in range(5):
            wall.windows[0].on_second(now + second)
        assert not asked
        wall.windows[0].toggle_aside("diagnostics")
        shown = len(asked)
        for second in range(5):
            wall.windows[0].on_second(now + second)
        assert len(asked) == shown + 5
        wall.windows[0].toggle_aside("diagnostics")
        wall.windows[0].on_second(now)
        assert len(asked) == shown + 5


def test_that_h_shows_the_heat_from_any_page_and_keys_look_back_there(
    loop: asyncio.AbstractEventLoop,
) -> None:
    with shown_wall() as wall:
        window = wall.windows[0]
        QTest.keyClick(window, Qt.Key.Key_F12)
        QTest.keyClick(window, Qt.Key.Key_H)
        page = window.page
        assert page is not None and page.screen_file.name == "heat" and page.isVisible()
        assert page.on_key(Qt.Key.Key_BracketLeft) and not page.on_key(Qt.Key.Key_A)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.page is not None and window.page.screen_file.name == "overview"
        assert wall.health.troubles == 0


def test_that_acts_do_not_reach_an_order_that_is_not_shown(loop: asyncio.AbstractEventLoop) -> None:
    with shown_wall() as wall:
        heard_of: list[str] = []

        def heard(keys: str) -> bool:
            heard_of.append(keys)
            return True

        wall.windows[0].on_key = heard
        QTest.keyClick(wall.windows[0], Qt.Key.Key_A)
        QTest.keyClick(wall.windows[0], Qt.Key.Key_F12)
        QTest.keyClick(wall.windows[0], Qt.Key.Key_A)
        assert heard_of == ["A"]


def test_that_a_key_whose_act_raises_ends_nothing(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: said.append(str(error)))

    def raises(keys: str) -> bool:
        raise ValueError("of an act")

    with shown_wall() as wall:
        wall.windows[0].on_key = raises
        QTest.keyClick(wall.windows[0], Qt.Key.Key_A)
        wall.windows[0].on_key = lambda keys: False
        QTest.keyClick(wall.windows[0], Qt.Key.Key_F12)
        assert said == ["of an act"] and panel_of(wall) is not None


def test_that_a_forgotten_panel_gives_the_wall_back(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FORGOTTEN_S", -1.0)
    with shown_wall() as wall:
        wall.windows[0].toggle_aside("diagnostics")
        wall.windows[0].on_second(wall.runner.clock.now())
        assert panel_of(wall) is None


def test_that_rates_are_known_only_between_close_looks(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(diagnosing, "monotonic", lambda: now)
    with shown_wall() as wall:
        diagnoser = diagnosing.Diagnoser(wall.runner, wall.pump, wall.store, wall.health)
        assert diagnoser().ticks.facts_per_s is None, "one look is no rate"
        wall.pump.figures.note(0.002, 300, 0)
        now += 2.0
        found = diagnoser().ticks
        assert (found.facts_per_s, found.ticks_per_s) == (150.0, 0.5)
        now += 0.1
        assert diagnoser().ticks.facts_per_s == 150.0, "another window looks at the same"
        now += 60.0
        assert diagnoser().ticks.facts_per_s is None, "the time in between is not the present"


def test_that_the_process_knows_its_memory_and_files(tmp_path: Path) -> None:
    before, memory = open_descriptors(), resident_bytes()
    assert memory is not None and 10 << 20 < memory < 8 << 30
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert before is not None and open_descriptors() == before + 1
    os.close(descriptor)
    assert open_descriptors() == before


def test_that_a_system_that_does_not_say_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosing, "PROCESS", tmp_path)
    assert resident_bytes() is None and open_descriptors() is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("ws://127.0.0.1:8765/", "ws://127.0.0.1:8765/"),
        ("wss://me:pw@hub.example/feed?token=x#y", "wss://hub.example/feed"),
        ("ws://[::1]:9/", "ws://[::1]:9/"),
        ("ws://host:notaport/", "?"),
        ("ws://host/\u202egnp", "ws://host/\\u202egnp"),
    ],
)
def test_that_an_address_is_shown_without_secrets(url: str, shown: str) -> None:
    assert bare_address(url) == shown
