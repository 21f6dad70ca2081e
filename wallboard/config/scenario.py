"""Scenario files: where and when a simulated day begins, what weather reaches it, what is set to happen."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

from wallboard.config.load import at_fault, available, find_file, load_toml
from wallboard.config.network_name import BUILT_WORDS, is_built
from wallboard.config.values import ConfigStruct, Duration, Words

FaultKind = Literal["feeder", "lateral", "area", "service"]
Borders = Literal["own", "roster", "open"]
"""Where a crew may work: in its own bureau alone, where its leader is authorised, everywhere."""

MINUTE = 60.0
REMEDY_OF_CLOCKS = 'give kind = "clock" together with ahead or behind, as in ahead = "7m"'


class Storm(ConfigStruct, frozen=True, kw_only=True):
    """The storm's window, counted from the scenario's start."""

    begins: Duration
    peak: Duration
    ends: Duration
    strength: float = 1.0  # 1: gusts of about 30 m/s


class Front(ConfigStruct, frozen=True, kw_only=True):
    """A line of thunderstorms that crosses the network.

    reaches: when its edge reaches the first customers; towards: degrees that it moves to; depth_km along its
    way, width_km across it; gust (m/s), rain (mm/h), strokes (a km2 and hour) where it is at its worst.
    """

    reaches: Duration
    towards: float
    speed_kmh: float = 40.0
    depth_km: float = 24.0
    width_km: float = 130.0
    gust: float = 25.0
    rain: float = 70.0
    strokes: float = 4.0


class TrackFix(ConfigStruct, frozen=True, kw_only=True):
    """Where a typhoon's eye is; wind: its strongest sustained, m/s, at radius_km from the eye."""

    after: Duration
    lon: float
    lat: float
    wind: float
    radius_km: float


class Typhoon(ConfigStruct, frozen=True, kw_only=True):
    """A typhoon along its track; rain: mm/h in its core; name: as the weather office calls it."""

    name: str = ""
    track: list[TrackFix]
    rain: float = 40.0


class FaultCounts(ConfigStruct, frozen=True, kw_only=True):
    """How many devices of each class fail in the whole scenario; which and when, the seed decides."""

    feeder: int = 0
    lateral: int = 0
    area: int = 0
    service: int = 0


class SetFault(ConfigStruct, frozen=True, kw_only=True):
    """A fault that happens whatever the seed: ``device`` is a feeder's, lateral's or area's id or name."""

    after: Duration
    kind: FaultKind
    device: str
    work: Duration
    cause: str = ""
    van: bool = False  # a generator van supplies the customer meanwhile


class PlannedEntry(ConfigStruct, frozen=True, kw_only=True):
    """Planned work on a lateral or area; overruns: how late it is given back; called_off: when it is, counted
    from the start."""

    after: Duration
    lasts: Duration
    device: str
    title: str
    overruns: Duration | None = None
    called_off: Duration | None = None


class Spell(ConfigStruct, frozen=True, kw_only=True):
    """A time in which something is wrong between a source and the room.

    late: it delivers only every so often, without ``every`` not before the end. garbage: most of what it says
    cannot be read, and is told again at the end. clock: its clock is ``ahead`` or ``behind``.
    """

    source: str
    after: Duration
    lasts: Duration
    kind: Literal["late", "garbage", "clock"] = "late"
    every: Duration | None = None
    ahead: Duration | None = None
    behind: Duration | None = None


class Notice(ConfigStruct, frozen=True, kw_only=True):
    """A response level declared by its issuer; 0 stands down."""

    after: Duration
    level: int
    words: str
    issuer: str


class ShiftEntry(ConfigStruct, frozen=True, kw_only=True):
    """The shift on duty with its two leads (invented family names)."""

    name: str
    starts: datetime
    ends: datetime
    service_lead: str
    network_lead: str


class Scenario(ConfigStruct, frozen=True, kw_only=True):
    """One day. Durations count from ``start``; ``moment`` is the lively one that is shown.

    network: what it happens on, ``town`` or ``prefecture:SEED``; room: that shows it when none is named.
    """

    name: str
    title: Words
    network: str = "town"
    room: str = "demo"
    start: datetime
    lasts: Duration
    moment: Duration
    opens: Duration | None = None  # where a window opens it; without it at the moment
    storm: Storm | None = None
    front: list[Front] = []
    typhoon: Typhoon | None = None
    warmest: float = 32.0  # °C in the afternoon
    hazard: float = 0.0  # times the ordinary rates at which every device may fail; 0: only ``faults``
    calls: float = 1.0  # times as many customers call as usual
    business: float = 0.0  # times the ordinary rates of requests and connections; 0: none are told
    storm_share: float = 0.85  # of the faults that fall into the storm
    faults: FaultCounts = FaultCounts()
    crews: int = 12
    borders: Borders = "roster"
    vans: int = 2
    called_in: Duration | None = None  # when the crews of the next shift are called in
    shift: list[ShiftEntry] = []
    set_fault: list[SetFault] = []
    planned: list[PlannedEntry] = []
    plans: int = 0  # pieces of planned work that the seed draws for its day
    spell: list[Spell] = []
    notice: list[Notice] = []

    @property
    def start_at(self) -> float:
        """Epoch seconds, UTC."""
        return self.start.timestamp()

    @property
    def end_at(self) -> float:
        return self.start_at + self.lasts

    @property
    def opens_at(self) -> float:
        return self.start_at + (self.moment if self.opens is None else self.opens)

    @property
    def moment_at(self) -> float:
        return self.start_at + self.moment


def load_scenario(name_or_path: str | Path) -> Scenario:
    """A scenario by name or path. Raises ConfigError naming file, place and remedy."""
    path = find_file("scenarios", name_or_path)
    scenario = load_toml(path, Scenario)
    if scenario.start.tzinfo is None:
        raise at_fault(path, "start", "has no offset", "write it as 2026-06-11T13:00:00+08:00")
    if not is_built(scenario.network):
        raise at_fault(
            path, "network", f'"{scenario.network}" is not one that is built', f"write {BUILT_WORDS}"
        )
    if scenario.moment > scenario.lasts:
        raise at_fault(path, "moment", "lies after the end", "make it shorter than lasts")
    storm = scenario.storm
    if storm and not storm.begins < storm.peak < storm.ends:
        raise at_fault(path, "storm.peak", "is not between begins and ends", "put them in order")
    track = scenario.typhoon.track if scenario.typhoon else []
    if scenario.typhoon and (len(track) < 2 or any(a.after >= b.after for a, b in pairwise(track))):
        raise at_fault(path, "typhoon.track", "is not two or more places in order", "put them in order")
    for i, spell in enumerate(scenario.spell):
        if (spell.kind == "clock") != bool(spell.ahead or spell.behind):
            raise at_fault(path, f"spell[{i}]", "moves a clock by no time, or moves none", REMEDY_OF_CLOCKS)
    return scenario


def scenario_names() -> list[str]:
    """Names of the scenarios that are shipped, sorted."""
    return available("scenarios")
