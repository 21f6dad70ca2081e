"""What stands where on the map at one moment, computed from scene and camera without painting."""

from collections.abc import Generator, Hashable
from copy import copy
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRect

from wallboard.domain.reasons import Reason
from widgets.desk import DeskWay
from widgets.map.ahead import Ahead
from widgets.map.arranger import Arranger
from widgets.map.base_map import Place
from widgets.map.condition_words import WordFace, condition_words, sign_boxes
from widgets.map.focus import Pushed, pushed_of
from widgets.map.glyphs import Sizes, box_around
from widgets.map.graticule import degrees_of
from widgets.map.inset import LEAST_COMPANY, Choice, InsetFace, inset_of, leader_boxes
from widgets.map.label_layer import label_reach
from widgets.map.labels import LabelBook, LabelFace
from widgets.map.legend import LegendFace, legend_of, strip_height
from widgets.map.marks import Mark
from widgets.map.network_names import NetworkNames, unsupplied_boxes
from widgets.map.notice import notice_of
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.steps import Steps, at_once
from widgets.map.traffic import Traffic
from widgets.map.vehicles import GRAINS
from widgets.map.view import Camera
from widgets.session import Session

EDGE = 8.0
"""Study px that labels keep from the map's edge."""

NAMED_REGIONS = 14

SOME = 64
"""Vehicles that are read and taken in at one step."""

LAST = object()
"""Before the last step, which shows what was arranged."""

NAMES_S = 60.0
"""Real seconds before the regions are looked for again in the middle of their outages."""


@dataclass(frozen=True)
class Faces:
    """Everything live on the glass by key, with the rectangle that it covers."""

    legend: LegendFace | None = None
    inset: InsetFace | None = None
    pieces: dict[Hashable, tuple[Hashable, QRect]] = field(default_factory=dict)

    def differing(self, before: "Faces") -> list[QRect]:
        """Rectangles to repaint: what came, went, moved or looks different."""
        rects: list[QRect] = []
        for key, piece in self.pieces.items():
            was = before.pieces.get(key)
            if was == piece:
                continue
            rects.append(piece[1])
            if was is not None and was[1] != piece[1]:
                rects.append(was[1])
        rects += [before.pieces[key][1] for key in before.pieces.keys() - self.pieces.keys()]
        return rects


class Layout:
    """Arranges one map; keeps what was where, so that crowds, labels and inset stay in place.

    heat: None draws it where the view is much nearer than the whole.
    """

    def __init__(
        self, session: Session, *, heat: bool | None, inset: bool, labels: bool = True, wall: bool = True
    ) -> None:
        """wall: what desks push is shown, be there an inset of its own or not."""
        self._session, self._wall = session, wall
        self.pushed: Pushed | None = None
        self._heat, self._with_inset, self._with_labels = heat, inset, labels
        self._labels, self._names = LabelBook(), NetworkNames()
        self.arranger, self._choice = Arranger(), Choice()
        self.faces = Faces()
        self.moved: list[QRect] = []  # what vehicles ask to be repainted
        self.places: list[Place] = []
        self._tiles_version = 0
        self._ways: tuple[DeskWay, ...] = ()
        self._told: tuple[list[Place], tuple[Reason, ...]] = [], ()  # by the tiles
        self._named_at = 0.0
        self._foot = 0.0  # px that the legend takes of this camera's window at most
        self._camera: Camera | None = None
        self._degrees_for: tuple[Camera, Box] | None = None
        self._all_degrees: tuple[LabelFace, ...] = ()

    def sizes(self) -> Sizes:
        session = self._session
        glyph = session.text.t("map.glyph.generator")
        return Sizes(session.scale.px(1), float(session.scale.text_px("small")), glyph, self._foot)

    def arrange(self, scene: Scene, camera: Camera, *, afresh: bool = True, heat: bool = True) -> Faces:
        """Fill ``scene`` with what is drawn for this camera, at once, and return the faces."""
        at_once(self.steps(scene, camera, afresh=afresh, heat=heat))
        return self.faces

    def steps(
        self,
        scene: Scene,
        camera: Camera,
        *,
        afresh: bool = True,
        heat: bool = True,
        ahead: Ahead | None = None,
    ) -> Generator[object, None, None]:
        """The same in steps of some ms; what is drawn stays as it was until the last of them, after ``LAST``.

        afresh: any vehicle may stand elsewhere than it did, and not only those that wait in the fleet.
        heat: False leaves the heat of the same camera for later. ahead: makes ready what will be painted.
        """
        if not afresh:
            yield from self._follow(scene, camera)
        draft = replace(scene, heat=copy(scene.heat), traffic=Traffic() if afresh else scene.traffic)
        self._read_heat(draft, camera, due=heat)
        yield
        legend = yield from self._marks(draft, camera, afresh=afresh)
        session, sizes = self._session, self.sizes()
        edge = EDGE * sizes.unit
        frame = Box(edge, edge, camera.width - edge, legend.box.bottom - edge)
        whole = Box(0.0, 0.0, camera.width, legend.box.bottom)
        draft.degrees = self._degrees(draft, camera, whole)
        draft.notice = notice_of(draft, session, whole)
        kept = [face.box for face in draft.degrees]
        pushed = pushed_of(session, draft.book) if self._wall else None
        inset = None
        if self._with_inset if pushed is None else pushed.mark is not None:
            inset = yield from self._inset(draft, camera, sizes, frame, kept, pushed)
        if inset is not None:
            kept.append(inset.box.grown(edge))
            draft.degrees = tuple(face for face in draft.degrees if not face.box.meets(inset.box))
        yield
        if self._with_labels:
            draft.said, draft.labels = yield from self._words(draft, camera, frame, kept, inset)
        if ahead is not None:
            yield from ahead(draft, legend)
        yield LAST
        if not afresh:
            self.moved += scene.traffic.show(draft.arrangement.glyphs, scene.sheet, sizes.unit)
        self.arranger.show()
        scene.heat, scene.arrangement, scene.labels = draft.heat, draft.arrangement, draft.labels
        scene.traffic, scene.said = draft.traffic, draft.said
        scene.degrees, scene.notice = draft.degrees, draft.notice
        self.pushed = pushed
        told = legend_of(scene, camera, session, foot=self._foot)  # now of the vehicles that are shown
        self.faces = Faces(told, inset, _pieces(scene, told, inset, sizes.unit))
        if told.box != legend.box:
            self._foot, before = max(self._foot, told.box.height), self.moved
            at_once(self.steps(scene, camera, afresh=False, heat=False))
            self.moved = before + self.moved

    def _words(
        self, draft: Scene, camera: Camera, frame: Box, kept: list[Box], inset: InsetFace | None
    ) -> Steps[tuple[tuple[WordFace, ...], tuple[LabelFace, ...]]]:
        """Words beside signs, and labels. kept: where no name may stand."""
        session, unit, glyphs = self._session, self.sizes().unit, draft.arrangement.glyphs
        taken = [*kept, *(box_around(glyph) for glyph in glyphs)]
        said = condition_words(draft.conditions, camera, session, frame, taken)
        kept = [*kept, *(face.box for face in said), *sign_boxes(draft.conditions, camera, unit)]

        def where() -> list[tuple[int, int]]:
            return [(x, y) for x, y, shape, _ in draft.spots.values() if shape not in GRAINS]

        line = leader_boxes(inset) if inset else []
        line = [*line, *unsupplied_boxes(draft, camera, unit)]
        places = self._places_of(draft, camera)
        labels = yield from self._labels.arrange(
            glyphs, where, places, camera, session, draft.book.census, frame, kept, line
        )
        return said, labels

    def legend(self, scene: Scene, camera: Camera) -> LegendFace:
        """The legend that marks and vehicles need in this camera; what stands on the map is not touched."""
        draft = replace(scene, heat=copy(scene.heat), traffic=Traffic())
        self._read_heat(draft, camera, due=True)
        return at_once(self._marks(draft, camera, afresh=True))

    def _read_heat(self, scene: Scene, camera: Camera, *, due: bool) -> None:
        if self._heat is not False:
            unit, moment = self._session.scale.px(1), self._session.clock.monotonic()
            scene.heat.read(scene.book, camera, moment, unit, due=due, always=self._heat is True)

    def _follow(self, scene: Scene, camera: Camera) -> Steps[None]:
        """Take in where those are that wait now; they are shown beside the marks of the last step.

        Who moves on meanwhile waits for the next time, or a storm of fixes would never let it end.
        """
        fleet, tables, unit = scene.fleet, self._session.tables, self._session.scale.px(1)
        for _ in range(0, len(fleet.waiting), SOME):
            moved = fleet.catch_up(tables, self._session.now(), SOME)
            scene.traffic.follow(fleet, camera, scene.sheet, unit, moved)
            yield

    def _marks(self, draft: Scene, camera: Camera, *, afresh: bool) -> Steps[LegendFace]:
        """Marks and vehicles above the legend, which has room for what it must say of them."""
        session = self._session
        marks, xy, weights = draft.book.columns()
        if camera != self._camera:
            self._camera, self._foot = camera, strip_height(session, 1)
        self.moved = []
        while True:
            sizes = self.sizes()
            draft.arrangement = self.arranger.arrange(marks, xy, weights, camera, sizes)
            yield
            if afresh:  # all is arranged at once
                self.moved += self._drive_all(draft, camera)
            legend = legend_of(draft, camera, session, foot=self._foot)
            if legend.box.height <= self._foot:
                return legend
            self._foot = legend.box.height  # it only grows, and its rows are few

    def _drive_all(self, scene: Scene, camera: Camera) -> list[QRect]:
        """Put all vehicles beside the marks; the rectangles to repaint."""
        scene.fleet.catch_up(self._session.tables, self._session.now())
        glyphs, unit = scene.arrangement.glyphs, self._session.scale.px(1)
        return scene.traffic.arrange(scene.fleet, camera, glyphs, scene.sheet, unit)

    def _degrees(self, scene: Scene, camera: Camera, whole: Box) -> tuple[LabelFace, ...]:
        """The graticule's degrees where no mark stands on them, on a map of land and sea at most."""
        if not (scene.base.ruled and scene.found):
            return ()
        if self._degrees_for != (camera, whole):
            self._degrees_for = camera, whole
            self._all_degrees = degrees_of(camera, self._session, whole)
        boxes = [box_around(glyph) for glyph in scene.arrangement.glyphs]
        return tuple(f for f in self._all_degrees if not any(f.box.meets(box) for box in boxes))

    def drive(self, scene: Scene, camera: Camera) -> list[QRect]:
        """Only vehicles that wait in the fleet moved: the rectangles to repaint.

        All faces that differ where the legend must change.
        """
        before = scene.traffic.nouns()
        at_once(self._follow(scene, camera))
        self.moved = scene.traffic.show(scene.arrangement.glyphs, scene.sheet, self._session.scale.px(1))
        if scene.traffic.nouns() == before:
            return self.moved
        rects, faces = self.moved, self.faces
        return [*rects, *self.arrange(scene, camera, afresh=False, heat=False).differing(faces)]

    def _places_of(self, scene: Scene, camera: Camera) -> list[Place]:
        """The names that this view may show: the network's by its scale, else those of the land."""
        network = scene.base.network
        return self.places if network is None else self._names.of(network, camera, self._session)

    def name_places(self, scene: Scene) -> None:
        """Names that stand on the land: districts, or regions in the middle of their outages; then those of
        the tiles, which come last."""
        self._named_at = self._session.clock.monotonic()
        self.places = scene.base.places() or region_places(list(scene.book.marks.values()))
        said = {place.name for place in self.places}
        self.places += [place for place in self._told[0] if place.name not in said]

    def read_tiles(self, scene: Scene) -> bool:
        """Take in the names on the tiles that came and what is to be said of them; True where they differ."""
        tiles = scene.tiles
        if tiles.version == self._tiles_version:
            return False
        self._tiles_version = tiles.version
        told = tiles.places(self._session.text.lang), tiles.troubles
        if told == self._told:
            return False
        self._told = told
        self.name_places(scene)
        return True

    def focus_turned(self, scene: Scene) -> bool:
        """Whether a desk pushed something else since the last arrangement, or its time ran out."""
        return self._wall and pushed_of(self._session, scene.book) != self.pushed

    def ways_turned(self) -> bool:
        """Whether a desk shows other ways of crews than at the last look."""
        before, desk = self._ways, self._session.desk
        self._ways = () if desk is None else desk.ways
        return self._ways != before

    def renew_places(self, scene: Scene) -> bool:
        """Follow the outages with the regions' names, every ``NAMES_S``; True where a name moved."""
        if not scene.base.bare or self._session.clock.monotonic() - self._named_at < NAMES_S:
            return False
        before = self.places
        self.name_places(scene)
        return self.places != before

    def _inset(
        self,
        scene: Scene,
        camera: Camera,
        sizes: Sizes,
        frame: Box,
        kept: list[Box],
        pushed: Pushed | None,
    ) -> Steps[InsetFace | None]:
        """The inset, where it takes no name from the worst outages that they have without it.

        kept: where no name may stand.
        """
        glyphs, session = scene.arrangement.glyphs, self._session
        edge = EDGE * sizes.unit
        anyway: list[float] = []  # weight of those that have no room for their name even so

        def lost(taken: list[Box]) -> Steps[float]:
            return self._labels.unnamed(glyphs, session, scene.book.census, frame, taken)

        def unnamed(box: Box) -> Steps[float]:
            if not anyway:
                anyway.append((yield from lost(kept)))
            return max(0.0, (yield from lost([*kept, box.grown(edge)])) - anyway[0])

        least = LEAST_COMPANY if scene.base.bare else 1
        before = self.faces.inset
        choice = self._choice
        return (
            yield from inset_of(
                scene.book,
                glyphs,
                unnamed,
                camera,
                session,
                sizes,
                frame,
                before,
                choice,
                least=least,
                pushed=pushed,
            )
        )


def region_places(marks: list[Mark]) -> list[Place]:
    """The largest regions that outages name, each where half of its customers out are to either side."""
    by_region: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.region:
            by_region.setdefault(mark.region, []).append(mark)
    largest = sorted(by_region.items(), key=lambda item: (-len(item[1]), item[0]))[:NAMED_REGIONS]
    return [
        Place(name, _middle(members, "x"), _middle(members, "y"), float(len(members)))
        for name, members in largest
    ]


def _middle(marks: list[Mark], axis: str) -> float:
    """The median along one axis, weighted by customers."""
    rows = sorted((float(getattr(mark, axis)), mark.weight) for mark in marks)
    half, held = sum(weight for _, weight in rows) / 2, 0.0
    for at, weight in rows:
        held += weight
        if held >= half:
            return at
    return rows[-1][0]


def _pieces(
    scene: Scene, legend: LegendFace, inset: InsetFace | None, unit: float
) -> dict[Hashable, tuple[Hashable, QRect]]:
    pieces: dict[Hashable, tuple[Hashable, QRect]] = {}
    for glyph in scene.arrangement.glyphs:
        pieces["mark", glyph.id] = glyph, around(glyph.x, glyph.y, glyph.reach + 3)
    halo = 4 * unit
    for face in scene.degrees:
        pieces["degrees", face.id] = face, rect_of(face.box.grown(halo))
    for face in scene.labels:
        pieces["label", face.id] = face, rect_of(label_reach(face, halo))
    if scene.notice is not None:
        pieces["notice"] = scene.notice, rect_of(scene.notice.box)
    pieces["legend"] = legend, rect_of(legend.box)
    if inset is not None:
        x, y = inset.target
        whole = inset.box.grown(3).joined(Box(x - 3, y - 3, x + 3, y + 3))
        pieces["inset"] = (
            (inset.mark, inset.name, inset.camera, inset.arrangement, inset.target, inset.pushed),
            rect_of(whole),
        )
    pieces["feeders"] = scene.lit_feeders() if scene.base.of("feeder") else 0, QRect()
    return pieces


def around(x: float, y: float, reach: float) -> QRect:
    """The pixels within ``reach`` of a point."""
    return rect_of(Box(x - reach, y - reach, x + reach, y + reach))


def rect_of(box: Box) -> QRect:
    """A px box (y down) as whole pixels, rounded outwards."""
    left, top = int(box.left // 1), int(box.bottom // 1)
    return QRect(left, top, int(-(-box.right // 1)) - left, int(-(-box.top // 1)) - top)
