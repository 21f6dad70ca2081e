"""The hub of a scenario: a simulated world, lived on the hub's own clock, through the live hub's path."""

import asyncio
from pathlib import Path

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.playback import Judge
from feeds.hub.replay import MOST_RATE
from feeds.sim import CATCH_UP_STEP
from feeds.sources.city import CitySource
from feeds.truth_file import TruthFile
from feeds.worlds import open_world
from wallboard.config.scenario import load_scenario
from wallboard.domain.clock import AnchoredClock, ClockState
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.domain.walls import Walls


class ScenarioHub(LiveHub):
    """A live hub whose clock is the scenario's: it starts at ``start_at``, ends with the scenario, and obeys
    pause and rate. start_at: where it is shown, epoch s (default: where it opens); truth: where to write what
    is really so; walls: of the room. Raises ConfigError, NetworkError, OSError."""

    def __init__(
        self,
        log: HubLog,
        scenario: str,
        seed: int,
        speed: float,
        judge: Judge | None,
        *,
        start_at: float | None = None,
        truth: Path | None = None,
        walls: Walls | None = None,
    ) -> None:
        self.scenario = load_scenario(scenario)
        target = self.scenario.opens_at if start_at is None else start_at
        self._target = min(max(target, self.scenario.start_at), self.scenario.end_at)
        self._world = open_world(self.scenario, seed, self._target)
        self._truth = TruthFile(truth, self._world) if truth is not None else None
        self._rate, self._run = min(max(speed, 0.0), MOST_RATE), 1
        self.paused = False  # begin standing still
        self._anchored = AnchoredClock(self._state(self.scenario.start_at, 0.0))
        super().__init__(log, self._anchored, judge, walls=walls)
        self._city = CitySource("city", self._world, self.clock, self._write_truth)
        self._city.resume(self._store.tables)

    async def begin(self) -> None:
        """Live up to where the scenario is to be shown, minute by minute."""
        at = self.scenario.start_at
        while at < self._target:
            at = min(at + CATCH_UP_STEP, self._target)
            self._anchored.set(self._state(at, 0.0))
            await self.take_now(self._city.live(at))

    async def run(self) -> None:
        """Live on from there until cancelled."""
        self._anchored.set(self._state(self._anchored.now(), 0.0 if self.paused else self._rate))
        async with asyncio.TaskGroup() as group:
            group.create_task(super().run())
            group.create_task(self._city.run(self.publish))
            group.create_task(self._end())

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack:
        """Verbs on the subject ``clock``: pause, rate {rate}, never back. Other subjects as when live."""
        if act.subject != "clock":
            return await super().act(act, actor)
        if actor.role not in (Role.DESK, Role.ADMIN) and not (actor.role is Role.WALL and actor.local):
            return _answer(act, Reason("role_may_not", {"role": actor.role.value}))
        rate = act.args.get("rate") if act.verb == "rate" else 0.0
        if act.verb not in ("pause", "rate"):
            return _answer(act, Reason("unknown_verb"))
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= MOST_RATE:
            return _answer(act, Reason("bad_rate", {"most": MOST_RATE}))
        self._run += 1
        self._anchored.set(self._state(self._anchored.now(), float(rate)))
        self.channel.renew(
            await self.log.new_epoch(), self._store, self.channel.head, Reason("replay_rate", {"rate": rate})
        )
        self.beat()
        return _answer(act, None)

    def _write_truth(self) -> None:
        """Write down what was really so."""
        if self._truth is not None:
            self._truth.write()

    async def _end(self) -> None:
        """At the end of the scenario its clock stands and says so."""
        while True:
            if self._anchored.now() >= self.scenario.end_at and not self._anchored.state().ended:
                self._anchored.set(self._state(self.scenario.end_at, 0.0, ended=True))
                self.beat()
            await asyncio.sleep(0.5)

    def _state(self, now: float, rate: float, *, ended: bool = False) -> ClockState:
        return ClockState(ClockMode.SCENARIO, now, rate, f"{self.scenario.name}-{self._run}", ended)


def _answer(act: frames.Act, reason: Reason | None) -> frames.Ack:
    return frames.Ack(id=act.id, accepted=reason is None, reason=reason)
