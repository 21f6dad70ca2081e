"""Whom each outage leaves dark, said by the hub as ``outage.dark``: what the indices are counted from.

The areas behind an outage's device come from the hub's atlas; without one only numbers are kept. Meters say
which areas have supply again. Costs what a batch touched.
"""

from collections.abc import Iterable

import numpy as np

from wallboard.domain.facts import Fact, own_id
from wallboard.domain.network import AreaMeters
from wallboard.domain.rows import Outage
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import DeviceKind
from wallboard.rules.claims import standing
from wallboard.rules.dark import AreaOut, held_now, lit, rows_after
from wallboard.rules.restoration import AreaHeard
from wallboard.state.atlas import Atlas
from wallboard.state.changes import Change
from wallboard.state.reach import Reach
from wallboard.state.tables import Tables, Thing

HELD_S = 60.0
"""Readings so soon after the beginning may still tell of before it, s (domain 5.4, ``meter_hold_s``)."""


class Darkness:
    """Follows outages and area meters. atlas: of the room's network, where it has one."""

    def __init__(self, atlas: Atlas | None) -> None:
        self._reach = Reach(atlas) if atlas is not None else None
        areas = atlas.tables["areas"] if atlas is not None else None
        self._ids: list[str] = list(areas.texts("id")) if areas is not None else []
        self._customers: list[int] = np.asarray(areas["customers"]).tolist() if areas is not None else []
        self._by_area: dict[str, set[str]] = {}  # outages that have spoken of an area
        self._known = False
        self._meters: dict[str, str] = {}  # the key of what its meters say, by area

    def said(self, tables: Tables, touched: Iterable[str], now: float) -> list[tuple[str, OutageDark]]:
        """What is to be said of these outages, in their order."""
        found: list[tuple[str, OutageDark]] = []
        for key in touched:
            outage, thing = tables.outages.get(key), tables.thing("outage", key)
            if outage is None or thing is None:
                continue
            said = thing.value("dark", OutageDark) or OutageDark()
            word = self._word(tables, outage, thing, said.rows, now)
            if word != said:
                found.append((key, word))
        return found

    def touched(self, tables: Tables, change: Change) -> list[str]:
        """Outages of the batch, and those behind whose device meters spoke; after a snapshot all."""
        if change.reset or not self._known:
            self._by_area.clear()
            self._meters = {own_id(key): key for key in tables.keys("area")}
            for outage in tables.outages.values():
                self._behind(tables, outage)
            self._known = True
            if change.reset:
                return sorted(tables.outages)
        keys = set(change.of("outage"))
        for key in change.of("area"):
            self._meters[own_id(key)] = key
            keys |= self._by_area.get(own_id(key), set())
        return sorted(keys)

    def heard(self, tables: Tables, outage: Outage) -> list[AreaHeard]:
        """The areas behind an outage's device and what their meters said last."""
        found: list[AreaHeard] = []
        for area in self._behind(tables, outage):
            fact = self._meters_of(tables, area.area)
            if fact is None or not isinstance(said := fact.data, AreaMeters):
                found.append(AreaHeard(area.area, area.customers))
            else:
                found.append(AreaHeard(area.area, area.customers, said.on, said.off, fact.at))
        return found

    def explained(self, tables: Tables, area: str) -> bool:
        """Whether an outage that stands leaves customers of an area dark: meters off are no news then."""
        rows = (tables.outages.get(key) for key in self._by_area.get(area, ()))
        return any(row is not None and row.dark and not row.merged_into for row in rows)

    def holding(self, tables: Tables, area: str) -> list[Outage]:
        """The outages that stand and have this area behind their device, by id."""
        rows = (tables.outages.get(key) for key in sorted(self._by_area.get(area, ())))
        return [row for row in rows if row is not None and row.open and not row.merged_into]

    def behind(self, outage: Outage) -> dict[str, int]:
        """Customers of the areas behind its device, by area."""
        if self._reach is None:
            return {}
        rows = self._rows_behind(self._reach, outage)
        return {self._ids[row]: self._customers[row] for row in rows if self._customers[row]}

    def _meters_of(self, tables: Tables, area: str) -> Fact | None:
        thing = tables.thing("area", self._meters.get(area, area))
        return thing.aspects.get("meters") if thing is not None else None

    def _lit_since(self, tables: Tables, area: str, after: float) -> float | None:
        """Since when its meters say that it has supply, epoch s; None: they do not, or said so before."""
        fact = self._meters_of(tables, area)
        if fact is None or not isinstance(said := fact.data, AreaMeters):
            return None
        return float(fact.at) if fact.at >= after and lit(said.on, said.off) else None

    def _word(self, tables: Tables, outage: Outage, thing: Thing, rows: list[Dark], now: float) -> OutageDark:
        held = held_now(outage, self._behind(tables, outage))
        claims = standing(thing.claims("extent")), standing(thing.claims("device"))
        said_at = max((fact.at for fact in claims if fact is not None), default=outage.since)
        after = rows_after(outage, rows, held, said_at, now)
        return OutageDark(rows=after, quality=outage.count_quality) if after else OutageDark()

    def _behind(self, tables: Tables, outage: Outage) -> list[AreaOut]:
        """The areas behind its device, in the order of the network."""
        if self._reach is None:
            return []
        since = outage.began + HELD_S
        found: list[AreaOut] = []
        for row in self._rows_behind(self._reach, outage):
            area, customers = self._ids[row], self._customers[row]
            if customers:
                self._by_area.setdefault(area, set()).add(outage.id)
                found.append(AreaOut(area, customers, self._lit_since(tables, area, since)))
        return found

    @staticmethod
    def _rows_behind(reach: Reach, outage: Outage) -> list[int]:
        """The atlas' rows of these areas; a service line lies within the area that it names."""
        if outage.device_kind is DeviceKind.SERVICE:
            area = reach.areas.get(outage.device)
            return [] if area is None else [area]
        return reach.of(outage)[1].tolist()
