"""An hour of the past as the hub's log has it, fetched page by page, and played on a Store of its own."""

import secrets
from bisect import bisect_right
from collections.abc import Awaitable, Callable

import msgspec

from feeds import frames
from feeds.codec import BadFact, decode_fact
from wallboard.domain.clock import AnchoredClock, ClockState
from wallboard.domain.facts import Fact, format_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode
from wallboard.state.boards import Boards
from wallboard.state.changes import Change
from wallboard.state.store import Store

HOUR = 3_600.0
"""Seconds that are looked at, at once."""

MOST_FACTS = 200_000
"""Facts that one look keeps, ~200 MB at worst; an hour that holds more of them ends earlier."""

BEGINS_AT, SLOWEST, FASTEST = 60.0, 1.0, 600.0
"""Operational seconds a second: an hour takes a minute at first."""

Pages = Callable[[frames.Past], Awaitable[frames.Was]]


class PastHour(msgspec.Struct):
    """since, until: epoch s. standing: what a checkpoint before ``since`` holds; rows: what came after it."""

    since: float
    until: float
    standing: list[Fact] = []
    rows: list[Fact] = []


async def fetch(
    pages: Pages, since: float, until: float, told: Callable[[int], None] = lambda count: None
) -> PastHour | Reason:
    """All pages of an hour, one after another; why there is none. told: how many facts have come so far."""
    hour = PastHour(since, until, [], [])
    ask = frames.Past(id=secrets.token_hex(8), at=frames.instant(since), until=frames.instant(until))
    while True:
        page = await pages(ask)
        if page.reason is not None:
            return with_first(page)
        (hour.standing if page.standing else hour.rows).extend(good(page.facts))
        count = len(hour.standing) + len(hour.rows)
        told(count)
        if not page.next:
            return hour
        if count >= MOST_FACTS:
            if not hour.rows or hour.rows[-1].seen <= since:
                return Reason("past_too_much")
            hour.until = hour.rows[-1].seen
            return hour
        ask = msgspec.structs.replace(ask, after=page.next)


def with_first(page: frames.Was) -> Reason:
    """Why there is no such hour, and from when on there are."""
    assert page.reason is not None
    if page.reason.code == "past_gone" and page.first is not None:
        return Reason("past_gone_before", {"at": format_instant(page.first.timestamp())})
    return page.reason


def good(raws: list[msgspec.Raw]) -> list[Fact]:
    """Facts that can be read; the others are missing in the past as they were in the present."""
    facts: list[Fact] = []
    for raw in raws:
        try:
            facts.append(decode_fact(raw))
        except BadFact:
            continue
    return facts


class PastPlayer:
    """Brings a Store to any instant of an hour. Its clock runs, stands, and ends with the hour."""

    def __init__(self, hour: PastHour) -> None:
        self.hour = hour
        self.store = Store()
        self.boards = Boards(self.store)
        self.rate = BEGINS_AT
        self._seen = [fact.seen for fact in hour.rows]
        self._at = 0  # rows that are applied
        self._run = 0
        self.clock = AnchoredClock(ClockState(ClockMode.REPLAY, hour.since, 0.0, "past-0"))
        self._load()
        self.turn(hour.since, 0.0)

    def _load(self) -> None:
        standing = self.hour.standing
        self.store.load(standing, max((fact.seq for fact in standing), default=0))
        self._at = 0

    def turn(self, now: float, rate: float) -> None:
        """Stand at an instant of the hour and go on at a rate, 0: stand still."""
        now = min(max(now, self.hour.since), self.hour.until)
        if self._at and now < self._seen[self._at - 1]:
            self._load()
        ended = now >= self.hour.until
        self._run += 1
        state = ClockState(ClockMode.REPLAY, now, 0.0 if ended else rate, f"past-{self._run}", ended)
        self.clock.set(state)
        self.follow()

    def follow(self) -> Change | None:
        """Apply what the clock has passed; None where nothing came. At the end of the hour it stands."""
        now = self.clock.now()
        if now >= self.hour.until and not self.clock.state().ended:
            self.clock.set(ClockState(ClockMode.REPLAY, self.hour.until, 0.0, f"past-{self._run}", True))
            now = self.hour.until
        to = bisect_right(self._seen, now)
        if to <= self._at:
            return None
        facts, self._at = self.hour.rows[self._at : to], to
        return self.store.apply(facts)

    def command(self, asked: str, amount: float) -> bool:
        """A key of a replay: toggle, faster, step (s); False where a step leads out of the hour."""
        state = self.clock.state()
        if asked == "toggle":
            at = self.hour.since if state.ended else state.now
            self.turn(at, self.rate if state.rate == 0 else 0.0)
        elif asked == "faster":
            self.rate = min(FASTEST, max(SLOWEST, self.rate * amount))
            self.turn(state.now, self.rate)
        elif self.hour.since <= state.now + amount <= self.hour.until:
            self.turn(state.now + amount, state.rate)
        else:
            return False
        return True
