"""Moments of a room, made of facts alone: what the pages are looked at and tested with."""

from collections.abc import Iterator
from datetime import UTC, datetime

from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderHolder, OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageDevice, OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import ResponseLevel, RosterShift, SourceFreshness, TrendSample
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import (
    AreaClass,
    CountQuality,
    CrewStatus,
    DeviceKind,
    Lane,
    OrderStage,
    OutageNature,
    OutageStage,
    SourceFlag,
    SourceState,
)
from wallboard.state.store import Store

NOW = datetime(2026, 11, 23, 8, 42, 7, tzinfo=UTC).timestamp()
MINUTE, HOUR = 60.0, 3600.0

BUREAUS = ("台山局", "开平局", "新会局", "恩平局", "鹤山局", "蓬江局", "江海局")
LINES = ("台城线", "水口线", "斗山支线", "会城线", "沙坪线", "荷塘线", "外海线", "恩城线", "赤坎线", "广海线")
ENGLISH = (
    "Vancouver Island North",
    "Lower Mainland",
    "Central Interior",
    "Thompson/Shuswap",
    "Sunshine Coast",
)

STAGES = (OrderStage.NEW, OrderStage.ASSIGNED, OrderStage.EN_ROUTE, OrderStage.ON_SITE)


class _Log:
    """Numbers facts in log order."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def say(self, key: str, data: Payload, at: float = NOW, source: str = "scene") -> None:
        seq = len(self.facts) + 1
        self.facts.append(Fact(data, key, at, source, id=f"s{seq}", seen=NOW, seq=seq))


def store_of(facts: list[Fact]) -> Store:
    store = Store()
    store.apply(facts)
    return store


def numbered_after(store: Store, key: str, *said: Payload, source: str = "hub") -> list[Fact]:
    """Facts of one thing that come after all that a store holds."""
    return [
        Fact(data, key, NOW, source, id=f"after{n}", seen=NOW, seq=store.head + n)
        for n, data in enumerate(said, 1)
    ]


def busy(n: int = 64, names: tuple[str, ...] = BUREAUS) -> list[Fact]:
    """A full room: three lanes, crews, a roster, a response level, four sources."""
    log = _Log()
    _room(log)
    _outages(log, n, names)
    _other_lanes(log)
    for i in range(58):
        status = (CrewStatus.AVAILABLE, CrewStatus.EN_ROUTE, CrewStatus.ON_SITE)[min(2, i // 9 % 4)]
        log.say(f"sim/C{i}", CrewProfile(name=f"抢修{i}组", unit=BUREAUS[i % 7]))
        log.say(f"sim/C{i}", CrewStatusValue(status=status, since=NOW - i * MINUTE))
    return log.facts


def foreign(n: int = 400, flags: list[SourceFlag] | None = None, age: float = 40.0) -> list[Fact]:
    """A foreign storm: one source, outages only, hardly any words but the feed's own."""
    log = _Log()
    reason = Reason("poll_lost_rows", {"lost": 812, "of": 2602}) if flags else None
    _source(log, "bch", "BC Hydro", 300.0, age, flags=flags, reason=reason, attribution="BC Hydro")
    _outages(log, n, ENGLISH, customers=170)
    _curve(log, 165_000)
    return log.facts


def quiet() -> list[Fact]:
    """A quiet night: two small outages, one planned."""
    log = _Log()
    _source(log, "bch", "BC Hydro", 300.0, 41.0)
    _outages(log, 2, ENGLISH, customers=12)
    _curve(log, 30)
    return log.facts


def markup() -> list[Fact]:
    """Names that would be HTML, if anybody let them."""
    log = _Log()
    _source(log, "x", "<b>源</b><img src=x>", 60.0, 5.0)
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        region="<h1>region</h1>",
        feeder="<img src='/etc/hostname'><b>10kV</b>",
        customers_out=7,
        cause="<script>alert(1)</script>",
        started_at=NOW - HOUR,
    )
    log.say("x/1", extent)
    log.say("x/1", OutageStageClaim(stage=OutageStage.CONFIRMED))
    log.say(
        "restore/x/1", OrderNeed(lane=Lane.RESTORE, received_at=NOW - HOUR, outage="x/1", title="<u>10kV</u>")
    )
    return log.facts


def doubtful() -> list[Fact]:
    """Little is sure: counts masked, estimated, kept or missing, and many sources in trouble."""
    log = _Log()
    _curve(log, 9412)
    troubles = (
        ("oms", [SourceFlag.CAPPED], Reason("capped_at", {"rows": 2000})),
        ("scada", [SourceFlag.DEGRADED], Reason("bad_records", {"bad": 40, "of": 210})),
        ("gis", [SourceFlag.DOUBTFUL], Reason("poll_lost_rows", {"lost": 812, "of": 2602})),
        ("gps", [], Reason("source_status", {"status": 500})),
        ("95598", [], Reason("document_went_back", {"minutes": 45})),
        ("meter", [], Reason("source_timeout")),
        ("weather", [], None),
    )
    for i, (key, flags, reason) in enumerate(troubles):
        _source(
            log, key, f"{key} {BUREAUS[i]}", 60.0, (9.0, 14.0, 3.0, 200.0, 400.0, 2.0, 1.0)[i], flags, reason
        )
    _outages(log, 40, BUREAUS)
    worths = (
        {"customers_out": 1, "customers_most": 4, "count_quality": CountQuality.MASKED},
        {"customers_out": 1200, "count_quality": CountQuality.ESTIMATED},
        {"customers_out": 640, "count_quality": CountQuality.KEPT},
        {},
    )
    for i, worth in enumerate(worths):
        key = f"oms/W{i}"
        log.say(
            key,
            OutageExtent(region=BUREAUS[i], place=f"{LINES[i]} {i}", nature=OutageNature.UNPLANNED, **worth),
        )
        log.say(key, OutageStageClaim(stage=OutageStage.CONFIRMED, since=NOW - HOUR))
        log.say(
            f"restore/{key}",
            OrderNeed(lane=Lane.RESTORE, received_at=NOW - (9 + i) * HOUR, outage=key, title=LINES[i]),
        )
    for i in range(8):
        log.say(f"gps/C{i}", CrewPosition(lon=112.5 + i / 20, lat=22.2))
    for i in range(3):
        log.say(f"gps/D{i}", CrewStatusValue(status=CrewStatus.EN_ROUTE, since=NOW - HOUR))
    return log.facts


def awaited() -> list[Fact]:
    """A room whose only source of outages has never delivered a document that could be read."""
    log = _Log()
    said = SourceFreshness(
        state=SourceState.LOST,
        title="BC Hydro",
        expect_every=300.0,
        flags=[SourceFlag.DEGRADED],
        reason=Reason("source_status", {"status": 500}),
        bad_records=1,
        kinds=["outage.extent", "outage.stage"],
        lanes=["restore"],
    )
    log.say("bch", said)
    return log.facts


def _room(log: _Log) -> None:
    for name, title, every, age in (
        ("95598", "95598", 60.0, 2.0),
        ("meter", "计量", 60.0, 9.0),
        ("scada", "配网", 60.0, 3.0),
        ("gps", "定位", 10.0, 31.0),
    ):
        _source(log, name, title, every, age)
    log.say(
        "day",
        RosterShift(
            name="白班",
            starts_at=NOW - 8 * HOUR,
            ends_at=NOW + 4 * HOUR,
            service_lead="陈志强",
            network_lead="李文",
        ),
    )
    log.say("wind", ResponseLevel(level=3, words="防风防汛 Ⅲ 级响应", issuer="市防指"))
    _curve(log, 9412)


def _source(
    log: _Log,
    key: str,
    title: str,
    every: float,
    age: float,
    flags: list[SourceFlag] | None = None,
    reason: Reason | None = None,
    attribution: str = "",
) -> None:
    log.say(
        key,
        SourceFreshness(
            state=SourceState.LIVE,
            title=title,
            attribution=attribution,
            last_fact_at=NOW - age,
            last_poll_at=NOW - age,
            expect_every=every,
            flags=flags or [],
            reason=reason,
            records=100,
            kinds=["outage.extent", "outage.stage"],
            lanes=["restore"],
        ),
    )


def _curve(log: _Log, top: int) -> None:
    for i in range(288):
        wave = min(1.0, (i / 200) ** 3) * (1.0 if i < 250 else 1.0 - (i - 250) / 120)
        at = NOW - (288 - i) * 300
        log.say("room", TrendSample(customers_out=round(top * wave), outages=i), at=at)


def _outages(log: _Log, n: int, names: tuple[str, ...], customers: int = 620) -> None:
    for i in range(n):
        key, since = f"oms/O{i}", NOW - (4 + i * 7 % 400) * MINUTE
        nature = OutageNature.PLANNED if i % 16 == 9 else OutageNature.UNPLANNED
        confirmed = i % 3 > 0
        feeder = f"10kV {LINES[i % 10]}" if names is BUREAUS else ""
        log.say(
            key,
            OutageExtent(
                nature=nature,
                region=names[(i * i) % len(names)],
                feeder=feeder,
                place="" if feeder else f"{names[i % len(names)]} {i}",
                customers_out=3 + customers * 40 // (i + 8),
                key_customers=1 if i == 3 else 0,
                started_at=since,
                lon=112.3 + i % 9 / 10,
                lat=22.0 + i % 7 / 10,
            ),
        )
        stage = OutageStage.CONFIRMED if confirmed else OutageStage.PREDICTED
        log.say(key, OutageStageClaim(stage=stage, since=since))
        log.say(key, OutageDark(rows=[Dark(customers=3 + customers * 40 // (i + 8), begins=since)]))
        if not confirmed:
            log.say(key, OutageDevice(kind=DeviceKind.FEEDER, probability=0.92))
        if i % 4:
            log.say(key, OutageEtr(etr=NOW + (i % 5 - 1) * 40 * MINUTE, revision=i % 3))
        if nature is not OutageNature.PLANNED:
            _restore(log, key, i, since, feeder)


def _restore(log: _Log, outage: str, i: int, since: float, feeder: str) -> None:
    key = f"restore/{outage}"
    log.say(
        key,
        OrderNeed(
            lane=Lane.RESTORE, received_at=since, outage=outage, title=feeder, area_class=AreaClass.URBAN
        ),
    )
    stage = STAGES[i % 4]
    reached = {"on_site": since + 30 * MINUTE} if stage is OrderStage.ON_SITE else {}
    log.say(key, OrderStageValue(stage=stage, since=since + MINUTE, reached=reached))
    if feeder and stage is not OrderStage.NEW:
        holder = OrderHolder(name=f"抢修{i % 9 + 1}组", unit=BUREAUS[i % 7], cross_area=i % 8 == 2)
        log.say(key, holder)


def _other_lanes(log: _Log) -> None:
    for i, (title, kind) in enumerate(_requests()):
        log.say(
            f"crm/DY2093{i}",
            OrderNeed(
                lane=Lane.REQUEST,
                received_at=NOW - i * HOUR,
                title=title,
                kind=kind,
                promised_at=NOW + (i - 1) * HOUR,
            ),
        )
    log.say(
        "crm/00871",
        OrderNeed(
            lane=Lane.CONNECT,
            received_at=NOW - 9 * HOUR,
            title="荷塘 商铺 一次妥",
            kva=9.0,
            promised_at=NOW + HOUR,
        ),
    )
    log.say(
        "crm/00855",
        OrderNeed(lane=Lane.CONNECT, received_at=NOW - 300 * HOUR, title="江海 电子厂 一站妥", kva=800.0),
    )


def _requests() -> Iterator[tuple[str, str]]:
    for i in range(18):
        yield (f"12398 投诉 会城 频繁停电 {i}" if i % 3 else "低电压 沙坪 公变 088"), "complaint"
