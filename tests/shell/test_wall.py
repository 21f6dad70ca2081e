"""A real wall against a real hub process: live, hub killed, live again, replay keys."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from feeds import runner
from feeds.codec import encode_fact
from feeds.recording import Recording
from wallboard.config.room import load_room
from wallboard.domain.clock import ClockState
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.embedded_hub import EmbeddedHub, HubAsk
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments
from wallboard.shell.last_picture import decode_picture, encode_picture
from wallboard.state.store import Store
from widgets.text import Text


def make_wall(recording: Path | None = None, speed: float = 1.0) -> tuple[Wall, HubChild]:
    room = load_room("replay" if recording else "demo")
    wall = Wall(room, room.window[:1], offscreen_application().family, Health())
    words = hub_arguments(
        room=None,
        recording=recording,
        scenario=None if recording else "town-storm",
        seed=7,
        speed=speed,
        at=None if recording else "moment",
    )
    child = HubChild(words, wall)
    child.listening.connect(wall.follow)
    for window in wall.windows:
        window.resize(1280, 720)
        window.show()
    child.start()
    return wall, child


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about in time")


def live(wall: Wall) -> bool:
    return wall.runner.status.state == "live" and bool(wall.store.tables.outages)


async def end(wall: Wall, child: HubChild) -> None:
    await wall.close()
    child.stop()
    for window in wall.windows:
        window.close()
        window.deleteLater()
    wall.deleteLater()


def test_that_a_snapshot_stays_veiled_until_all_of_it_is_on_the_glass(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link may be live long before the picture is: what is shown meanwhile is not said to be fresh."""
    facts = [
        Fact(OutageExtent(customers_out=1), f"oms/{n}", 1.7e9, "oms", f"f{n}", 1.7e9, n + 1)
        for n in range(15_000)
    ]

    async def story() -> None:
        room = load_room("demo")
        wall = Wall(room, room.window[:1], offscreen_application().family, Health())
        window = wall.windows[0]
        window.resize(1280, 720)
        window.show()
        page = window.page
        assert page is not None
        monkeypatch.setattr(runner, "status_of", lambda *_, **__: ("live", None))
        wall._following = True
        looks: list[tuple[str, int]] = []

        def looked() -> bool:
            looks.append((page.session.link.state, len(wall.store.tables.outages)))
            return page.session.link.state == "live"

        wall.inbox.put_snapshot(facts, "e", len(facts))
        wall._on_status(wall.runner.status)
        assert not wall.live
        await until(looked, 30.0)
        assert wall.live and not page.renewing
        assert {state for state, _ in looks[:-1]} == {"gap"}
        assert {rows for _, rows in looks} <= {0, len(facts)} and ("gap", 0) in looks
        await wall.close()
        window.close()

    loop.run_until_complete(story())


@pytest.mark.slow
def test_that_a_killed_hub_is_seen_as_lost_and_the_wall_recovers(loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        wall, child = make_wall()
        page = wall.windows[0].page
        assert page is not None
        assert not page.session.link.fresh, "disconnected is the initial state"
        await until(lambda: live(wall))
        await until(lambda: page.session.link.fresh)
        known = set(wall.store.tables.outages)
        died: list[str] = []
        child.failed.connect(died.append)
        child._process.kill()
        await until(lambda: bool(died) and child._process.state() is QProcess.ProcessState.NotRunning)
        await until(lambda: not page.session.link.fresh)
        assert set(wall.store.tables.outages) == known, "the last picture stays"
        child.start()
        await until(lambda: live(wall) and page.session.link.fresh)
        assert wall.health.troubles == 0
        await end(wall, child)

    loop.run_until_complete(story())


@pytest.mark.slow
def test_that_replay_keys_turn_the_hubs_clock(loop: asyncio.AbstractEventLoop, small_recording: Path) -> None:
    async def story() -> None:
        wall, child = make_wall(small_recording, speed=10.0)
        await until(lambda: live(wall))
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 0)
        before = wall.runner.clock.now()
        wall.command("step", 600.0)
        await until(lambda: wall.runner.clock.now() > before + 500)
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 10.0)
        page = wall.windows[0].page
        assert page is not None and page.session.not_live, "a replay is framed as one"
        await end(wall, child)

    loop.run_until_complete(story())


@pytest.mark.slow
def test_that_a_replay_goes_on_where_it_was_when_its_hub_was_killed(
    loop: asyncio.AbstractEventLoop, small_recording: Path
) -> None:
    with Recording(small_recording) as recording:
        span = recording.span()

    async def story() -> None:
        room = load_room("replay")
        wall = Wall(room, room.window[:1], offscreen_application().family, Health())
        hub = EmbeddedHub(
            HubAsk(recording=small_recording, speed=20.0, at="+60", span=span), wall, wall, first=0.3
        )
        hub.start()
        await until(lambda: live(wall))
        wall.command("step", 900.0)
        await until(lambda: wall.runner.clock.now() > span[0] + 900)
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 0)
        stood, run = wall.runner.clock.now(), wall.runner.clock.state().run
        hub.child._process.kill()
        await until(lambda: "killed by signal 9" in wall._face(wall.runner.status, Text("en")).why)
        await until(lambda: live(wall) and wall.runner.clock.state().run != run)
        assert wall.runner.clock.state().rate == 0, "it stood, and stands again"
        assert abs(wall.runner.clock.now() - stood) < 1
        wall.command("toggle", 0)
        await until(lambda: wall.runner.clock.state().rate == 20.0)
        assert wall._face(wall.runner.status, Text("en")).why == "", "a live hub has nothing to explain"
        await wall.close()
        hub.stop()
        wall.deleteLater()

    loop.run_until_complete(story())


def kept_picture(recording: Path) -> bytes:
    store = Store()
    with Recording(recording) as facts:
        store.apply(facts.facts())
        _, last = facts.span()
    lines = [encode_fact(fact, with_seq=True) for batch in store.walk() for fact in batch]
    return encode_picture("x", last, ClockState(ClockMode.REPLAY, last, 60.0, "r1"), store.head, lines)


def test_that_a_kept_picture_is_shown_marked_and_standing(
    loop: asyncio.AbstractEventLoop, small_recording: Path
) -> None:
    kept = decode_picture(kept_picture(small_recording))
    room = load_room("replay")
    wall = Wall(room, room.window[:1], offscreen_application().family, Health())
    wall.restore(kept)
    wall.windows[0].resize(1280, 720)
    wall.windows[0].show()
    page = wall.windows[0].page
    assert page is not None
    assert page.session.tables.outages
    assert page.session.link.state == "restored" and not page.session.link.fresh
    assert page.session.link.age == pytest.approx(wall.shows_kept, abs=5)
    assert page.session.not_live, "a replay's last picture is framed as one"
    assert wall.runner.clock.now() == kept.head.clock.now, "its clock stands until the hub speaks"
    assert wall.hub_clock is None, "no hub has said so: a new one begins where it was asked to"
    wall.windows[0].close()
    wall.deleteLater()


def test_that_a_wall_without_a_source_says_what_is_missing(loop: asyncio.AbstractEventLoop) -> None:
    room = load_room("storm")
    wall = Wall(room, room.window[:1], offscreen_application().family, Health())
    wall.windows[0].resize(1280, 720)
    wall.hub_failed(Reason("room_without_source", {"room": room.name}))
    page = wall.windows[0].page
    if page is None:
        wall.windows[0].rebuild()
        page = wall.windows[0].page
    assert page is not None
    assert page.session.link.state == "no_hub"
    assert "--recording" in page.session.link.why and room.name in page.session.link.why
    assert "troubled" not in page.session.link.marks
    wall.hub_failed(Reason("hub_ended", {"words": "gone.rec: no such recording", "seconds": 2.0}))
    assert page.session.link.state == "hub_down" and "gone.rec" in page.session.link.why
    wall.health.trouble("the map raised")
    wall.on_second(wall.runner.clock.now())
    assert "troubled" in page.session.link.marks, "a fault of the program shows on the glass"
    wall.deleteLater()


def test_that_there_is_one_application() -> None:
    assert offscreen_application().qt is QApplication.instance()
