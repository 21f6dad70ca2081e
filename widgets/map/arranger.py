"""The main map's arrangement, kept by what changed: crowds are gathered anew only when a mark has moved.

While every mark stays where it is, only the crowds of marks that changed are drawn up again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from widgets.map.cluster import crowds, settle
from widgets.map.glyphs import (
    Arrangement,
    Glyph,
    Sizes,
    arrangement_of,
    frame_of,
    glyph_of,
    in_view,
    is_gathered,
)
from widgets.map.marks import Mark
from widgets.map.projection import Floats
from widgets.map.view import Camera

Standing = tuple[Sequence[Mark], list[tuple[int, ...]], dict[int, int], list[list[Glyph]]]
"""Marks, crowds, the crowd of each mark by its row, the glyphs of each crowd."""


class Arranger:
    """``arrange`` as ``glyphs.arrange``, remembering the crowds and centres of the last time."""

    def __init__(self) -> None:
        self._for: tuple[Camera, Sizes] | None = None
        self._marks: Sequence[Mark] = ()
        self._xy: Floats = np.zeros((0, 2))
        self._screen: Floats = np.zeros((0, 2))
        self._crowds: list[tuple[int, ...]] = []
        self._crowd_of: dict[int, int] = {}
        self._glyphs: list[list[Glyph]] = []
        self._beyond = self._lost = 0
        self._last = Arrangement()
        self._shown: Standing = (), [], {}, []

    def arrange(
        self, marks: Sequence[Mark], xy: Floats, weights: Floats, camera: Camera, sizes: Sizes
    ) -> Arrangement:
        """What is drawn for these marks (columns of ``OutageBook``) once it is shown."""
        changed = self._changed(marks, xy) if self._for == (camera, sizes) else None
        if changed is None:
            held, known = self._marks, {}  # the former marks are held until their ids were compared
            if self._for == (camera, sizes):
                known = dict(zip(map(self._seen, self._crowds), self._glyphs, strict=True))
            was = self._last.gathered
            self._gather(marks, xy, weights, camera, sizes)
            if known and was == self._last.gathered:
                self._glyphs = [known.get(self._seen(crowd), []) for crowd in self._crowds]
            touched: Iterable[int] = [n for n, glyphs in enumerate(self._glyphs) if not glyphs]
            del held
        else:
            self._lost += sum(
                (marks[i].customers or 0) - (self._marks[i].customers or 0)
                for i in changed
                if i not in self._crowd_of
            )
            self._marks = marks
            touched = {self._crowd_of[i] for i in changed if i in self._crowd_of}
        frame, self._glyphs = frame_of(camera, sizes), list(self._glyphs)
        for number in touched:
            self._glyphs[number] = [
                glyph_of(group, marks, self._screen, sizes, frame)
                for group in settle(self._crowds[number], weights, gathered=self._last.gathered)
            ]
        glyphs = [glyph for found in self._glyphs for glyph in found]
        self._last = arrangement_of(glyphs, self._last.gathered, self._beyond, self._lost)
        return self._last

    def show(self) -> None:
        """What was arranged last stands on the map now: it is what can be asked for."""
        self._shown = self._marks, self._crowds, self._crowd_of, self._glyphs

    def behind(self, mark: str) -> list[Mark]:
        """The marks of one crowd as drawn, or one mark alone; the heaviest first, none out of view."""
        marks, crowds, crowd_of, glyphs = self._shown
        row = _row(marks, mark)
        if row not in crowd_of:
            return []
        number = crowd_of[row]
        if len(glyphs[number]) > 1:
            return [marks[row]]
        return sorted((marks[i] for i in crowds[number]), key=lambda one: (-one.weight, one.id))

    def drawn_as(self, mark: str) -> Glyph | None:
        """What stands on the map for an outage: its own mark, or its crowd's; None out of view."""
        marks, _, crowd_of, glyphs = self._shown
        row = _row(marks, mark)
        if row not in crowd_of:
            return None
        found = glyphs[crowd_of[row]]
        return next((glyph for glyph in found if len(found) == 1 or glyph.id == mark), None)

    def _seen(self, crowd: tuple[int, ...]) -> tuple[int, ...]:
        """The very marks of a crowd, while they are held: one that differs is another object."""
        return tuple([id(self._marks[i]) for i in crowd])

    def _changed(self, marks: Sequence[Mark], xy: Floats) -> list[int] | None:
        """The marks that differ; None where one came, went or moved."""
        old = self._marks
        if len(old) != len(marks) or not np.array_equal(xy, self._xy):
            return None
        changed = [i for i, (one, other) in enumerate(zip(marks, old, strict=True)) if one is not other]
        return changed if all(marks[i].id == old[i].id for i in changed) else None

    def _gather(
        self, marks: Sequence[Mark], xy: Floats, weights: Floats, camera: Camera, sizes: Sizes
    ) -> None:
        """All crowds anew; a mark that was a centre stays one while it lives."""
        self._for, self._marks, self._xy = (camera, sizes), marks, xy
        self._screen = camera.to_screen(xy) if len(marks) else np.zeros((0, 2))
        seen = in_view(self._screen, camera, sizes)
        index: list[int] = np.flatnonzero(seen).tolist()
        gathered = is_gathered(len(index), self._last.gathered)
        self._crowds = [(i,) for i in index]
        if gathered:
            ids = [marks[i].id for i in index]
            found = crowds(self._screen[index], weights[index], sizes.gather, ids, self._last.centres)
            self._crowds = [tuple(index[i] for i in members) for members in found]
        self._crowd_of = {i: number for number, members in enumerate(self._crowds) for i in members}
        self._glyphs = [[] for _ in self._crowds]
        out = np.flatnonzero(~seen).tolist()
        self._beyond, self._lost = len(out), sum(marks[i].customers or 0 for i in out)
        self._last = Arrangement(gathered=gathered, centres=self._last.centres)


def _row(marks: Sequence[Mark], mark: str) -> int:
    """The row of a mark by its id; -1 where it is not among them."""
    row = bisect_left(marks, mark, key=lambda one: one.id)
    return row if row < len(marks) and marks[row].id == mark else -1
