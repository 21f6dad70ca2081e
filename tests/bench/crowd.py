"""A crowd of facts for benches: outages, orders and moving crews of a prefecture, by seed."""

import random

from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import CrewStatus, Lane, OrderStage, OutageNature, OutageStage

START = 1_732_000_000.0


def standing(outages: int, orders: int, crews: int, seed: int = 1) -> list[Fact]:
    """Facts that put so many outages, restore orders and crews on the map."""
    chance = random.Random(seed)
    facts: list[Fact] = []

    def say(data: Payload, key: str) -> None:
        facts.append(Fact(data, key, START, "bench", f"{len(facts)}", START, len(facts) + 1))

    for n in range(outages):
        lon, lat = _place(n)
        count = int(chance.paretovariate(0.8))
        say(
            OutageExtent(
                nature=OutageNature.UNPLANNED,
                lon=lon,
                lat=lat,
                region=f"局 {n % 7}",
                place=f"台区 {n}",
                customers_out=min(count, 5000),
                started_at=START - chance.random() * 9000,
            ),
            f"oms/O{n}",
        )
        say(OutageStageClaim(stage=OutageStage.CONFIRMED, since=START), f"oms/O{n}")
    for n in range(orders):
        at = START - chance.random() * 9000
        say(
            OrderNeed(lane=Lane.RESTORE, received_at=at, title=f"台区 {n}", outage=f"oms/O{n}"),
            f"restore/oms/O{n}",
        )
        say(OrderStageValue(stage=OrderStage.NEW, since=at), f"restore/oms/O{n}")
    for n in range(crews):
        say(CrewProfile(name=f"抢修 {n}", unit=f"局 {n % 7}"), f"gps/C{n}")
        say(CrewStatusValue(status=CrewStatus.EN_ROUTE, since=START), f"gps/C{n}")
        lon, lat = 112.0 + chance.random() * 1.4, 21.8 + chance.random() * 1.1
        say(CrewPosition(lon=lon, lat=lat, heading=90.0), f"gps/C{n}")
    return facts


def _place(n: int) -> tuple[float, float]:
    """Where outage ``n`` lies, whatever changes of it: lon, lat."""
    chance = random.Random(n)
    return 112.0 + chance.random() * 1.4, 21.8 + chance.random() * 1.1


def stream(facts: int, outages: int, crews: int, first_seq: int, seed: int = 2) -> list[Fact]:
    """A storm's mixture: 90 % crew positions, 10 % changes of an outage's extent."""
    chance = random.Random(seed)
    found: list[Fact] = []
    for n in range(facts):
        at = START + n / 1000
        seq = first_seq + n
        if crews and chance.random() < 0.9:
            data: Payload = CrewPosition(
                lon=112.0 + chance.random() * 1.4, lat=21.8 + chance.random() * 1.1, heading=90.0
            )
            found.append(Fact(data, f"gps/C{chance.randrange(crews)}", at, "gps", str(n), at, seq))
        else:
            key = chance.randrange(outages)
            data = OutageExtent(
                nature=OutageNature.UNPLANNED,
                lon=_place(key)[0],
                lat=_place(key)[1],
                region=f"局 {key % 7}",
                place=f"台区 {key}",
                customers_out=chance.randrange(2000),
                started_at=START,
            )
            found.append(Fact(data, f"oms/O{key}", at, "oms", str(n), at, seq))
    return found
