"""What an order asks for, in the words of the customer system."""

from feeds.sim.business.intake import Arrival
from feeds.sim.business.office import Office
from feeds.sim.business.thread import SOURCE, Thread
from feeds.sim.ground import Ground
from feeds.sim.plane import degrees
from wallboard.domain.orders import OrderNeed
from wallboard.domain.terms import AreaClass, Lane, OrderOrigin

ORIGINS = {
    "app": OrderOrigin.ONLINE,
    "wechat": OrderOrigin.ONLINE,
    "hall": OrderOrigin.MANUAL,
}
"""Of channels; all others are hotlines."""


class Needs:
    """Opens threads. prefix: of the number, which says which desk gave it."""

    def __init__(self, ground: Ground, office: Office) -> None:
        self._ground, self._office = ground, office

    def open(
        self,
        prefix: str,
        lane: Lane,
        arrival: Arrival,
        kind: str,
        title: str,
        channel: str,
        *,
        segment: str = "",
        kva: float | None = None,
    ) -> Thread:
        """An order at its first word; it lies where its transformer stands."""
        areas, area = self._ground.areas, arrival.area
        day = self._office.date(self._office.day(arrival.at))
        number = f"{prefix}{day:%y%m%d}-{arrival.number + 1:04d}"
        lon, lat = degrees(areas.point[area])
        segment = segment or self._segment(arrival)
        need = OrderNeed(
            lane=lane,
            received_at=arrival.at,
            origin=ORIGINS.get(channel, OrderOrigin.HOTLINE),
            number=number,
            title=title,
            kind=kind,
            lang="zh",
            region=self._ground.bureau_name(area),
            town=self._ground.town_name(area),
            cell=self._ground.cell_name(area),
            lon=lon,
            lat=lat,
            area_class=AreaClass(areas.area_class[area]) if areas.area_class[area] else None,
            segment=segment,
            channel=channel,
            key_customers=int(segment == "key"),
            kva=kva,
        )
        return Thread(f"{SOURCE}/{number}", need, area)

    def _segment(self, arrival: Arrival) -> str:
        areas, u = self._ground.areas, arrival.dice.random()
        if areas.key[arrival.area]:
            return "key"
        if areas.own[arrival.area]:
            return "factory"
        return "home" if u < 0.82 else "shop" if u < 0.97 else "community"
