"""The map panel: fixed on a wall, moved by wheel, drag and keys on a desk."""

import math
from collections.abc import Callable, Collection
from functools import reduce

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.domain.clock import thread_seconds
from wallboard.state.changes import Change
from widgets.map.arranging import SLICE_S, Arranging
from widgets.map.carry import carry, serves
from widgets.map.cell_fills import fills_of
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.hands import Hands
from widgets.map.holding import Holding, Picture
from widgets.map.inset_painter import InsetPainter, draw_leader
from widgets.map.known_land import box_to_show, padding_of
from widgets.map.layers import layer_specs
from widgets.map.layout import Faces, Layout
from widgets.map.legend import strip_height
from widgets.map.legend_painter import LegendPicture
from widgets.map.map_options import MapOptions
from widgets.map.mending import PEN_REACH, draw_base, draw_owed, mend, mend_all, picture_of, tile_came
from widgets.map.network_base import room_base
from widgets.map.outage_book import OutageBook, outage_keys
from widgets.map.projection import Box, degree_box
from widgets.map.scene import Scene
from widgets.map.sprites import sheet_of
from widgets.map.steps import Steps, at_once, some
from widgets.map.supply import supply_of
from widgets.map.tiles import Tiles
from widgets.map.vehicles import Fleet
from widgets.map.view import Camera, fit
from widgets.panel import Panel
from widgets.session import Session

MANY_RECTS = 12
MOST_UPDATES = 48
STILL = 0.25
"""After a snapshot the view stays while what is to be shown lies in it and fills this share of it."""

JUDGED = frozenset({"live", "late"})
"""States of the link in which clocks are judged."""

DRAG_MARGIN = 0.3

WHOLE_WORLD = degree_box(-170, -60, 170, 75)


class MapView(Panel):
    """One map: static picture, live marks over it, legend and inset; repaints only what differs."""

    rest = 8.0
    """Under pressure the map takes an eighth of the thread at most, painting included."""

    def __init__(
        self, session: Session, options: MapOptions | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, options or MapOptions(), parent)
        self._options: MapOptions = options or MapOptions()
        room = session.room
        self._heat = room.map.heat if self._options.heat is None else self._options.heat
        inset = room.map.inset if self._options.inset is None else self._options.inset
        desk = session.desk is not None if self._options.desk is None else self._options.desk
        self._layout = Layout(session, heat=self._heat, inset=inset and not desk, wall=not desk)
        specs = [spec for spec in layer_specs() if self._options.wants(spec, heat=self._heat)]
        self._live: list[tuple[LayerSpec, Layer]] = [(s, s.make()) for s in specs if not s.static]
        margin = DRAG_MARGIN if desk else 0.0
        self._static = picture_of(specs, cells=bool(self._options.cells), margin=margin)
        near = [s.make() for s in specs if s.name in ("feeders", "outages")]
        self._inset = InsetPainter([s.make() for s in specs if s.static and s.name != "graticule"], near)
        base = room_base(session)
        self._scene = Scene(
            base,
            OutageBook(session.rules, room.area_class),
            Fleet(),
            sheet_of(self.session, self.devicePixelRatioF()),
            at_sea=lambda camera, box: self._static.is_mostly(session.theme.water, camera, box),
            tiles=Tiles(session.worker, lambda box: tile_came(self, self.camera, self._static, box)),
        )
        self._scene.supply, self._scene.cells = supply_of(self._scene.base), self._options.cells
        self._scene.conditions.rules = session.dispatch_rules
        self._scene.tiles.show(base.sheets)
        self._fit_box: Box | None = None
        self.camera: Camera | None = None
        self._legend = LegendPicture()
        live = [layer for _, layer in self._live]
        self._marks = Arranging(
            self._layout, self._scene, session, live, self._legend, self.rect, self._show_marks
        )
        self._fed = False  # facts were taken in since the last painting
        self._painting = 0.0  # thread seconds that the last painting took
        self.repaints = 0
        picture = Picture(session, self._scene, self._layout, lambda: self.camera)
        self.hands = Hands(self, self, Holding(picture)) if desk else None
        self._renewal: Steps[None] | None = None  # everything is being read anew
        at_once(self._read_all(lambda: None))

    def on_atlas(self) -> None:
        self._scene.base = room_base(self.session)
        self._scene.supply = supply_of(self._scene.base)
        self._scene.tiles.show(self._scene.base.sheets)
        self._static.forget()
        self._inset.forget()
        self._renewal = self._read_all(self.fit_to_data)
        if not self.isVisible():
            self.refresh()
        self.update()

    # what the room tells

    def take(self, change: Change) -> bool:
        """Vehicles drive on at once; marks that differ are owed, since arranging all of them takes long."""
        if change.reset:
            self._marks.owing, self._marks.plan = False, None
            self._renewal = self._read_all(self._fit_after_reset)
            self.update(0, 0, 1, 1)
            return True
        tables, now, self._fed = self.session.tables, self.session.now(), True
        mend(change, self.session, self._scene, self.camera, self._static, self._inset)
        if self._scene.fills is not None and change.touches("cell"):
            self._static.mend(self._scene.fills.read(tables), self.session.scale.px(PEN_REACH))
        if self._static.owing:
            self.update(0, 0, 1, 1)  # what is owed is drawn with the next repaint
        orders = change.of("order")
        differs = self._judge(now)
        differs = self._scene.book.read(tables, change.of("outage") | outage_keys(orders), now) or differs
        if self._scene.orders.read(tables, orders):
            differs = True
            self.update()
        differs = self._layout.focus_turned(self._scene) or differs
        if change.touches("plan", "region", "storm", "road") and self._scene.conditions.read(tables, now):
            differs = True
            self.update()
        self._owe(differs, change.vehicles())
        return self._marks.owing

    def refresh(self) -> None:
        """Arrange the marks that were taken in, also those since an arrangement was begun."""
        while self._renewal is not None or self._marks.plan is not None:
            self.go_on(math.inf)
        self.go_on(math.inf)

    def go_on(self, share: float = SLICE_S) -> bool:
        """Arrange some more of them: what stands on the map stays there until all are arranged."""
        marks, camera = self._marks, self.camera
        if self._renewal is not None:
            marks.sliced = True
            if some(self._renewal, share if self.isVisible() else math.inf):
                self._renewal = None
            return self._renewal is None and marks.plan is None
        if marks.plan is None:
            if camera is None or marks.arranged != camera:
                return True  # what is carried is arranged with all that is owed once the hands rest
            if not marks.owing:
                self._owe(False, ())  # those that drove on meanwhile
                return True
            if self._fit_box is None or self._scene.sheet.worn:
                marks.owing, heat, marks.warm = False, marks.warm, False
                self._rearrange(heat=heat)
                self.cost = marks.cost + self._painting
                return marks.plan is None
            marks.begin(camera, afresh=False)
        done = marks.go_on(share if self.isVisible() else math.inf, camera)
        self.cost = marks.cost + self._painting
        return done and (marks.owing or not self._scene.fleet.waiting)

    def age(self, now: float) -> bool:
        """Clocks run: rings change, fixes grow old, and what was left blurred is sharpened."""
        scene, layout, tables = self._scene, self._layout, self.session.tables
        turned = [self._judge(now), scene.heat.owed, scene.book.read_clocks(tables, now)]
        turned += [layout.renew_places(scene), layout.focus_turned(scene)]
        aged = scene.conditions.age(tables, now)
        if layout.ways_turned() or aged:
            self.update()
        self._owe(aged or any(turned), scene.fleet.grow_old(now))
        self._marks.warm = self._marks.owing
        if self.hands is None or not self.hands.gripped:
            self.sharpen()
        if self.hands is not None:
            self.hands.renew()
        return self._marks.owing

    def _judge(self, now: float) -> bool:
        """Follow the session's rules; no ring is coloured while nobody knows what came of the orders."""
        rules = self.session.rules if self.session.link.state in JUDGED else None
        return self._scene.book.judge_by(rules, self.session.tables, now)

    def _owe(self, marks: bool, moved: Collection[str]) -> None:
        """Marks that differ wait to be arranged anew, with what moved since; vehicles alone are driven."""
        stands = self._marks
        stands.owing = stands.owing or marks
        self._scene.fleet.waiting.update(dict.fromkeys(moved))
        stay = not (stands.owing or stands.plan or self._renewal) and stands.arranged == self.camera
        if stay and self._scene.fleet.waiting and self.camera is not None:
            _repaint(self, self._layout.drive(self._scene, self.camera))
            if self.hands is not None:
                self.hands.renew()

    def on_desk(self) -> None:
        if self.hands is not None:
            self.hands.on_choice()

    def on_theme(self) -> None:
        self._scene.sheet = sheet_of(self.session, self.devicePixelRatioF())
        self._static.forget()
        self._inset.forget()
        for _, layer in self._live:
            layer.forget()
        if self.camera is not None:
            self._layout.faces = Faces(inset=self._layout.faces.inset)
            self._rearrange()
        self.update()

    def _read_all(self, then: Callable[[], None]) -> Steps[None]:
        """Take in all that the tables hold, by steps; what stands on the map stays until then."""
        scene, tables, now = self._scene, self.session.tables, self.session.now()
        self._judge(now)
        yield from scene.book.reading(tables, now)
        scene.fleet.read_all(tables, now)
        yield
        scene.orders.read_all(tables)
        scene.conditions.read(tables, now)
        scene.fills = fills_of(scene.cells, scene.base.network, tables)
        yield
        yield from mend_all(self.session, scene, self.camera, self._static, self._inset)
        self._layout.name_places(scene)
        then()

    # where it looks

    def fit_to_data(self) -> None:
        """Choose what the map shows: the room's box, else its districts or network, else the outages."""
        self._fit_box = box_to_show(self.session, self._scene)
        self._refit()

    def _fit_after_reset(self) -> None:
        """A snapshot came: the view stays where it still serves, so that a short gap does not move it."""
        old, new = self._fit_box, box_to_show(self.session, self._scene)
        serves = old is not None and new is not None and old.holds(new)
        if (
            not serves
            or old is None
            or new is None
            or new.width * new.height < STILL * old.width * old.height
        ):
            self._fit_box = new
            self._refit()
        elif self.camera is None:
            self._refit()
        else:
            self._rearrange(now=False)
            self.update()

    def _refit(self) -> None:
        self._scene.found = self._fit_box is not None
        if self.width() < 2 or self.height() < 2:
            return
        session, width, height = self.session, self.width(), self.height()
        padding = min(padding_of(session, self._scene), width / 8, height / 8)
        box = self._fit_box or self._scene.base.box() or WHOLE_WORLD
        camera = fit(box, width, height, Box(0, 0, width, height - strip_height(session, 1)), padding)
        legend = self._layout.legend(self._scene, camera)
        inner = Box(0, 0, width, max(1.0, legend.box.bottom))
        whole = fit(box, width, height, inner, padding)
        self._scene.heat.whole = whole.scale
        self.look(whole)

    def look(self, camera: Camera, *, sharpen: bool = True) -> None:
        """Show the land from there. sharpen: arrange and draw all anew now, and not only when hands rest."""
        before, self.camera = self.camera, camera
        shifted = before is not None and before.scale == camera.scale and self._static.sharp(before)
        if sharpen or not serves(self._marks.arranged, camera):
            self._rearrange(now=False)
        if sharpen or shifted:  # shifted out of the margin there is nothing to be seen yet
            draw_base(self, self._marks.reached(camera), self.session, self._scene, self._static)
        self.update()

    def sharpen(self, *, now: bool = False) -> None:
        """Hands rest: arrange what they carried along, and draw sharply what they stretched.

        now: marks are asked for where they are.
        """
        if self._marks.arranged != self.camera:
            self._rearrange(now=now)
        draw_base(self, self._marks.reached(self.camera), self.session, self._scene, self._static)

    def _rearrange(self, *, heat: bool = True, now: bool = True) -> None:
        """Compute the faces anew and ask for a repaint. now: at once, else on a screen in slices."""
        if self._fit_box is None and self.camera is not None and self._scene.anything:
            self._layout.name_places(self._scene)
            self.fit_to_data()
            return
        if self.camera is None:
            return
        if not now and self.isVisible() and self._marks.follow(self.camera):
            self.update(0, 0, 1, 1)  # some more of it with each painting
            return
        if self._scene.sheet.worn:
            self._scene.sheet = sheet_of(self.session, self.devicePixelRatioF())
        self._marks.at_once(self.camera, heat=heat)

    def _show_marks(self, rects: list[QRect]) -> None:
        """A whole arrangement stands: repaint what it shows otherwise."""
        _repaint(self, rects)
        if self.hands is not None:
            self.hands.renew()
        if self.camera is not None and not serves(self._marks.arranged, self.camera):
            self._rearrange(now=False)  # hands went on meanwhile

    # drawing

    def draw(self, painter: QPainter, region: QRegion) -> None:
        began = thread_seconds()
        if self.camera is None:
            self.fit_to_data()
        if self._scene.sheet.ratio != self.devicePixelRatioF():  # the window went to another screen
            self._scene.sheet = sheet_of(self.session, self.devicePixelRatioF())
            self._rearrange()
        self._draw_more()
        if self._layout.read_tiles(self._scene):
            self._rearrange()
        rects = list(region) if region.rectCount() <= MANY_RECTS else [region.boundingRect()]  # type: ignore[call-overload]
        for rect in rects:
            painter.save()
            painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            self._draw_in(painter, Box(rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1))
            painter.restore()
        self._painting = thread_seconds() - began

    def _draw_more(self) -> None:
        """One thing a painting: marks for where hands look from, else parts of the quiet picture."""
        marks = self._marks
        if not self.isVisible():
            self.refresh()  # painted once, into a picture: nobody sees the next
            marks.sliced = False
        view = marks.seen_from(self.camera)
        if self._renewal is not None and not marks.sliced:
            self.go_on()
        elif marks.moving and not marks.sliced:
            marks.go_on(SLICE_S, self.camera)
            if view != self.camera and not marks.moving:  # nothing could be seen from there before
                draw_base(self, self.camera, self.session, self._scene, self._static)
        elif not marks.sliced:
            draw_owed(self, view, self.session, self._scene, self._static, fed=self._fed)
        if self._renewal is not None or marks.moving or self._static.owing:
            self.update(0, 0, 1, 1)  # it goes on with the next
        marks.sliced = self._fed = False

    def _draw_in(self, painter: QPainter, clip: Box) -> None:
        camera, session, scene = self._marks.seen_from(self.camera), self.session, self._scene
        if camera is None:
            painter.fillRect(QRectF(clip.left, clip.bottom, clip.width, clip.height), session.theme.ground)
            return
        self._static.draw(painter, camera, clip, session.theme.ground)
        arranged = self._marks.arranged or camera
        carried = carry(arranged, camera)
        frame = Frame(camera, session, scene, clip, session.now())
        faces = self._layout.faces
        if faces.inset is not None:
            draw_leader(painter, faces.inset, session.theme.muted, session.scale.px(1.6))
        painter.save()
        carried.apply(painter)
        moved = Frame(arranged, session, scene, carried.back(clip), frame.now)
        for spec, layer in self._live:
            if not spec.glass:
                layer.draw(painter, moved)
        if self.hands is not None:
            self.hands.holding.draw(painter)
        painter.restore()
        for spec, layer in self._live:
            if spec.glass:
                layer.draw(painter, frame)
        if faces.inset is not None:
            self._inset.draw(painter, faces.inset, session, scene, frame.now)
        if faces.legend is not None and faces.legend.box.meets(clip):
            self._legend.draw(painter, faces.legend, session, scene.sheet)
        if self.hands is not None:
            self.hands.draw_rim(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        camera = self.camera
        if camera is not None and (camera.width, camera.height) == (self.width(), self.height()):
            return  # a hidden window is told its size again each time it is shown or grabbed
        self._static.forget()
        self.guard(self.fit_to_data if self._fit_box is None else self._refit)


def _repaint(view: MapView, rects: list[QRect]) -> None:
    """Ask for a repaint; of so many rectangles, for what lies between them too."""
    view.repaints += len(rects)
    if len(rects) > MOST_UPDATES:
        view.update(reduce(QRect.united, rects))
        return
    for rect in rects:
        view.update(rect)
