"""Vehicles as drawn: where each stands on the glass beside the marks, kept by what moved.

A tick costs the vehicles that moved and those beside marks that changed; the sprites of all of them lie
ready as rows for one blit.
"""

from collections import Counter
from collections.abc import Collection, Sequence

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
        circles = {(glyph.x, glyph.y, glyph.reach) for glyph in glyphs}
        close = closeness(camera, unit)
        self._far, self._radius = close < GRAINS_UNTIL, SMALL + (RADIUS - SMALL) * ramp(close, FAR, NEAR)
        radius = self._radius * unit
        crowded, self._crowded = self._crowded, fleet.crowded
        if moved is None or self._drawn_for != (camera, sheet) or self._crowded != crowded:
            self._raw = fleet.spots(camera, IN_VIEW * unit, far=self._far)
            stale: Collection[str] = {**self.spots, **self._raw}
            self._drawn_for = camera, sheet
            self._number()
            self._thin.clear()
            self._thin_out(self._raw, unit)
        else:
            stale = dict.fromkeys(moved)
            self._take(fleet, camera, IN_VIEW * unit, moved)
            stale.update(dict.fromkeys(self._thin_out(moved, unit)))
            stale.update(dict.fromkeys(self._near(circles ^ self._circles, radius)))
        self._circles = circles
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
        self._sprites = np.zeros((len(places), Fragments.COLUMNS))
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
        radius, rects = max(5, round(self._radius * unit)), list[QRect]()
        for key in stale:
            was, spot = self.spots.get(key), fresh.get(key)
            if spot is not None:
                self._draw(self._rows[key], key, spot, sheet, radius)
            elif key in raw:
                self._sprites[self._rows[key], :2] = np.nan  # left out: within no clip
            if was == spot:
                continue
            if was is not None:
                rects.append(_around(was, REACH * unit))
                self.shapes[was[2]] -= 1
                del self.spots[key]
            if spot is not None:
                rects.append(_around(spot, REACH * unit))
                self.shapes[spot[2]] += 1
                self.spots[key] = spot
        return rects

    def _draw(self, row: int, key: str, spot: Spot, sheet: SpriteSheet, radius: int) -> None:
        x, y, shape, heading = spot
        left, top, side = sheet.where(SpriteKey(shape, radius, turn=round(heading)))
        ink = GRAIN_INK if shape == REST else 1.0
        self._sprites[row] = (x, y, left, top, side, side, sheet.zoom, sheet.zoom, 0.0, ink)
        self._vans[row] = key.startswith("van/")


def _around(spot: Spot, reach: float) -> QRect:
    left, top = int((spot[0] - reach) // 1), int((spot[1] - reach) // 1)
    return QRect(left, top, int(-(-(spot[0] + reach) // 1)) - left, int(-(-(spot[1] + reach) // 1)) - top)
