"""A bad evening in a prefecture as facts: outages at the atlas' own devices, crews on its roads.

Bench and pictures are made of it; nothing in it is drawn, so that another way to draw can be handed the same.
"""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

import numpy as np

from feeds.networks import network_of
from tests.widgets.map.moments import NOW, Log
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim, OutageSupply
from wallboard.domain.terms import (
    CrewStatus,
    DeviceKind,
    Lane,
    OutageNature,
    OutageStage,
    Supply,
)
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.reach import Reach

SEED = 7

KINDS = ((DeviceKind.TRANSFORMER_AREA, 0.62), (DeviceKind.LATERAL, 0.27), (DeviceKind.FEEDER, 0.11))
"""What fails, and how often."""

STAGES = (
    (OutageStage.CONFIRMED, 0.6),
    (OutageStage.PREDICTED, 0.28),
    (OutageStage.RESTORED_REPORTED, 0.12),
)


@lru_cache(maxsize=1)
def atlas_of_bench() -> Atlas:
    """The prefecture at full scale, from the cache where it is there."""
    return unpack(network_of(f"prefecture:{SEED}")[1])


class Evening:
    """Facts of one evening. outages, crews: how many; about: lon, lat of the storm's middle, or none."""

    def __init__(
        self, atlas: Atlas, outages: int, crews: int, seed: int = 1, about: tuple[float, float] | None = None
    ) -> None:
        self.atlas, self.log, self._chance = atlas, Log(), Random(seed)
        self._reach = Reach(atlas)
        self._about = about
        self.keys = [self._outage(number) for number in range(outages)]
        self.crews = [self._crew(number) for number in range(crews)]

    @property
    def facts(self) -> list[Fact]:
        return self.log.facts

    def _row(self, table: str, among: Sequence[int] | None = None) -> int:
        """A row of a table by chance; with a middle, one near it."""
        rows = range(self.atlas.tables[table].rows) if among is None else among
        if self._about is None:
            return rows[self._chance.randrange(len(rows))]
        some = [rows[self._chance.randrange(len(rows))] for _ in range(12)]
        lon, lat = (self.atlas.tables[table][axis] for axis in ("lon", "lat"))
        return min(some, key=lambda r: (lon[r] - self._about[0]) ** 2 + (lat[r] - self._about[1]) ** 2)

    def _drawn(self, pairs: Sequence[tuple[object, float]]) -> object:
        return self._chance.choices([one for one, _ in pairs], [share for _, share in pairs])[0]

    def _outage(self, number: int) -> str:
        tables, chance, key = self.atlas.tables, self._chance, f"o/{number:04}"
        kind = self._drawn(KINDS)
        if kind is DeviceKind.TRANSFORMER_AREA:
            row = self._row("areas")
            table, customers = "areas", int(tables["areas"]["customers"][row])
        else:
            wanted = (0,) if kind is DeviceKind.FEEDER else (2, 3)
            row = self._row("devices", np.flatnonzero(np.isin(tables["devices"]["kind"], wanted)).tolist())
            table = "devices"
            customers = int(tables["areas"]["customers"][self._reach.behind(row)[1]].sum())
        place = self.atlas.tables[table]
        feeder = int(place["line" if table == "areas" else "feeder"][row])
        district = self._district(row if table == "areas" else -1, feeder)
        nature = OutageNature.PLANNED if chance.random() < 0.05 else OutageNature.UNPLANNED
        stage = self._drawn(STAGES) if nature is OutageNature.UNPLANNED else OutageStage.CONFIRMED
        start = NOW - chance.uniform(120, 5400)
        if kind is DeviceKind.FEEDER:
            device = tables["feeders"].texts("id")[feeder], tables["feeders"].texts("name")[feeder]
        else:
            device = place.texts("id")[row], place.texts("name")[row]
        extent = OutageExtent(
            nature=nature,
            lon=float(place["lon"][row]),
            lat=float(place["lat"][row]),
            customers_out=customers,
            region=district,
            feeder=tables["feeders"].texts("name")[feeder],
            started_at=start,
            reported_at=start,
        )
        self.log.say(key, extent, start)
        self.log.say(key, OutageStageClaim(stage=stage, since=start), start)
        self.log.say(key, OutageDevice(kind=kind, device=device[0], name=device[1]), start)
        if chance.random() < 0.03:
            self.log.say(key, OutageSupply(supply=Supply.GENERATOR, since=start), start)
        if nature is OutageNature.UNPLANNED:
            need = OrderNeed(lane=Lane.RESTORE, received_at=start, title=device[1], outage=key)
            self.log.say(f"restore/{key}", need, start)
        return key

    def _district(self, area: int, feeder: int) -> str:
        tables = self.atlas.tables
        row = int(tables["stations"]["district"][int(tables["feeders"]["station"][feeder])])
        return tables["districts"].texts("name")[row] if area >= -1 else ""

    def _crew(self, number: int) -> str:
        key, at = f"c/{number}", self._row("crossings")
        self.log.say(key, CrewProfile(name=f"抢修 {number} 组"))
        self.log.say(key, CrewStatusValue(status=CrewStatus.EN_ROUTE, since=NOW - 300))
        crossings = self.atlas.tables["crossings"]
        lon, lat = float(crossings["lon"][at]), float(crossings["lat"][at])
        self.log.say(key, CrewPosition(lon=lon, lat=lat, heading=float(number * 37 % 360)), NOW - 3)
        return key

    def more(self, count: int, turn: int) -> list[Fact]:
        """Facts of one more tick: mostly vehicles that drive on, some meters, switches and outages."""
        chance, tables = self._chance, self.atlas.tables
        before, at = len(self.log.facts), NOW + turn / 10
        for number in range(count):
            lot = number % 20
            if lot < 14 and self.crews:
                key = self.crews[(turn * count + number) % len(self.crews)]
                row = self._row("crossings")
                lon, lat = float(tables["crossings"]["lon"][row]), float(tables["crossings"]["lat"][row])
                self.log.say(key, CrewPosition(lon=lon, lat=lat, heading=chance.uniform(0, 359)), at)
            elif lot < 17:
                key = "metering/" + tables["areas"].texts("id")[self._row("areas")]
                off = chance.choice((0, 90))
                self.log.say(key, AreaMeters(off=off, on=90 - off, total=90), at)
            elif lot < 18:
                key = "scada/" + tables["devices"].texts("id")[self._row("devices")]
                self.log.say(key, DevicePosition(closed=chance.random() < 0.5), at)
            else:
                stage = self._drawn(STAGES)
                key = self.keys[chance.randrange(len(self.keys))]
                self.log.say(key, OutageStageClaim(stage=stage, since=at), at)
        return self.log.facts[before:]
