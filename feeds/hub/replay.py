"""The hub of a recording: facts come when the clock passes the time at which they were received.

Pause, a new rate and seek start a new run: new epoch, a gap and a fresh snapshot for everybody, so that
nothing of one run is taken for another's (design 4).
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence

from feeds import frames
from feeds.codec import encode_fact
from feeds.hub.access import Actor, Role
from feeds.hub.channel import Channel
from feeds.hub.past import refused
from feeds.hub.playback import Judge, Playback, Shelf
from feeds.recording import Recording
from wallboard.domain.clock import AnchoredClock, ClockState, monotonic
from wallboard.domain.facts import Fact, parse_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

STEP = 0.05
"""Seconds between two looks at the clock."""
CHUNK = 500
"""Facts applied between two turns of the loop."""
MOST_RATE = 36_000.0
"""Fastest replay, operational seconds a second."""


class ReplayHub:
    """Serves one recording. paused: it begins standing still. beat: sends heartbeats now, called after the
    clock has changed."""

    takes_facts = False

    def __init__(
        self,
        recording: Recording,
        *,
        speed: float = 1.0,
        start_at: float | None = None,
        paused: bool = False,
        judge: Callable[[], Judge] | None = None,
    ) -> None:
        self.recording = recording
        self.first, self.last = recording.span()
        self._judge = None if recording.manifest.judged else judge
        self._shelf = Shelf(recording)
        self._base = secrets.token_hex(6)
        self._run = 1
        self._rate = min(max(speed, 0.0), MOST_RATE)
        self._paused = paused
        self._start_at = self.first if start_at is None else start_at
        self._playback = Playback(recording, self._shelf, self._judge)
        state = ClockState(ClockMode.REPLAY, self._start_at, 0.0, self._run_name)
        self.clock: AnchoredClock = AnchoredClock(state)
        self.channel = Channel("room", self._epoch, self._playback.store)
        self.beat: Callable[[], None] = lambda: None
        self._moving = asyncio.Lock()

    async def run(self) -> None:
        """Play for ever; at the end the clock stands and says so."""
        async with self._moving:
            await self._move_to(self._start_at)
            self._new_run(self._start_at, 0.0 if self._paused else self._rate, Reason("replay_starts"))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._play())
            group.create_task(self._scout())

    async def publish(self, facts: Sequence[Fact], *, decoded: bool = False) -> int:
        """A replay takes no facts: nothing is kept."""
        return 0

    async def rows(self, epoch: str, after: int) -> list[tuple[int, bytes]] | None:
        """(seq, body) after a place of this run, from memory."""
        return self.channel.after(after) if epoch == self.channel.epoch else None

    async def past(self, ask: frames.Past) -> frames.Was:
        """All of it is the past: it is turned by its clock."""
        return refused(ask, Reason("past_is_replay"))

    async def act(self, act: frames.Act, actor: Actor) -> frames.Ack:
        """Verbs on the subject ``clock``: pause, rate {rate}, seek {at}."""
        if actor.role not in (Role.DESK, Role.ADMIN) and not (actor.role is Role.WALL and actor.local):
            return _refused(act, Reason("role_may_not", {"role": actor.role.value}))
        if act.subject != "clock":
            return _refused(act, Reason("unknown_subject"))
        async with self._moving:
            reason = await self._turn(act)
        if reason is not None:
            return _refused(act, reason)
        return frames.Ack(id=act.id, accepted=True, seq=self.channel.head)

    async def _turn(self, act: frames.Act) -> Reason | None:
        """Do a clock verb; a reason where it cannot be done."""
        now = self.clock.now()
        if act.verb == "pause":
            self._new_run(now, 0.0, Reason("replay_paused"))
            return None
        if act.verb == "rate":
            rate = act.args.get("rate")
            if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= MOST_RATE:
                return Reason("bad_rate", {"most": MOST_RATE})
            self._rate = float(rate)
            self._new_run(now, self._rate, Reason("replay_rate", {"rate": self._rate}))
            return None
        if act.verb == "seek":
            at = _instant(act.args.get("at"))
            if at is None or not self.first <= at <= self.last:
                return Reason("bad_time")
            paused = self.clock.state().rate == 0.0 and not self.clock.state().ended
            self._set_clock(now, 0.0)
            await self._move_to(at)
            self._new_run(at, 0.0 if paused else self._rate, Reason("replay_seek"))
            return None
        return Reason("unknown_verb")

    async def _move_to(self, at: float) -> None:
        """Bring a playback to an instant, in small steps: this one where it lies nearer, else a fresh one."""
        start = self._shelf.before(at)
        playback = self._playback
        if playback.seen > at or (start is not None and start.row > playback.row):
            playback = Playback(self.recording, self._shelf, self._judge, start)
        going = bool(playback.take(at, CHUNK))
        while going:
            await asyncio.sleep(0)
            going = bool(playback.take(at, CHUNK))
        self._playback = playback

    def _new_run(self, now: float, rate: float, reason: Reason) -> None:
        self._run += 1
        self._set_clock(now, rate)
        self.channel.renew(self._epoch, self._playback.store, self._playback.seq, reason)

    def _set_clock(self, now: float, rate: float, *, ended: bool = False) -> None:
        self.clock.set(ClockState(ClockMode.REPLAY, now, rate, self._run_name, ended))
        self.beat()

    async def _play(self) -> None:
        while True:
            async with self._moving:
                await self._release()
            await asyncio.sleep(STEP)

    async def _release(self) -> None:
        """Spread what the clock has passed, a chunk at a time; stop the clock at the end."""
        playback, now = self._playback, self.clock.now()
        facts = playback.take(now, CHUNK)
        if facts:
            await self.channel.pour(facts, [encode_fact(fact) for fact in facts])
        state = self.clock.state()
        if playback.due() is None and state.rate > 0.0 and now >= self.last:
            self._set_clock(self.last, 0.0, ended=True)

    async def _scout(self) -> None:
        """Lay checkpoints ahead of the clock, at a third of one core, so that a far seek is quick too."""
        scout = Playback(self.recording, self._shelf, self._judge)
        while True:
            if self._moving.locked():
                await asyncio.sleep(STEP)
                continue
            started = monotonic()
            if not scout.take(float("inf"), CHUNK // 5):
                return
            await asyncio.sleep(2 * (monotonic() - started))

    @property
    def _run_name(self) -> str:
        return f"replay-{self._run}"

    @property
    def _epoch(self) -> str:
        return f"{self._base}-{self._run}"


def _refused(act: frames.Act, reason: Reason) -> frames.Ack:
    return frames.Ack(id=act.id, accepted=False, reason=reason)


def _instant(value: object) -> float | None:
    """Epoch seconds or RFC 3339 -> epoch seconds; None where it is neither."""
    if isinstance(value, str):
        try:
            return parse_instant(value)
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
