"""Orders as tests write them: times as they stand on a clock in China."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from wallboard.domain.connections import Complaint, ConnectionProject, StepEntered
from wallboard.domain.orders import Standstill
from wallboard.domain.rows import Order
from wallboard.domain.terms import ConnectStep, Lane

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> float:
    """``2026-09-30 16:00`` in China -> epoch s."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def shown(instant: float | None) -> str:
    """Epoch s -> ``2026-09-30 16:00`` in China."""
    return "none" if instant is None else f"{datetime.fromtimestamp(instant, ZONE):%Y-%m-%d %H:%M}"


def order_of(lane: str, received: str = "2026-11-02 09:00", **fields: Any) -> Order:
    plain = {"id": "o/1", "source": "oms", "lane": Lane(lane), "received_at": at(received)}
    return msgspec.convert({**plain, **fields}, Order)


def arrived(lane: str, received: str, arrival: str, **fields: Any) -> Order:
    stage = {"stage": "on_site", "since": at(arrival), "reached": {"on_site": at(arrival)}}
    return order_of(lane, received, **{**stage, **fields})


def connection(category: str, applied: str, *steps: tuple[str, str], **project: Any) -> Order:
    """A connection applied for at a time, with the steps that were entered since."""
    what = ConnectionProject(voltage=category[:2], category=category, applied_at=at(applied), **project)
    course = tuple(StepEntered(step=ConnectStep(step), at=at(when)) for step, when in steps)
    made = order_of("connect", applied)
    return msgspec.structs.replace(made, project=what, course=course)


def complaint(channel: str, received: str, accepted: str | None = None, **fields: Any) -> Order:
    said = Complaint(channel=channel, accepted_at=None if accepted is None else at(accepted), **fields)
    return msgspec.structs.replace(order_of("request", received), complaint=said)


def pause(since: str, until: str) -> Standstill:
    return Standstill(since=at(since), until=at(until), code="safety_hold", actor="lead")
