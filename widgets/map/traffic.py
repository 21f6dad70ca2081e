"""Vehicles as drawn: where each stands on the glass beside the marks, kept by what moved.

A tick costs the vehicles that moved and those beside marks that changed; the sprites of all of them lie
ready as rows for one blit.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from widgets.map.detail import closeness, ramp
from widgets.map.glyphs import Glyph
from widgets.map.painter_paths import Fragments
from widgets.map.projection import Box, Floats
from widgets.map.sprites import SpriteKey, SpriteSheet
from widgets.map.thinning import APART, Thinning
from widgets.map.vehicles import GRAINS, REST, Fleet, Spot, beside
from widgets.map.view import Camera

RADIUS, SMALL = 9.0, 6.6
"""Study px of a vehicle, near and in a view of a whole prefecture."""

FAR, NEAR = 8.0, 40.0
"""Study px per kilometre at which a vehicle is small still, and at which it has its full size."""

GRAINS_UNTIL = 20.0
"""Study px per kilometre up to which idle vehicles are grains: hundreds of them have nothing to tell."""

GRAIN_INK = 0.8
"""Opacity of an idle grain; one that is at work has its full ink."""

REACH = 14.0
"""Study px around its middle that a vehicle covers, whichever way it is turned."""

MANY_PLACES = 200
"""Places beyond which one rectangle about all of them is repainted: to tell them apart would cost more."""

IN_VIEW = 20.0
"""Study px beyond the window's edge at which a vehicle is still drawn."""

Circle = tuple[int, int, float]


class Traffic:
    """``spots``: x, y, shape and heading of every vehicle as drawn, by id; ``shapes`` counts them."""

    def __init__(self) -> None:
        self.spots: dict[str, Spot] = {}
        self.shapes: Counter[str] = Counter()
        self._raw: dict[str, Spot] = {}
        self._rows: dict[str, int] = {}
        self._places: Floats = np.zeros((0, 2))
        self._sprites: Floats = np.zeros((0, Fragments.COLUMNS))
        self._vans: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._drawn_for: tuple[Camera, SpriteSheet] | None = None
        self._circles: set[Circle] = set()
        self._stale: dict[str, None] = {}  # taken in, and not yet shown
        self._far, self._crowded, self._radius = False, False, RADIUS
        self._thin = Thinning()

    def arrange(
        self,
        fleet: Fleet,
        camera: Camera,
        glyphs: Sequence[Glyph],
        sheet: SpriteSheet,
        unit: float,
        moved: Collection[str] | None = None,
    ) -> list[QRect]:
        """Put vehicles where they belong; the rectangles (px) to repaint.

        moved: the only ones that may have changed; None: any. unit: px per study px.
        """
        self.follow(fleet, camera, sheet, unit, moved)
        return self.show(glyphs, sheet, unit)

    def follow(
        self,
        fleet: Fleet,
        camera: Camera,
        sheet: SpriteSheet,
        unit: float,
        moved: Collection[str] | None = None,
    ) -> None:
        """Take in where these are, marks apart: they are drawn where they were until ``show``."""
        close = closeness(camera, unit)
        self._far, self._radius = close < GRAINS_UNTIL, SMALL + (RADIUS - SMALL) * ramp(close, FAR, NEAR)
        crowded, self._crowded = self._crowded, fleet.crowded
        if moved is None or self._drawn_for != (camera, sheet) or self._crowded != crowded:
            self._raw = fleet.spots(camera, IN_VIEW * unit, far=self._far)
            self._stale.update(dict.fromkeys(self.spots))
            self._stale.update(dict.fromkeys(self._raw))
            self._drawn_for = camera, sheet
            self._number()
            self._thin.clear()
            self._thin_out(self._raw, unit)
        else:
            self._stale.update(dict.fromkeys(moved))
            self._take(fleet, camera, IN_VIEW * unit, moved)
            self._stale.update(dict.fromkeys(self._thin_out(moved, unit)))

    def show(self, glyphs: Sequence[Glyph], sheet: SpriteSheet, unit: float) -> list[QRect]:
        """Put what was taken in, and what stands at marks that differ, beside these; as ``arrange``."""
        circles = {(glyph.x, glyph.y, glyph.reach) for glyph in glyphs}
        self._stale.update(dict.fromkeys(self._near(circles ^ self._circles, self._radius * unit)))
        stale, self._stale, self._circles = self._stale, {}, circles
        return self._put(stale, glyphs, sheet, unit)

    def nouns(self) -> frozenset[str]:
        """What the legend speaks of: ``crew`` or ``crew_some`` (of several), ``van``, ``site``, ``rest``."""
        shown = [shape for shape, count in self.shapes.items() if count]
        crew = "crew_some" if self._thin.hidden else "crew"
        return frozenset(s if s in GRAINS else "van" if s.startswith("van") else crew for s in shown)

    def _thin_out(self, keys: Collection[str], unit: float) -> Collection[str]:
        """In a wide view of many at work arrowheads keep apart; those that came or went by it."""
        if self._far and self._crowded:
            return self._thin.follow(keys, self._raw, APART * unit)
        return self._thin.clear()

    def within(self, clip: Box, *, vans: bool) -> Floats:
        """Sprite rows of the vans, or of the crews, whose middles lie within ``clip``."""
        rows = self._sprites
        inside = (rows[:, 0] >= clip.left) & (rows[:, 0] <= clip.right)
        inside &= (rows[:, 1] >= clip.bottom) & (rows[:, 1] <= clip.top) & (self._vans == vans)
        return rows[inside]

    def _take(self, fleet: Fleet, camera: Camera, margin: float, moved: Collection[str]) -> None:
        """Where the moved ones are now, marks apart."""
        came_or_went = False
        fresh = fleet.spots(camera, margin, moved, far=self._far)
        for key in moved:
            spot = fresh.get(key)
            if spot is None:
                came_or_went |= self._raw.pop(key, None) is not None
                continue
            came_or_went |= key not in self._raw
            self._raw[key] = spot
            if not came_or_went:
                self._places[self._rows[key]] = spot[:2]
        if came_or_went:
            self._number()

    def _number(self) -> None:
        """Give every vehicle in view its row."""
        old, sprites, vans = self._rows, self._sprites, self._vans
        self._rows = {key: row for row, key in enumerate(self._raw)}
        places = [spot[:2] for spot in self._raw.values()]
        self._places = np.array(places, dtype=np.float64).reshape(-1, 2)
        self._sprites = np.full((len(places), Fragments.COLUMNS), np.nan)  # within no clip until shown
        self._vans = np.zeros(len(places), dtype=bool)
        kept = [(row, old[key]) for key, row in self._rows.items() if key in old]
        if kept:
            here, there = np.array(kept).T
            self._sprites[here], self._vans[here] = sprites[there], vans[there]

    def _near(self, circles: set[Circle], radius: float) -> list[str]:
        """The vehicles on marks that came, went or changed their size."""
        if not circles or not len(self._places):
            return []
        table = np.array(sorted(circles), dtype=np.float64)
        reach = table[:, 2] + radius
        across = self._places[:, :1] - table[:, 0]
        down = self._places[:, 1:] - table[:, 1]
        hit = (across * across + down * down < reach * reach).any(axis=1)
        keys = list(self._rows)
        return [keys[row] for row in np.flatnonzero(hit).tolist()]

    def _put(
        self, stale: Collection[str], glyphs: Sequence[Glyph], sheet: SpriteSheet, unit: float
    ) -> list[QRect]:
        raw = {key: spot for key in stale if (spot := self._raw.get(key)) is not None}
        drawn = {key: spot for key, spot in raw.items() if key not in self._thin.hidden}
        fresh = beside(drawn, glyphs, self._radius * unit)
        self._sprites[[self._rows[key] for key in raw], :2] = np.nan  # within no clip, where left out
        self._draw(fresh, sheet, max(5, round(self._radius * unit)))
        touched = list[tuple[int, int]]()
        for key in stale:
            was, spot = self.spots.get(key), fresh.get(key)
            if was == spot:
                continue
            if was is not None:
                touched.append(was[:2])
                self.shapes[was[2]] -= 1
            if spot is not None:
                touched.append(spot[:2])
                self.shapes[spot[2]] += 1
                self.spots[key] = spot
            else:
                del self.spots[key]
        return _around(touched, REACH * unit)

    def _draw(self, spots: Mapping[str, Spot], sheet: SpriteSheet, radius: int) -> None:
        """Write the sprites of these vehicles."""
        looks: dict[tuple[str, float], tuple[float, ...]] = {}
        sprites: list[tuple[float, ...]] = []
        for x, y, shape, heading in spots.values():
            look = looks.get((shape, heading))
            if look is None:
                left, top, side = sheet.where(SpriteKey(shape, radius, turn=round(heading)))
                ink = GRAIN_INK if shape == REST else 1.0
                look = looks[shape, heading] = left, top, side, side, sheet.zoom, sheet.zoom, 0.0, ink
            sprites.append((x, y, *look))
        rows = [self._rows[key] for key in spots]
        self._sprites[rows] = np.array(sprites, dtype=np.float64).reshape(-1, Fragments.COLUMNS)
        self._vans[rows] = [key.startswith("van/") for key in spots]


def _around(places: Sequence[tuple[int, int]], reach: float) -> list[QRect]:
    """The pixels about each place; of very many places about all of them."""
    if not places:
        return []
    table = np.array(places)
    low, high = np.floor(table - reach).astype(np.int64), np.ceil(table + reach).astype(np.int64)
    if len(places) > MANY_PLACES:
        low, high = low.min(axis=0, keepdims=True), high.max(axis=0, keepdims=True)
    corners = np.hstack([low, high - low]).tolist()
    return [QRect(left, top, width, height) for left, top, width, height in corners]
