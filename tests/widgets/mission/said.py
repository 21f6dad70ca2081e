"""What the plays say: orders, outages and cells in as few words as an item needs."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.widgets.mission.play import DAY, HOUR, MINUTE, NOW, Says, source
from wallboard.domain.connections import CellOwners, CellWork
from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.days import DayOrders
from wallboard.domain.orders import OrderHolder, OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import CrewStatus, Lane, OrderStage, OutageNature, OutageStage

CRM = source("crm", "request", "connect", title="营销")
OMS = source("oms", "restore", title="配网")

CELL = "网格 0312"


def need(key: str, lane: Lane = Lane.REQUEST, age: float = HOUR, **what: Any) -> Says:
    """An order received ``age`` s ago."""
    return key, OrderNeed(lane=lane, received_at=NOW - age, **{"title": "沙坪 低电压", "town": "沙坪"} | what)


def stage(key: str, now: OrderStage, age: float = 40 * MINUTE, **what: Any) -> Says:
    """The stage that an order reached ``age`` s ago."""
    return key, OrderStageValue(stage=now, since=NOW - age, **what)


def held(key: str, name: str, age: float = HOUR, **what: Any) -> Says:
    """Who has an order."""
    return key, OrderHolder(holder=name, name=name, since=NOW - age, **what)


def outage(key: str = "oms/O1", customers: int = 40, age: float = HOUR, **what: Any) -> tuple[Says, ...]:
    """An unplanned, confirmed outage and its restore order ``restore/KEY``."""
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        feeder="10kV 台城线",
        region="台山局",
        customers_out=customers,
        started_at=NOW - age,
        **what,
    )
    return (
        OMS,
        (key, extent),
        (key, OutageStageClaim(stage=OutageStage.CONFIRMED, since=NOW - age)),
        need(f"restore/{key}", Lane.RESTORE, age, outage=key, title="10kV 台城线", town=""),
    )


def crew(key: str, status: CrewStatus, **what: Any) -> tuple[Says, ...]:
    """A crew and what it does."""
    profile = CrewProfile(**{"name": "抢修1组", "unit": "新会局"} | what)
    return (key, profile), (key, CrewStatusValue(status=status, since=NOW - MINUTE))


def owners(name: str = CELL, **what: Any) -> Says:
    """A cell's two people, both there and on duty where nothing else is said."""
    posts = {"manager": "客户经理 12", "equipment": "设备主人 12"} | what
    return f"roster/{name}", CellOwners(name=name, region="开平局", **posts)


def work(name: str = CELL, **what: Any) -> Says:
    """A cell's work."""
    return f"roster/{name}", CellWork(**what)


def day(date: str, **what: Any) -> Says:
    """What a day of November 2026 came to, watched to its end."""
    begins = datetime.fromisoformat(date).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    span = {"begins": begins, "ends": begins + DAY, "until": begins + DAY, "watched": 1440}
    return date, DayOrders(**span | what)
