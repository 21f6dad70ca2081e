"""Messages to customers: what a person released, and what became of it (d.12, d.14; domain 5.9).

A message is an entry of its outage, as its course is: one problem, one thread. Its id is the id of the fact
that carries it, and the key under which a channel takes it once and never twice.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from wallboard.domain.facts import Count, Instant, Payload, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import FactKind


class MessageStep(StrEnum):
    """Where a message stands. waiting: for the second key; ready: released, not yet sent."""

    WAITING = "waiting"
    READY = "ready"
    SENDING = "sending"  # at least one request may have reached the channel
    DELIVERED = "delivered"
    REFUSED = "refused"  # the channel will not take it
    EXPIRED = "expired"  # the channel had it too late and told nobody
    WITHDRAWN = "withdrawn"  # before anything left the room


MESSAGE_OVER = frozenset(
    {MessageStep.DELIVERED, MessageStep.REFUSED, MessageStep.EXPIRED, MessageStep.WITHDRAWN}
)
"""Nothing more becomes of it."""


class Group(StrEnum):
    """Whom a message is for: everybody of an outage, its key customers, the others."""

    ALL = "all"
    KEY = "key"
    OTHERS = "others"


@fact(
    "outage.message",
    FactKind.ENTRY,
    owner="hub",
    example={
        "actor": "服务调度 07",
        "group": "all",
        "customers": 2905,
        "template": "etr",
        "lang": "zh",
        "words": "您所在区域停电, 预计 18:40 前恢复供电。",
        "etr": "2026-11-23T10:40:00Z",
        "etr_revision": 1,
        "second_key": True,
    },
)
class OutageMessage(Payload, frozen=True, kw_only=True):
    """What is to be told to a group, word for word as it was previewed.

    etr: the estimate that it names; restored: it says that the light is back. second_key: another person has
    to release it. urgent: quiet hours do not hold it.
    """

    actor: str
    words: str
    role: str = ""
    group: Group = Group.ALL
    customers: Count = 0
    template: str = ""
    lang: str = "zh"
    etr: Instant | None = None
    etr_revision: Count = 0
    restored: bool = False
    second_key: bool = False
    urgent: bool = False


@fact(
    "outage.message_course",
    FactKind.ENTRY,
    owner="hub",
    example={"message": "5f1c/1", "step": "delivered", "delivered": 2818, "channel": "sms"},
)
class MessageCourse(Payload, frozen=True, kw_only=True):
    """A message took a step. actor: who gave the second key, or withdrew it."""

    message: str
    step: MessageStep
    actor: str = ""
    channel: str = ""
    delivered: Count | None = None
    reason: Reason | None = None


class Telling(msgspec.Struct, frozen=True, gc=False):
    """How many of a group know one version, by all that was said of it. at: the last time, epoch s."""

    group: str
    revision: int
    restored: bool
    customers: int
    at: float


class Message(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One message as it stands. asked_at, since: when it was asked for and took its step, epoch s."""

    id: str
    asked_at: float
    said: OutageMessage
    step: MessageStep
    since: float
    approved_by: str = ""
    channel: str = ""
    delivered: int | None = None
    reason: Reason | None = None

    @property
    def over(self) -> bool:
        return self.step in MESSAGE_OVER


STEPS_IN_ORDER = (MessageStep.WAITING, MessageStep.READY, MessageStep.SENDING)
"""The way of a message before its end; a clock that is set back does not turn it round."""


def message_of(
    id_: str, at: float, said: OutageMessage, course: Iterable[tuple[float, MessageCourse]]
) -> Message:
    """What stands of a message after its steps (epoch s, step), in whatever order they were heard.

    An end is final; of two ends the first one stands.
    """

    def place(step: tuple[float, MessageCourse]) -> tuple[int, float, str]:
        at, took = step
        rank = STEPS_IN_ORDER.index(took.step) if took.step in STEPS_IN_ORDER else len(STEPS_IN_ORDER)
        return rank, at, took.step.value

    first = MessageStep.WAITING if said.second_key else MessageStep.READY
    found = Message(id=id_, asked_at=at, said=said, step=first, since=at)
    for when, took in sorted(course, key=place):
        if found.over:
            break
        found = msgspec.structs.replace(
            found,
            step=took.step,
            since=when,
            approved_by=took.actor if took.step is MessageStep.READY else found.approved_by,
            channel=took.channel or found.channel,
            delivered=took.delivered if took.delivered is not None else found.delivered,
            reason=took.reason,
        )
    return found
