"""What the outage system says of a case: stage, device, extent and supply, each as one whole claim."""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import SOURCE, Case
from feeds.sim.chance import between
from feeds.sim.fault import KIND
from feeds.sim.ground import Ground
from feeds.sim.plane import Point, degrees
from feeds.sim.supply import Held, Supply
from wallboard.domain.calls import Evidence
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim, OutageSupply
from wallboard.domain.terms import DeviceKind, EvidenceKind, OutageNature, OutageStage
from wallboard.domain.terms import Supply as SupplyWord

ORDER = list(OutageStage)


class Claims:
    """Writes the claims of a case as they are now."""

    def __init__(self, agenda: Agenda, outbox: Outbox, ground: Ground, supply: Supply) -> None:
        self._agenda, self._outbox = agenda, outbox
        self._ground, self._supply = ground, supply

    def stage(self, case: Case, stage: OutageStage) -> None:
        """Which stage it is in, since now."""
        case.stage = stage
        self._outbox.say(SOURCE, case.key, OutageStageClaim(stage=stage, since=self._agenda.now))

    def device(self, case: Case) -> None:
        """Which device is out, and how sure that is."""
        fault = case.fault
        sure = case.stage is OutageStage.CONFIRMED
        if case.known:
            kind, device, name = KIND[fault.kind], fault.device, fault.name
            probability = None if sure else round(between(case.dice, 0.68, 0.96), 2)
        else:
            areas, area = self._ground.areas, case.first_area
            kind, device, name = DeviceKind.TRANSFORMER_AREA, areas.id[area], areas.name[area]
            probability = round(between(case.dice, 0.3, 0.5), 2)
        data = OutageDevice(kind=kind, device=device, name=name, probability=probability)
        self._outbox.say(SOURCE, case.key, data)

    def extent(self, case: Case) -> None:
        """Where and whom: the suspected area's customers first, what the device holds once known."""
        fault = case.fault
        held = self._supply.held(fault)
        area = case.first_area if case.first_area >= 0 else fault.home
        if not case.known:
            own = self._supply.share(area, fault.id)
            key = int(bool(self._ground.areas.key[area]))
            held = Held(1 if fault.service else own, 0 if fault.service else 1, key)
        case.out = held.customers
        case.served = max(case.served, held.customers)
        where = fault.point if case.known else self._ground.areas.point[area]
        self._outbox.say(SOURCE, case.key, self._extent(case, held, area, where))

    def _extent(self, case: Case, held: Held, area: int, where: Point) -> OutageExtent:
        fault, ground = case.fault, self._ground
        lon, lat = degrees(where)
        sure = case.stage is not None and ORDER.index(case.stage) >= ORDER.index(OutageStage.CONFIRMED)
        return OutageExtent(
            nature=OutageNature.UNPLANNED,
            lon=lon,
            lat=lat,
            region=ground.bureau_name(area),
            town=ground.town_name(area),
            cell=ground.cell_name(area),
            place=fault.name if case.known else ground.areas.name[area],
            feeder=ground.feeders.name[fault.feeder],
            area_class=ground.areas.area_class[area],
            customers_out=held.customers,
            customers_served=case.served,
            customers_restored=max(0, case.served - held.customers),
            key_customers=held.key_customers,
            areas_out=held.areas,
            lines_out=int(fault.kind == "feeder" and held.customers > 0),
            cause=fault.cause if sure and case.arrived_at is not None else "",
            lang="zh",
            started_at=case.dark_since,
            reported_at=case.raised_at,
        )

    def witness(self, case: Case, kind: EvidenceKind) -> None:
        """Somebody has seen it, or switched it, and says so."""
        fault, now = case.fault, self._agenda.now
        data = Evidence(kind=kind, device_kind=KIND[fault.kind], device=fault.device, n=1, happened_at=now)
        self._outbox.say(SOURCE, case.key, data)

    def generator(self, case: Case, van: str, word: SupplyWord) -> None:
        """What its customers have now that a van is on or off; a van is not a restoration (d.132)."""
        data = OutageSupply(supply=word, since=self._agenda.now, van=van)
        self._outbox.say(SOURCE, case.key, data)
