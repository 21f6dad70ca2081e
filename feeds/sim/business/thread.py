"""One order's whole story, written down before the world is lived: what is said of it, and when.

A story is drawn for its order by seed and name; nothing that happens elsewhere changes it. Times are epoch s.
"""

from enum import StrEnum

import msgspec

from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Payload
from wallboard.domain.orders import (
    OrderCallback,
    OrderHandover,
    OrderHolder,
    OrderMark,
    OrderNeed,
    OrderStageValue,
)
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Lane, OrderStage

SOURCE = "cms"
"""The customer system: it owns the orders of the request and connect lanes, and what is said about them."""


class Tale(StrEnum):
    """What kind of story an order is."""

    PLAIN = "plain"
    PING_PONG = "ping_pong"
    MISSED_APPOINTMENT = "missed_appointment"
    FAILED_VISIT = "failed_visit"
    BLOCKED_MATERIALS = "blocked_materials"
    VACANCY = "vacancy"
    THREE_OUTAGES = "three_outages"


class Beat(msgspec.Struct, frozen=True):
    """Something that is said at its time. key: what it is about."""

    at: float
    key: str
    data: Payload


class Hands(msgspec.Struct, frozen=True):
    """Who can hold an order. unit: whose they are."""

    id: str
    name: str
    unit: str = ""


NOBODY = Hands("", "")


def instant(at: float) -> float:
    """A time as it is told: to the millisecond."""
    return round(at, 3)


class Story(msgspec.Struct, frozen=True):
    """An order from its first word to its last. area: row; ends: when it is done, inf where it is not."""

    key: str
    lane: Lane
    what: str
    tale: Tale
    area: int
    received_at: float
    ends: float
    beats: tuple[Beat, ...]


class Thread:
    """Writes one story. Each word has its own time; words of one time keep the order in which they came."""

    def __init__(self, key: str, need: OrderNeed, area: int) -> None:
        self.key, self.need, self.area = key, need, area
        self.tale = Tale.PLAIN
        self.holder, self.first = NOBODY, ""
        self.hops = self.returned = self.reopened = 0
        self._stage: tuple[OrderStage, float] = (OrderStage.NEW, need.received_at)
        self._reached: dict[str, float] = {}
        self._beats: list[Beat] = []
        self.say(need.received_at, need)
        self.contact(need.received_at, need.channel, need.title)

    def story(self) -> Story:
        """All of it, in order of time."""
        stage, since = self._stage
        over = stage in (OrderStage.DONE, OrderStage.VERIFIED, OrderStage.CANCELLED)
        return Story(
            self.key,
            self.need.lane,
            self.need.kind,
            self.tale,
            self.area,
            self.need.received_at,
            self._reached.get("done", since) if over else float("inf"),
            tuple(sorted(self._beats, key=lambda beat: beat.at)),
        )

    def say(self, at: float, data: Payload, key: str = "") -> None:
        self._beats.append(Beat(instant(at), key or self.key, data))

    def contact(self, at: float, channel: str, topic: str) -> None:
        """The customer turns to the company about it."""
        at = instant(at)
        self.say(at, CallReport(channel=channel, received_at=at, order=self.key, topic=topic), SOURCE)

    def promise(self, at: float, until: float) -> None:
        """A time is agreed with the customer."""
        self.need = msgspec.structs.replace(self.need, promised_at=instant(until))
        self.say(at, self.need)

    def stage(self, at: float, stage: OrderStage, *, reason: Reason | None = None, actor: str = "") -> None:
        """It has come to this stage; what was reached first stays, unless it is opened again."""
        at = instant(at)
        self._stage = stage, at
        if stage is not OrderStage.NEW:
            self._reached.setdefault(stage.value, at)
        data = OrderStageValue(
            stage=stage,
            since=at,
            reached=dict(self._reached),
            reason=reason,
            actor=actor,
            reopened=self.reopened,
            returned=self.returned,
        )
        self.say(at, data)

    def hold(self, at: float, hands: Hands, *, accepted: bool = True) -> None:
        """It is in these hands; the first who took it stays responsible to the end."""
        at = instant(at)
        self.hops += bool(self.holder.id) and hands.id != self.holder.id and bool(hands.id)
        self.holder = hands
        self.first = self.first or hands.name
        data = OrderHolder(
            holder=hands.id,
            name=hands.name,
            unit=hands.unit,
            since=at,
            accepted_at=at if accepted and hands.id else None,
            first_inquirer=self.first,
            hops=self.hops,
        )
        self.say(at, data)

    def send(self, sent: float, to: Hands, why: str = "") -> None:
        """It is on its way to these hands."""
        frm, sent = self.holder.name or self.first, instant(sent)
        self._way = OrderHandover(frm=frm, to=to.name or to.unit, sent_at=sent, reason=why)
        self.say(sent, self._way)
        self._to = to

    def take_over(self, taken: float) -> None:
        """Whoever it was sent to has it."""
        self.say(taken, msgspec.structs.replace(self._way, accepted_at=instant(taken)))
        self.hold(taken, self._to)

    def pass_on(self, sent: float, to: Hands, taken: float, why: str = "") -> None:
        """Sent, and taken over."""
        self.send(sent, to, why)
        self.take_over(taken)

    def give_back(self, at: float, code: str, to: Hands, words: str) -> None:
        """Sent back (退单) with its reason: it is new again, with the desk."""
        self.returned += 1
        self.mark(at, "return", self.holder.name, words, Reason(f"return_{code}"))
        self._reached.pop("assigned", None)
        self.stage(at, OrderStage.NEW, reason=Reason(f"return_{code}"), actor=self.holder.name)
        self.hold(at, to)

    def mark(self, at: float, verb: str, actor: str, words: str = "", reason: Reason | None = None) -> None:
        """Somebody did something about it."""
        self.say(at, OrderMark(verb=verb, actor=actor, words=words, reason=reason))

    def wait(self, asked: float, verb: str, words: str, answered: float, by: str, answer: str) -> None:
        """It waits for somebody else's word, then goes on where it stood."""
        before = self._stage[0]
        self.mark(asked, verb, self.holder.name, words)
        self.stage(asked, OrderStage.WAITING, reason=Reason(verb), actor=self.holder.name)
        self.mark(answered, "decide" if verb == "ask_decision" else "reply", by, answer)
        self.stage(answered, before, actor=by)

    def call_back(self, at: float, satisfied: bool, score: int, words: str = "") -> None:
        """The customer is asked whether it is well (回访)."""
        self.say(at, OrderCallback(actor="95598", satisfied=satisfied, score=score, words=words))

    def reopen(self, at: float, reason: str, actor: str) -> None:
        """It was not well: the same hands have it again."""
        self.reopened += 1
        if self.need.promised_at is not None:  # that time is over
            self.need = msgspec.structs.replace(self.need, promised_at=None)
            self.say(at, self.need)
        self._reached = {k: v for k, v in self._reached.items() if k not in ("done", "verified", "on_site")}
        self.stage(at, OrderStage.ACCEPTED, reason=Reason(reason), actor=actor)
