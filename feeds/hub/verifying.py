"""Verifies restorations by the meters, and keeps open who is dark after them (domain 4.5, 5.4).

What stays dark below a restored outage is an outage of the hub's own, ``still/<outage>/<area>``: as many
customers as meters say, dark since the first one began. Meters end it too, and an outage that comes to hold
its area takes it in. Costs what a batch touched.
"""

from collections.abc import Iterable

from feeds.hub.alarms import Alarms, news
from feeds.hub.darkness import Darkness
from wallboard.domain.back_feed import back_feed
from wallboard.domain.facts import Instant, Payload
from wallboard.domain.outages import OutageAlias, OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, DeviceKind, OutageNature, OutageStage
from wallboard.rules.claims import standing
from wallboard.rules.restoration import (
    DARK_AFTER,
    METERS_AGREE,
    STILL,
    AreaHeard,
    RestorationRules,
    is_dark,
    verdict,
    verification,
)
from wallboard.state.tables import Tables

Said = list[tuple[str, Payload]]

RESTORED = frozenset({OutageStage.RESTORED_REPORTED, OutageStage.RESTORED_VERIFIED, OutageStage.CLOSED})


class Verifying:
    """Looks at outages that are said to be restored. darkness: knows their areas and meters."""

    def __init__(self, darkness: Darkness, rules: RestorationRules) -> None:
        self._darkness, self._rules = darkness, rules
        self._parts: dict[str, set[str]] = {}  # its own outages that were raised or seen, by the restored one
        self._looked: dict[str, tuple[object, ...]] = {}  # the device of each that may hold one's area

    def said(self, tables: Tables, touched: Iterable[str], now: float) -> Said:
        """What follows for these outages, at ``now`` (epoch s)."""
        found: Said = []
        for key in touched:
            outage = tables.outages.get(key)
            if outage is None:
                self._looked.pop(key, None)
                self._parts.get(_whole(key), set()).discard(key)
                continue
            if key.startswith(STILL):
                self._parts.setdefault(_whole(key), set()).add(key)
                found += self._nested(tables, outage, now)
            elif outage.dark:
                found += self.said(tables, sorted(self._parts.get(key, ())), now)
                found += self._taken_in(tables, outage, now)
            elif outage.stage in RESTORED and not outage.merged_into and not outage.planned:
                found += self._restored(tables, outage, now)
        return found

    def _restored(self, tables: Tables, outage: Outage, now: float) -> Said:
        """A claim that it is verified, and an outage for each area that is still dark."""
        areas = self._darkness.heard(tables, outage)
        word = verdict(areas, _reported_at(tables, outage), self._rules)
        claim = verification(outage, word)
        found: Said = [] if claim is None else [(outage.id, claim)]
        for area in word.dark:
            key = f"{STILL}{outage.id}/{area.area}"
            if key not in tables.outages and not self._darkness.explained(tables, area.area):
                found += _still_dark(key, outage, area, now)
                self._parts.setdefault(outage.id, set()).add(key)
        return found

    def _taken_in(self, tables: Tables, outage: Outage, now: float) -> Said:
        """Nested outages of others whose area an outage has come to hold: looked for as its device is new."""
        device = outage.device_kind, outage.device, outage.device_name
        if self._looked.get(outage.id) == device:
            return []
        self._looked[outage.id] = device
        spoken = self._darkness.spoken_of
        mine = [part for parts in self._parts.values() for part in parts if outage.id in spoken(_area(part))]
        rows = (tables.outages.get(part) for part in sorted(mine))
        return [word for row in rows if row is not None for word in self._nested(tables, row, now)]

    def _held_by(self, tables: Tables, outage: Outage, parent: str) -> Outage | None:
        """The feed's outage that has come to hold a nested one's area: nobody is counted under two."""
        for row in self._darkness.holding(tables, _area(outage.id)):
            another = row.id not in (outage.id, parent) and row.stage_by is not Claimant.ANALYST and row.dark
            some = row.device_kind is DeviceKind.SERVICE
            if another and not (some and (row.customers_out or 0) < (outage.customers_out or 0)):
                return row
        return None

    def _nested(self, tables: Tables, outage: Outage, now: float) -> Said:
        """Its meters end it or count it anew; it is taken back where the whole is dark again, and is a
        part of an outage that has come to hold its area."""
        if not outage.dark or outage.merged_into:
            return []
        parent = tables.outages.get(_whole(outage.id))
        if parent is not None and parent.dark:
            return [(outage.id, _claim(OutageStage.CANCELLED, now, None))]
        holder = self._held_by(tables, outage, _whole(outage.id))
        if holder is not None and outage.stage_by is Claimant.ANALYST:
            return [(outage.id, OutageAlias(other=holder.id, how="merged"))]
        for area in self._darkness.heard(tables, outage):
            if area.at is None or not area.on + area.off:
                continue
            if not is_dark(area, self._rules):
                why = Reason(METERS_AGREE, {"on": area.on, "of": area.on + area.off})
                return [(outage.id, _claim(OutageStage.RESTORED_VERIFIED, area.at, why))]
            thing = tables.thing("outage", outage.id)
            extent = standing(thing.claims("extent")) if thing is not None else None
            if area.off != outage.customers_out and extent is not None and extent.at <= area.at:
                return [(outage.id, _extent(outage, area, now))]
        return []


def _whole(part: str) -> str:
    """The key of the outage that one of ours is the rest of."""
    return part.removeprefix(STILL).rpartition("/")[0]


def _area(part: str) -> str:
    """The area in which it lies."""
    return part.rpartition("/")[2]


def back_feeds(tables: Tables, now: float) -> Alarms:
    """Alarms of vans that feed what somebody says is restored, raised and taken back, by key."""
    vans = ((key, van, tables.outages.get(van.outage)) for key, van in sorted(tables.vans.items()))
    each = (
        (f"back_feed/{key}", None if outage is None else back_feed(outage, [van]), f"van/{key}")
        for key, van, outage in vans
    )
    return news(tables, each, now)


def _reported_at(tables: Tables, outage: Outage) -> float:
    """When the restoration was reported, epoch s: the verification itself moves ``since``."""
    thing = tables.thing("outage", outage.id)
    claims = thing.claims("stage") if thing is not None else []
    told = [claim for claim in claims if _by(claim.data) is not Claimant.ANALYST]
    first = standing(told)
    if first is None or not isinstance(data := first.data, OutageStageClaim):
        return outage.since
    return float(first.at if data.since is None else data.since)


def _by(data: Payload) -> Claimant | None:
    return data.claimant if isinstance(data, OutageStageClaim) else None


def _still_dark(key: str, outage: Outage, area: AreaHeard, now: float) -> Said:
    why = Reason(DARK_AFTER, {"off": area.off, "of": area.on + area.off})
    return [
        (key, _extent(outage, area, now)),
        (
            key,
            OutageDevice(
                claimant=Claimant.ANALYST,
                kind=DeviceKind.TRANSFORMER_AREA,
                device=area.area,
                name=area.area,
                reasons=[why],
            ),
        ),
        (key, OutageAlias(other=outage.id, how="split")),
        (key, _claim(OutageStage.PROBABLE, now, why)),
    ]


def _extent(outage: Outage, area: AreaHeard, now: float) -> OutageExtent:
    """Where the first one was, so many customers, since when that one began."""
    return OutageExtent(
        claimant=Claimant.ANALYST,
        nature=OutageNature.UNPLANNED,
        lon=outage.lon,
        lat=outage.lat,
        region=outage.region,
        town=outage.town,
        cell=outage.cell,
        place=outage.place,
        feeder=outage.feeder,
        area_class=outage.area_class,
        customers_out=area.off,
        customers_served=area.customers,
        areas_out=int(not area.on),
        started_at=Instant(outage.began),
        reported_at=Instant(now) if not outage.id.startswith(STILL) else _instant(outage.reported_at),
    )


def _instant(at: float | None) -> Instant | None:
    return None if at is None else Instant(at)


def _claim(stage: OutageStage, since: float, why: Reason | None) -> OutageStageClaim:
    return OutageStageClaim(claimant=Claimant.ANALYST, stage=stage, since=Instant(since), reason=why)
