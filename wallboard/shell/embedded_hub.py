"""The wall's own hub, started anew whenever it ends: where the replay stood, later each time it fails."""

import asyncio
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject

from wallboard.domain.clock import ClockState, monotonic
from wallboard.domain.facts import format_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments

FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 30.0
"""Seconds until the hub is started anew: doubled with each failure."""

SOUND_S = 30.0
"""A hub that lived so long was sound: the next failure counts as the first."""


class HubAsk(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub is to serve. span: first and last instant of a recording, epoch s; data: of a live room,
    where its log is kept."""

    room: str | None = None
    recording: Path | None = None
    scenario: str | None = None
    seed: int = 7
    speed: float = 1.0
    at: str | None = None
    paused: bool = False
    data: Path | None = None
    span: tuple[float, float] | None = None

    def arguments(self) -> list[str]:
        """The hub's command line."""
        return hub_arguments(
            room=self.room,
            recording=self.recording,
            scenario=self.scenario,
            seed=self.seed,
            speed=self.speed,
            at=self.at,
            paused=self.paused,
            data=self.data,
        )


def resumed(ask: HubAsk, state: ClockState, rate: float) -> HubAsk:
    """The same, from where the clock stands now. rate: what a paused replay goes on at."""
    if state.mode is ClockMode.LIVE:
        return ask
    first, last = ask.span or (state.now, state.now)
    at = min(max(state.now, first), last)
    return msgspec.structs.replace(
        ask,
        at=format_instant(at),
        speed=state.rate or rate,
        paused=state.rate == 0.0 and not state.ended,
    )


class Follower(Protocol):
    """What a hub needs of its wall."""

    health: Health

    @property
    def hub_clock(self) -> ClockState | None:
        """The clock as the hub last told it; None where it was never live."""
        ...

    @property
    def resume_rate(self) -> float: ...

    def follow(self, url: str) -> None: ...

    def hub_failed(self, reason: Reason) -> None: ...


class EmbeddedHub:
    """One child process at a time. wall: told its address and why it ended."""

    def __init__(self, ask: HubAsk, wall: Follower, parent: QObject, first: float = FIRST_WAIT_S) -> None:
        self._ask, self._wall, self._first = ask, wall, first
        self._wait, self._began = first, 0.0
        self._again: asyncio.Handle | None = None
        self.child = HubChild(ask.arguments(), parent)
        self.child.listening.connect(wall.follow)
        self.child.failed.connect(self._on_failed)

    def start(self) -> None:
        """Begin, where the replay or scenario stood when it was last live."""
        state = self._wall.hub_clock
        if state is not None:
            self.child.arguments = resumed(self._ask, state, self._wall.resume_rate).arguments()
        self._began = monotonic()
        self.child.start()

    def stop(self) -> None:
        """End it for good."""
        if self._again is not None:
            self._again.cancel()
        self.child.stop()

    def _on_failed(self, words: str) -> None:
        if monotonic() - self._began >= SOUND_S:
            self._wait = self._first
        wait, self._wait = self._wait, min(LONGEST_WAIT_S, 2 * self._wait)
        self._wall.health.trouble(f"the hub ended: {words}; started anew in {wait:g} s")
        self._wall.hub_failed(Reason("hub_ended", {"words": words, "seconds": wait}))
        self._again = asyncio.get_event_loop().call_later(wait, self.start)
