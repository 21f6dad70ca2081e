"""What is really so, as lines in the order in which it came to be (docs/truth-file.md)."""

import msgspec

from feeds.sim.closures import Span
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.plane import degrees
from feeds.sim.roadmap import Drive
from feeds.sim.roads import Edge
from feeds.sim.supply import Effect, Supply


class Began(msgspec.Struct, frozen=True, tag="began", tag_field="kind"):
    """The first line: what the rest is about. customers, areas, feeders: all that are served."""

    at: float
    scenario: str
    seed: int
    network: str
    digest: str
    customers: int
    areas: int
    feeders: int


class Broke(msgspec.Struct, frozen=True, tag="fault", tag_field="kind"):
    """An element fails or is taken out. by: feeder, lateral, area or service; element: edge or area; service:
    customers of a service line, else 0; work: s on site; recloses: gone by itself after seconds."""

    at: float
    id: str
    by: str
    element: str
    feeder: str
    device: str
    cause: str
    work: float
    service: int
    planned: bool
    recloses: bool
    lon: float
    lat: float


class Mended(msgspec.Struct, frozen=True, tag="mended", tag_field="kind"):
    """It is sound again."""

    at: float
    id: str


class Switched(msgspec.Struct, frozen=True, tag="switch", tag_field="kind"):
    """A device, or a fuse of a transformer (device ""), changed; trip: by itself; fault: for whose sake."""

    at: float
    device: str
    edge: str
    closed: bool
    trip: bool
    fault: str


class Darkened(msgspec.Struct, frozen=True, tag="area", tag_field="kind"):
    """How many customers of an area are dark from now on, and the fault that holds the whole area, or ""."""

    at: float
    area: str
    dark: int
    fault: str


class Called(msgspec.Struct, frozen=True, tag="call", tag_field="kind"):
    """Why a call was made. call: id of the fact; area: that feeds the caller; recorded: where records have
    him; fault: that leaves him dark, "" where only his own breaker is off."""

    at: float
    call: str
    area: str
    recorded: str
    fault: str


class Ordered(msgspec.Struct, frozen=True, tag="order", tag_field="kind"):
    """An order of the customer system is raised, or stands at the start. id: its key; what: its kind; tale:
    what will become of it; ends: when it will be done, epoch s, None where that is not to be seen."""

    at: float
    id: str
    lane: str
    what: str
    tale: str
    area: str
    ends: float | None


class Drove(msgspec.Struct, frozen=True, tag="drive", tag_field="kind"):
    """A vehicle sets out: over which crossings (rows of the atlas), and when it passes them. begins, ends:
    its first and last place as road (lower crossing, higher crossing) and share of the way between."""

    at: float
    vehicle: str
    begins: tuple[int, int, float]
    via: tuple[int, ...]
    ends: tuple[int, int, float]
    times: tuple[float, ...]


class Generated(msgspec.Struct, frozen=True, tag="generator", tag_field="kind"):
    """A van feeds an area that a fault keeps dark, from now on; van "": it is off again."""

    at: float
    area: str
    van: str
    fault: str


class Shut(msgspec.Struct, frozen=True, tag="shut", tag_field="kind"):
    """A road cannot be driven from now on. until: epoch s; why: water or wind."""

    at: float
    road: tuple[int, int]
    until: float
    why: str


class Total(msgspec.Struct, frozen=True, tag="total", tag_field="kind"):
    """Each minute: dark customers and areas, dark customers by feeder, faults that stand."""

    at: float
    customers: int
    areas: int
    feeders: dict[str, int]
    faults: int


Line = Began | Broke | Mended | Switched | Darkened | Called | Ordered | Drove | Shut | Generated | Total


class Chronicle:
    """Collects lines until they are taken."""

    def __init__(self, ground: Ground, supply: Supply) -> None:
        self._ground, self._supply = ground, supply
        self._lines: list[Line] = []
        self._dark: dict[int, int] = {}  # customers by area, of those that have any
        self._by_line: dict[int, int] = {}
        self._known: set[str] = set()

    def take(self) -> list[Line]:
        """The lines since the last call."""
        lines, self._lines = self._lines, []
        return lines

    def began(self, at: float, scenario: str, seed: int, network: str) -> None:
        ground = self._ground
        served = ground.customers, len(ground.areas.id), len(ground.feeders.id)
        self._lines.append(Began(at, scenario, seed, network, ground.digest, *served))

    def _broke(self, at: float, fault: Fault) -> None:
        ground = self._ground
        element = ground.areas.id[fault.area] if fault.service else ground.edge_id(fault.edge)
        lon, lat = degrees(fault.point)
        self._lines.append(
            Broke(
                at,
                fault.id,
                fault.kind,
                element,
                ground.feeders.id[fault.feeder],
                fault.device,
                fault.cause,
                float(fault.work),  # a scenario file gives a Duration
                fault.service,
                fault.planned,
                fault.recloses,
                lon,
                lat,
            )
        )

    def followed(self, at: float, effect: Effect) -> None:
        """What a change did to faults, switches and areas."""
        ground, switches = self._ground, self._supply.grid.switches
        for fault in effect.touched:
            stands = self._supply.standing.get(fault)
            if stands is not None and fault not in self._known:
                self._known.add(fault)
                self._broke(at, stands)
            elif stands is None and fault in self._known:
                self._known.discard(fault)
                self._lines.append(Mended(at, fault))
        for edge in switches.take_changed():
            row = ground.device_at.get(edge, -1)
            device = ground.devices.id[row] if row >= 0 else ""
            closed, trip = switches.shut[edge], edge in effect.opened
            self._lines.append(
                Switched(at, device, ground.edge_id(edge), closed, trip, switches.reason(edge))
            )
        for area in effect.moved:
            dark = self._supply.dark(area)
            line = ground.areas.line[area]
            self._by_line[line] = self._by_line.get(line, 0) + dark - self._dark.get(area, 0)
            if dark:
                self._dark[area] = dark
            else:
                self._dark.pop(area, None)
            self._lines.append(Darkened(at, ground.areas.id[area], dark, self._supply.holder(area)))

    def called(self, call: Called) -> None:
        """Why somebody called."""
        self._lines.append(call)

    def ordered(self, order: Ordered) -> None:
        """What will become of an order."""
        self._lines.append(order)

    def drove(self, vehicle: str, drive: Drive) -> None:
        """A vehicle sets out, or goes on another way."""
        begins, ends = ((*spot.edge, spot.share) for spot in (drive.start, drive.end))
        times = drive.times
        self._lines.append(Drove(times[0], vehicle, begins, drive.via, ends, times))

    def generated(self, at: float, area: int, van: str, fault: str) -> None:
        """A van is on, or off again."""
        self._lines.append(Generated(at, self._ground.areas.id[area], van, fault))

    def shut(self, road: Edge, span: Span, why: str) -> None:
        """Water or wind closes a road."""
        self._lines.append(Shut(span.begins, road, span.ends, why))

    def total(self, at: float) -> None:
        feeders = {self._ground.feeders.id[line]: n for line, n in sorted(self._by_line.items()) if n}
        dark = sum(self._dark.values())
        self._lines.append(Total(at, dark, len(self._dark), feeders, len(self._supply.standing)))
