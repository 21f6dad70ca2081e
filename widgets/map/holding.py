"""What a desk has its pointer on, what it has picked, and what is said of it.

Two things are marked: what was picked, and what belongs to the order that is chosen; of an outage also its
way up to the station. The tooltip stands beside what the pointer rests on, or what the keys have come to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.map.detail import area_radius, closeness, station_reach
from widgets.map.layout import Layout, around, rect_of
from widgets.map.marks import Mark
from widgets.map.network_words import area_lines, order_of_area, station_lines
from widgets.map.pick_words import lines_of, order_of
from widgets.map.picking import (
    AREA,
    CREW,
    CROWD,
    ORDER,
    ORDER_REACH,
    OUTAGE,
    STATION,
    VAN,
    Pick,
    after,
    finger,
    network_picks,
    picks_of,
    under,
)
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.tooltip import Lines, TipFace, draw_tip, tip_of
from widgets.map.traffic import RADIUS
from widgets.map.trail import Trail
from widgets.map.view import Camera
from widgets.session import Session

RING, AIR = 3.4, 5.0
"""Study px: width of the ring around what is picked, and between it and the mark."""


@dataclass(frozen=True)
class Picture:
    """What a desk's hands are laid on: the map as it is drawn. look: its camera now."""

    session: Session
    scene: Scene
    layout: Layout
    look: Callable[[], Camera | None]

    @property
    def camera(self) -> Camera | None:
        return self.look()


class Ring(msgspec.Struct, frozen=True, gc=False):
    """Around what is marked. x, y, reach: px; firm: picked, else only pointed at."""

    x: float
    y: float
    reach: float
    firm: bool


class Holding:
    """``pointed`` and ``picked`` by a desk; ``renew`` follows the picture and says what to repaint."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self.pointed: Pick | None = None
        self.picked: Pick | None = None
        self.tip: TipFace | None = None
        self._rings: tuple[Ring, ...] = ()
        self._firm: list[tuple[str, str]] = []  # what is picked, and what belongs to the chosen order
        self._trail = Trail()
        self._touched: tuple[float, float] | None = None  # where the last pick was made, px

    # what hands ask for

    def point_at(self, x: float, y: float) -> None:
        """The pointer rests: what lies under it is spoken of."""
        touched = self._under(x, y)
        held = self.pointed
        if held is None or held.name not in [pick.name for pick in touched]:
            self.pointed = touched[0] if touched else None

    def covers(self, x: float, y: float) -> bool:
        """Whether what is spoken of still lies under the pointer."""
        held = self.pointed
        return held is not None and held.name in [pick.name for pick in self._under(x, y)]

    def pick_at(self, x: float, y: float) -> None:
        """A click: the worst of what lies there; the next one with each click on the same place."""
        touched = self._under(x, y)
        near = finger(self._picture.session.scale)
        here, self._touched = self._touched, (x, y)
        again = here is not None and abs(here[0] - x) <= near and abs(here[1] - y) <= near
        before = self.picked.name if again and self.picked is not None else None
        self._pick(after(touched, before))

    def step(self, by: int) -> None:
        """The next of everything in view, or the one before."""
        held = self.pointed or self.picked
        self.pointed = after(self._all(), held.name if held is not None else None, by)

    def take(self) -> bool:
        """Pick what is pointed at; False where that is picked already, or nothing is."""
        if self.pointed is None or (self.picked is not None and self.picked.name == self.pointed.name):
            return False
        self._pick(self.pointed)
        return True

    def let_go(self) -> bool:
        """Drop what is spoken of, else what is picked; False where there was neither."""
        if self.pointed is not None:
            self.pointed = None
            return True
        held, desk = self.picked, self._picture.session.desk
        chosen = desk.chosen if desk is not None else ""
        if held is None and not chosen:
            return False
        self._pick(None)
        return True

    def _pick(self, pick: Pick | None) -> None:
        self.pointed = self.picked = pick
        desk = self._picture.session.desk
        if desk is not None:
            desk.choose(self._order_of(pick) if pick is not None else "")

    def _order_of(self, pick: Pick) -> str:
        """The open order that picking a thing chooses; "" without."""
        if pick.kind == AREA:
            return order_of_area(int(pick.id), self._picture.scene, self._picture.session)
        return order_of(pick, self._picture.session)

    def on_choice(self) -> None:
        """An order was chosen: what was picked stands only if it belongs to it."""
        desk, held = self._picture.session.desk, self.picked
        if desk is not None and held is not None and self._order_of(held) != desk.chosen:
            self.picked = self.pointed = None

    # what lies where

    def _all(self) -> list[Pick]:
        picture = self._picture
        if picture.camera is None:
            return []
        return picks_of(picture.scene, picture.camera, picture.session.scale.px(1))

    def _under(self, x: float, y: float) -> list[Pick]:
        """What a finger touches; after a crowd, those that it stands for."""
        found: list[Pick] = []
        picture, near = self._picture, finger(self._picture.session.scale)
        if picture.camera is None:
            return []
        network = network_picks(picture.scene, picture.camera, self._unit, x, y, near)
        for pick in under([*self._all(), *network], x, y, near):
            found.append(pick)
            if pick.kind == CROWD:
                members = self._picture.layout.arranger.behind(pick.id)
                found += [msgspec.structs.replace(pick, kind=OUTAGE, id=m.id, of=pick.id) for m in members]
        return found

    def _spot(self, kind: str, key: str) -> tuple[float, float, float] | None:
        """Where a thing stands now (x, y, reach px); None where it is not on the glass."""
        picture, camera = self._picture, self._picture.camera
        if camera is None:
            return None
        unit = picture.session.scale.px(1)
        if kind in (OUTAGE, CROWD):
            glyph = picture.layout.arranger.drawn_as(key)
            return (glyph.x, glyph.y, glyph.reach) if glyph is not None else None
        if kind in (CREW, VAN):
            spot = picture.scene.spots.get(f"{kind}/{key}")
            return (spot[0], spot[1], RADIUS * unit) if spot is not None else None
        network = picture.scene.base.network
        if kind in (AREA, STATION):
            places = None if network is None else network.areas if kind == AREA else network.stations
            if places is None or int(key) >= len(places):  # another network came
                return None
            close = closeness(camera, unit)
            reach = area_radius(close) if kind == AREA else station_reach(close)
            return (*camera.point(*places[int(key)].tolist()), reach * unit)
        place = picture.scene.orders.spots.get(key) if kind == ORDER else None
        return (*camera.point(place[1], place[2]), ORDER_REACH * unit) if place is not None else None

    def place_of_choice(self) -> tuple[float, float] | None:
        """Where what is picked or chosen lies, plane metres, whether or not it is in view."""
        picture = self._picture
        if self.picked is not None and self.picked.kind in (CREW, VAN):
            vehicle = picture.scene.fleet.vehicles.get(f"{self.picked.kind}/{self.picked.id}")
            if vehicle is not None:
                return vehicle.x, vehicle.y
        order = picture.session.desk.chosen if picture.session.desk is not None else ""
        row = picture.session.tables.orders.get(order)
        mark = picture.scene.book.marks.get(row.outage) if row is not None else None
        if mark is not None:
            return mark.x, mark.y
        spot = picture.scene.orders.spots.get(order)
        return (spot[1], spot[2]) if spot is not None else None

    # what is painted

    def renew(self) -> list[QRect]:
        """Follow what moved, changed or went; the rectangles to repaint."""
        before, trail, picture = (self._rings, self.tip), self._trail.rects(self._unit), self._picture
        self._rings = tuple(self._marked())
        self.tip = self._speak()
        outage = next((key for kind, key in self._firm if kind == OUTAGE), "")
        row = picture.session.tables.outages.get(outage)
        if self._trail.follow(picture.scene, picture.camera, row):
            trail += self._trail.rects(self._unit)
        elif before == (self._rings, self.tip):
            return []
        else:
            trail = []
        return [*trail, *_covered(*before, self._unit), *_covered(self._rings, self.tip, self._unit)]

    @property
    def _unit(self) -> float:
        return self._picture.session.scale.px(1)

    def _marked(self) -> list[Ring]:
        picture = self._picture
        names: dict[tuple[str, str], bool] = {}
        desk = picture.session.desk
        order = picture.session.tables.orders.get(desk.chosen) if desk is not None else None
        if order is not None:
            names[(OUTAGE, order.outage) if order.outage else (ORDER, order.id)] = True
        if self.picked is not None:
            names[self.picked.name] = True
        if self.pointed is not None:
            names.setdefault(self.pointed.name, False)
        self._firm = [name for name, firm in names.items() if firm]
        rings: dict[tuple[float, float, float], bool] = {}
        for (kind, key), firm in names.items():
            spot = self._spot(kind, key)
            if spot is not None:
                rings[spot] = rings.get(spot, False) or firm
        return [Ring(*spot, firm) for spot, firm in rings.items()]

    def _speak(self) -> TipFace | None:
        """The tooltip of what is pointed at."""
        held, picture = self.pointed, self._picture
        spot = self._spot(held.kind, held.id) if held is not None else None
        legend = picture.layout.faces.legend
        if held is None or spot is None or picture.camera is None or legend is None:
            return None
        members = picture.layout.arranger.behind(held.of or held.id) if held.kind in (OUTAGE, CROWD) else ()
        x, y, reach = spot
        reach += (RING + AIR) * self._unit
        frame = Box(0.0, 0.0, picture.camera.width, picture.camera.height).grown(-4 * self._unit)
        about = Box(x - reach, y - reach, x + reach, y + reach)
        return tip_of(self._lines(held, members), about, frame, picture.session)

    def _lines(self, held: Pick, members: Sequence[Mark]) -> Lines:
        """What is said of a thing."""
        scene, session = self._picture.scene, self._picture.session
        if held.kind == AREA:
            return area_lines(int(held.id), scene, session)
        if held.kind == STATION:
            return station_lines(int(held.id), scene, session)
        return lines_of(held, session, members)

    def draw(self, painter: QPainter) -> None:
        """Rings and tooltip, over everything else."""
        session = self._picture.session
        theme, unit = session.theme, self._unit
        self._trail.draw(painter, theme, unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in self._rings:
            radius = ring.reach + AIR * unit
            width = RING * unit if ring.firm else 0.6 * RING * unit
            for colour, wide in ((theme.ground, width + 3 * unit), (theme.text, width)):
                painter.setPen(QPen(colour, wide))
                painter.drawEllipse(QPointF(ring.x, ring.y), radius, radius)
        if self.tip is not None:
            draw_tip(painter, self.tip, session)


def _covered(rings: Sequence[Ring], tip: TipFace | None, unit: float) -> list[QRect]:
    rects = [around(ring.x, ring.y, ring.reach + (AIR + RING + 3) * unit) for ring in rings]
    return [*rects, rect_of(tip.box.grown(2 * unit))] if tip is not None else rects
