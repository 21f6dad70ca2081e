"""What is said at regular times: each source's freshness, the region table, the weather."""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.dark_counts import DarkCounts
from feeds.sim.ground import Ground, Region
from feeds.sim.supply import Supply
from feeds.sim.weather import Weather
from feeds.sim.weather_office import WeatherOffice
from wallboard.config.scenario import Scenario
from wallboard.domain.facts import Payload
from wallboard.domain.network import RegionServed, RegionSupply
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import SourceState

SOURCES: dict[str, tuple[str, float, list[str]]] = {
    "95598": ("95598", 30.0, ["call.report", "outage.entered", "outage.told", "outage.evidence"]),
    "metering": ("计量自动化", 60.0, ["area.meters", "outage.evidence"]),
    "scada": ("配网自动化", 10.0, ["device.position", "indicator.state", "outage.evidence"]),
    "gps": ("定位", 24.0, ["crew.position", "van.position"]),
    "oms": (
        "停电管理",
        30.0,
        [
            "outage.extent",
            "outage.stage",
            "outage.device",
            "outage.etr",
            "outage.work",
            "outage.supply",
            "crew.profile",
            "crew.status",
            "van.profile",
            "van.status",
            "plan.work",
            "plan.course",
            "region.served",
            "region.supply",
        ],
    ),
    "cms": (
        "营销系统",
        30.0,
        [
            "order.need",
            "order.stage",
            "order.holder",
            "order.handover",
            "order.mark",
            "order.callback",
            "order.project",
            "order.course",
            "order.ticks",
            "order.department",
            "order.complaint",
            "call.report",
        ],
    ),
    "weather": ("气象", 300.0, ["region.weather", "storm.track"]),
    "roster": ("值班", 600.0, ["roster.shift", "response.level", "road.closure", "cell.owners", "cell.work"]),
}
"""Each source's title, its cadence (s) and the fact types that it yields."""

RECORDS = {"scada": 6, "metering": 300, "roster": 2}
"""How many points each poll of a polled source reads, changed or not."""


class Polls:
    """Everything that runs by the clock."""

    def __init__(
        self,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        sky: Weather,
    ) -> None:
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._ground, self._supply = ground, supply
        self._office = WeatherOffice(scenario, agenda, outbox, ground, sky)
        self._said: dict[str, Payload] = {}
        self._counted = DarkCounts(ground, supply)

    def begin(self) -> None:
        """The region table's denominators, and the first round of every poll."""
        for region in self._ground.regions:
            self._outbox.say("oms", f"oms/{region.name}", self._served(region))
        self._region_supply()
        self._office.begin()
        for source in SOURCES:
            if source != "cms" or self._scenario.business:
                self._fresh(source)

    def _fresh(self, source: str) -> None:
        """A source's own word of life, at its cadence."""
        now = self._agenda.now
        title, every, kinds = SOURCES[source]
        data = SourceFreshness(
            state=SourceState.LIVE,
            title=title,
            last_fact_at=self._outbox.last_at.get(source),
            expect_every=every,
            records=RECORDS.get(source, 0),
            lanes=["request", "connect"] if source == "cms" else ["restore"],
            kinds=kinds,
        )
        self._outbox.say(source, source, data, at=now)
        self._agenda.after(every, self._fresh, source)

    def _served(self, region: Region) -> RegionServed:
        areas, parent = self._ground.areas, region.parent
        return RegionServed(
            name=region.name,
            parent=f"oms/{self._ground.regions[parent].name}" if parent >= 0 else "",
            customers=sum(areas.customers[a] for a in region.areas),
            lines=len(region.lines),
            areas=len(region.areas),
            key_customers=sum(bool(areas.key[a]) for a in region.areas),
        )

    def _region_supply(self) -> None:
        """Out and back by bureau and town, counted by the outage system each minute; said when it changes."""
        ground, supply = self._ground, self._supply
        changed = self._counted.recount(supply.changed)
        supply.changed.clear()
        rows = sorted(changed) if self._said else range(len(ground.regions))
        out_lines = {f.feeder for f in supply.standing.values() if f.kind == "feeder"}
        for row in rows:
            region, out = ground.regions[row], self._counted.of(row)
            data = RegionSupply(
                customers_out=out.customers,
                customers_restored=supply.restored_customers.get(row, 0),
                lines_out=len(out_lines.intersection(region.lines)),
                lines_restored=len(supply.restored_lines.intersection(region.lines)),
                areas_out=out.areas,
                areas_restored=supply.restored_areas.get(row, 0),
                key_customers_out=out.key_customers,
            )
            if data != self._said.get(region.name):
                self._said[region.name] = data
                self._outbox.say("oms", f"oms/{region.name}", data)
        self._agenda.after(60.0, self._region_supply)
