"""The wall's own hub: where it goes on after it was killed, and what the glass says when it cannot."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from wallboard.domain.clock import ClockState
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.shell.embedded_hub import EmbeddedHub, HubAsk, resumed
from wallboard.shell.health import Health
from wallboard.shell.hub_child import last_words

SPAN = (1_000_000.0, 1_100_000.0)
ASK = HubAsk(recording=Path("x.rec"), speed=60.0, at="+0", span=SPAN)


def state(now: float, rate: float = 60.0, *, ended: bool = False) -> ClockState:
    return ClockState(ClockMode.REPLAY, now, rate, "replay-3", ended)


def test_that_a_replay_goes_on_from_where_it_was() -> None:
    again = resumed(ASK, state(1_050_000.25, 600.0), 60.0)
    assert (again.at, again.speed, again.paused) == ("1970-01-13T03:40:00.250Z", 600.0, False)
    assert "--paused" not in again.arguments()


def test_that_a_replay_that_stood_stands_again() -> None:
    again = resumed(ASK, state(1_050_000, 0.0), 300.0)
    assert again.paused and again.speed == 300.0, "and goes on later at the rate that it had"
    assert "--paused" in again.arguments()


def test_that_a_replay_that_was_over_is_over_again() -> None:
    again = resumed(ASK, state(1_200_000, 0.0, ended=True), 60.0)
    assert not again.paused
    assert again.at == "1970-01-13T17:33:20Z", "the end, not beyond it"


def test_that_a_live_room_begins_now() -> None:
    assert resumed(ASK, ClockState(ClockMode.LIVE, 5.0, 1.0, "live"), 1.0) is ASK


def test_that_the_last_line_says_why() -> None:
    said = b"warning: x: slow\n\nwallboard: room.toml: no such file; check the path\n"
    assert last_words(said, 1, crashed=False) == "room.toml: no such file; check the path"
    assert last_words(b"", 7, crashed=False) == "exit code 7"
    assert last_words(b"warning: x: slow", 9, crashed=True) == "killed by signal 9"
    assert len(last_words(b"x" * 4000, 1, crashed=False)) == 200


class Wall:
    """What a hub tells its wall."""

    resume_rate = 1.0
    hub_clock: ClockState | None = None

    def __init__(self) -> None:
        self.health = Health()
        self.reasons: list[Reason] = []
        self.urls: list[str] = []

    def follow(self, url: str) -> None:
        self.urls.append(url)

    def hub_failed(self, reason: Reason) -> None:
        self.reasons.append(reason)


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about in time")


@pytest.mark.slow
def test_that_a_hub_that_dies_at_once_says_why_and_is_started_later_each_time(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def story() -> None:
        wall, parent = Wall(), QObject()
        hub = EmbeddedHub(HubAsk(recording=tmp_path / "gone.rec"), wall, parent, first=0.05)
        hub.start()
        await until(lambda: len(wall.reasons) >= 3)
        hub.stop()
        assert [reason.args["seconds"] for reason in wall.reasons[:3]] == [0.05, 0.1, 0.2]
        assert "gone.rec: no such recording" in str(wall.reasons[0].args["words"])
        assert wall.health.troubles >= 3 and wall.urls == []
        count = len(wall.reasons)
        await asyncio.sleep(0.5)
        assert len(wall.reasons) == count, "stopped for good"

    loop.run_until_complete(story())
