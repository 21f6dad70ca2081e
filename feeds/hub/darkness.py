"""Whom each outage leaves dark, said by the hub as ``outage.dark``: what the indices are counted from.

The areas behind an outage's device come from the hub's atlas; without one only numbers are kept. Meters say
which areas have supply again. Costs what a batch touched: an outage of which nothing was said that its rows
depend on, and no area of which went dark or lit, is not counted again.
"""

from collections.abc import Container, Iterable, Set
from typing import NamedTuple

import numpy as np

from wallboard.domain.facts import Fact, own_id
from wallboard.domain.network import AreaMeters
from wallboard.domain.rows import Outage
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import CountQuality, DeviceKind, OutageNature, OutageStage
from wallboard.rules.claims import standing
from wallboard.rules.dark import AreaOut, held_now, lit, rows_after
from wallboard.rules.restoration import AreaHeard
from wallboard.state.atlas import Atlas
from wallboard.state.changes import Change
from wallboard.state.reach import Reach
from wallboard.state.tables import Tables, Thing

NOBODY = OutageDark()

HELD_S = 60.0
"""Readings so soon after the beginning may still tell of before it, s (domain 5.4, ``meter_hold_s``)."""


Lit = list[float | None]
"""By area, since when its meters say that it has supply, epoch s; None: they do not."""


class Behind(NamedTuple):
    """The areas that have customers behind a device: ids and customers in the order of the network.

    device: what the outage said of it.
    """

    device: tuple[DeviceKind, str, str, str]
    areas: list[tuple[str, int]]


class Words(NamedTuple):
    """What the rows of an outage depend on, beside its areas. said_at: when its source said so, epoch s."""

    stage: OutageStage
    merged_into: str
    nature: OutageNature
    customers_out: int | None
    customers_restored: int | None
    held: bool
    began: float
    since: float
    quality: CountQuality
    said_at: float


class Counted(NamedTuple):
    """What an outage's rows were counted from when nothing was left to be said of them.

    after: from when on (epoch s) the passing of time changes nothing.
    """

    words: Words
    behind: Behind
    lit: Lit
    said: OutageDark
    after: float

    def holds(
        self, now: float, words: Words, behind: Behind, lit: list[float | None], said: OutageDark
    ) -> bool:
        """Whether counting anew at ``now`` would find the same."""
        same = self.behind is behind and self.words == words and self.lit == lit
        return same and self.after <= now and (self.said is said or self.said == said)


class Darkness:
    """Follows outages and area meters. atlas: of the room's network, where it has one. lit_share: of the
    meters that answer, on, from which on an area has supply."""

    def __init__(self, atlas: Atlas | None, lit_share: float) -> None:
        self._lit_share = lit_share
        self._reach = Reach(atlas) if atlas is not None else None
        areas = atlas.tables["areas"] if atlas is not None else None
        self._areas: list[tuple[str, int]] = []  # ids and customers, by row of the atlas
        if areas is not None:
            self._areas = list(zip(areas.texts("id"), np.asarray(areas["customers"]).tolist(), strict=True))
        self._by_area: dict[str, set[str]] = {}  # outages that have spoken of an area
        self._spoken: dict[str, set[str]] = {}  # the same by outage
        self._turned: set[str] = set()  # areas of which others speak now, until somebody takes them
        self._behind: dict[str, Behind] = {}  # by outage
        self._counted: dict[str, Counted] = {}  # by outage
        self._known = False
        self._meters: dict[str, str] = {}  # the key of what its meters say, by area
        self._lit: dict[str, float | None] = {}  # since when they say that it has supply, by area

    def said(self, tables: Tables, touched: Iterable[str], now: float) -> list[tuple[str, OutageDark]]:
        """What is to be said of these outages, in their order."""
        found: list[tuple[str, OutageDark]] = []
        for key in touched:
            outage, thing = tables.outages.get(key), tables.thing("outage", key)
            if outage is None or thing is None:
                self._forget(key)
                continue
            said = thing.value("dark", OutageDark) or NOBODY
            words, behind = _words(outage, thing), self._found(outage)
            lights = [self._lit_at(tables, area) for area, _ in behind.areas]
            counted = self._counted.get(key)
            if counted is not None and counted.holds(now, words, behind, lights, said):
                continue
            word = _word(outage, behind, lights, said.rows, words.said_at, now)
            if word != said:
                found.append((key, word))
                self._counted.pop(key, None)
            else:
                after = max(words.began, words.said_at, words.since, *(at for at in lights if at is not None))
                self._counted[key] = Counted(words, behind, lights, said, after)
        return found

    def touched(self, tables: Tables, change: Change) -> list[str]:
        """Outages of the batch, and those behind whose device meters spoke; after a snapshot all."""
        if change.reset or not self._known:
            self._turned.update(self._by_area)
            for kept in (self._by_area, self._spoken, self._behind, self._counted, self._lit):
                kept.clear()
            self._meters = {own_id(key): key for key in tables.keys("area")}
            for outage in tables.outages.values():
                self._found(outage)
            self._known = True
            if change.reset:
                return sorted(tables.outages)
        keys = set(change.of("outage"))
        for key in change.of("area"):
            area = own_id(key)
            self._meters[area] = key
            self._lit.pop(area, None)
            keys |= self._by_area.get(area, set())
        return sorted(keys)

    def heard(self, tables: Tables, outage: Outage) -> list[AreaHeard]:
        """The areas behind an outage's device and what their meters said last."""
        found: list[AreaHeard] = []
        for area, customers in self._found(outage).areas:
            fact = self._meters_of(tables, area)
            if fact is None or not isinstance(said := fact.data, AreaMeters):
                found.append(AreaHeard(area, customers))
            else:
                found.append(AreaHeard(area, customers, said.on, said.off, fact.at))
        return found

    def explained(self, tables: Tables, area: str) -> bool:
        """Whether an outage that stands leaves customers of an area dark: meters off are no news then."""
        rows = (tables.outages.get(key) for key in self._by_area.get(area, ()))
        return any(row is not None and row.dark and not row.merged_into for row in rows)

    def spoken_of(self, area: str) -> Container[str]:
        """The outages, by key, that have said anything of an area, whether they stand or not."""
        return self._by_area.get(area, ())

    def holding(self, tables: Tables, area: str) -> list[Outage]:
        """The outages that stand and have this area behind their device, by id."""
        rows = (tables.outages.get(key) for key in sorted(self._by_area.get(area, ())))
        return [row for row in rows if row is not None and row.open and not row.merged_into]

    def spoken(self, outage: str) -> Set[str]:
        """The areas of which an outage speaks, or has spoken."""
        return self._spoken.get(outage, frozenset())

    def take_turned(self) -> set[str]:
        """The areas of which other outages speak than at the last call."""
        turned, self._turned = self._turned, set()
        return turned

    def customers_behind(self, outage: Outage) -> int:
        """Customers of the areas behind its device."""
        return sum(customers for _, customers in self._found(outage).areas)

    def _meters_of(self, tables: Tables, area: str) -> Fact | None:
        thing = tables.thing("area", self._meters.get(area, area))
        return thing.aspects.get("meters") if thing is not None else None

    def _lit_at(self, tables: Tables, area: str) -> float | None:
        """Since when its meters say that it has supply, epoch s; None: they do not."""
        if area not in self._lit:
            fact = self._meters_of(tables, area)
            says = (
                fact is not None
                and isinstance(said := fact.data, AreaMeters)
                and lit(said.on, said.off, self._lit_share)
            )
            self._lit[area] = float(fact.at) if fact is not None and says else None
        return self._lit[area]

    def _found(self, outage: Outage) -> Behind:
        """The areas behind its device."""
        device = (outage.device_kind, outage.device, outage.device_name, outage.feeder)
        found = self._behind.get(outage.id)
        if found is None or found.device != device:
            rows = [] if self._reach is None else _rows_behind(self._reach, outage)
            areas = [self._areas[row] for row in rows if self._areas[row][1]]
            found = self._behind[outage.id] = Behind(device, areas)
            spoken = self._spoken.setdefault(outage.id, set())
            for area, _ in areas:
                if area not in spoken:
                    spoken.add(area)
                    self._by_area.setdefault(area, set()).add(outage.id)
                    self._turned.add(area)
        return found

    def _forget(self, outage: str) -> None:
        """It has left."""
        self._behind.pop(outage, None)
        self._counted.pop(outage, None)
        for area in self._spoken.pop(outage, ()):
            self._by_area[area].discard(outage)
            self._turned.add(area)


def _words(outage: Outage, thing: Thing) -> Words:
    claims = standing(thing.claims("extent")), standing(thing.claims("device"))
    said_at = max((fact.at for fact in claims if fact is not None), default=outage.since)
    return Words(
        outage.stage,
        outage.merged_into,
        outage.nature,
        outage.customers_out,
        outage.customers_restored,
        outage.held,
        outage.began,
        outage.since,
        outage.count_quality,
        said_at,
    )


def _word(
    outage: Outage, behind: Behind, lit: Lit, rows: list[Dark], said_at: float, now: float
) -> OutageDark:
    """What is to be said of one outage. rows: what was said; lit: since when each area has supply."""
    since = outage.began + HELD_S
    areas = [
        AreaOut(area, customers, at if at is not None and at >= since else None)
        for (area, customers), at in zip(behind.areas, lit, strict=True)
    ]
    after = rows_after(outage, rows, held_now(outage, areas), said_at, now)
    return OutageDark(rows=after, quality=outage.count_quality) if after else NOBODY


def _rows_behind(reach: Reach, outage: Outage) -> list[int]:
    """The atlas' rows of these areas; a service line lies within the area that it names."""
    if outage.device_kind is DeviceKind.SERVICE:
        area = reach.areas.get(outage.device)
        return [] if area is None else [area]
    return reach.of(outage)[1].tolist()
