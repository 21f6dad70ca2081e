"""Who speaks to the hub besides the desks: an outage system with crews, a roster, what stays open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from wallboard.domain.clock import SystemClock
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanWork
from wallboard.domain.roster import RosterShift
from wallboard.domain.terms import CrewStatus, OutageNature, OutageStage

HOUR = 3600.0
OUTAGE, LEFT_OPEN = "oms/O1", "oms/O2"
LEADS = (("陈", "黄"), ("区", "李"))
"""Service and network lead of the shift that goes and of the one that comes."""

Said = tuple[str, Payload]


class Producer:
    """Says things to the hub under a source's name."""

    def __init__(self, link: ClientConnection, name: str) -> None:
        self._link, self._name, self._said = link, name, 0

    async def say(self, *told: Said) -> None:
        """Publish and wait until it is durable."""
        now = SystemClock().now()
        facts = []
        for key, data in told:
            self._said += 1
            facts.append(Fact(data, key, now, self._name, f"{self._name}-{self._said}"))
        raws = [msgspec.Raw(encode_fact(fact)) for fact in facts]
        frame = frames.Ev(id=facts[0].id, facts=raws)
        await self._link.send(frames.encode_frame(frame), text=True)
        while True:
            answer = frames.decode_frame(await self._link.recv())
            if isinstance(answer, frames.Ack):
                assert answer.accepted, answer
                return


@asynccontextmanager
async def producer(url: str, name: str) -> AsyncIterator[Producer]:
    async with connect(url, subprotocols=[Subprotocol(frames.SUBPROTOCOL)], proxy=None) as link:
        await link.send(frames.encode_frame(frames.Hello(name=name, role="source")), text=True)
        yield Producer(link, name)


def crews() -> list[Said]:
    told: list[Said] = []
    places = (("抢修一组", 112.79, 22.25), ("抢修二组", 112.68, 22.37), ("抢修三组", 113.03, 22.46))
    for n, (name, lon, lat) in enumerate(places, 1):
        key = f"gps/C{n}"
        told += [
            (key, CrewProfile(name=name, unit="台山局")),
            (key, CrewStatusValue(status=CrewStatus.AVAILABLE, since=Instant(SystemClock().now()))),
            (key, CrewPosition(lon=lon, lat=lat)),
        ]
    return told


def shifts() -> list[Said]:
    """The shift on duty, and the one that relieves it in half an hour."""
    now, told = SystemClock().now(), []
    begins = (now - 7.5 * HOUR, now + 0.5 * HOUR)
    for n, (name, at, (service, network)) in enumerate(zip(("白班", "夜班"), begins, LEADS, strict=True), 1):
        shift = RosterShift(
            name=name,
            starts_at=Instant(at),
            ends_at=Instant(at + 8 * HOUR),
            service_lead=service,
            network_lead=network,
            crews_planned=3,
            crews_on_duty=3,
        )
        told.append((f"roster/{n}", shift))
    return told


def outage(stage: OutageStage) -> list[Said]:
    """The outage that is worked on."""
    dark = stage is not OutageStage.RESTORED_VERIFIED
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        region="台山局",
        town="台城",
        place="环北大道",
        feeder="10kV 台城线",
        customers_out=3140 if dark else 0,
        customers_served=3300,
        key_customers=1,
        lon=112.79,
        lat=22.25,
    )
    return [(OUTAGE, extent), (OUTAGE, OutageStageClaim(stage=stage))]


def left_open() -> list[Said]:
    """What the shift that comes finds: an outage without an estimate, and planned work of tomorrow."""
    now = SystemClock().now()
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        region="开平局",
        town="水口",
        feeder="10kV 水口线",
        customers_out=860,
        customers_served=900,
        lon=112.77,
        lat=22.45,
    )
    plan = PlanWork(
        title="10kV 蚬冈线 更换开关",
        window_from=Instant(now + 10 * HOUR),
        window_to=Instant(now + 16 * HOUR),
        region="开平局",
        customers=1240,
    )
    return [
        (LEFT_OPEN, extent),
        (LEFT_OPEN, OutageStageClaim(stage=OutageStage.CONFIRMED)),
        ("oms/P1", plan),
    ]
