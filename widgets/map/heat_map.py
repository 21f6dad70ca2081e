"""The heat by itself: customers out per km² on quiet land, now or as it was at an hour that is kept.

Nothing that is so now is drawn here but the heat itself, so that a past hour never stands beside the present:
no outage, no crew, no dead line. A past hour is named, and hatched as all that is not live.
"""

import math

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from wallboard.domain.clock import monotonic, thread_seconds
from wallboard.state.changes import Change
from wallboard.state.history import HeatFrame
from widgets.map.census import Census
from widgets.map.frame import Frame
from widgets.map.known_land import box_to_show
from widgets.map.label_layer import LabelLayer
from widgets.map.labels import LabelBook
from widgets.map.layers import layer_specs
from widgets.map.legend import LegendFace, heat_legend, strip_height
from widgets.map.legend_painter import draw_legend
from widgets.map.mending import draw_base, draw_owed, picture_of
from widgets.map.network_base import room_base
from widgets.map.network_names import NetworkNames
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box, project
from widgets.map.scene import Scene
from widgets.map.sprites import sheet_of
from widgets.map.steps import at_once
from widgets.map.tiles import Tiles
from widgets.map.vehicles import Fleet
from widgets.map.view import Camera, fit
from widgets.panel import Panel
from widgets.parts.ink import Run, draw_split, hatch, line_width
from widgets.session import Session

QUIET = ("base", "tiles", "graticule", "glow", "roads", "network", "stations")
"""Layers of the land that say nothing of who has supply."""

KEYS = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}
"""Keys that go an hour back, and on; Backspace goes to the present."""

HEAD, PADDING = 56.0, 16.0
"""Study px of the line above the map, and between the land and the edges."""


class HeatMap(Panel):
    """Looked at once a second where something changed; keys look back hour by hour."""

    rest = 8.0

    def __init__(self, session: Session, options: object = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self._back = session.back
        quiet = [spec for spec in layer_specs() if spec.name in QUIET]
        self._static = picture_of(quiet, cells=False, margin=0.0)
        self._heat = next(spec for spec in layer_specs() if spec.name == "heat").make()
        self._words, self._labels, self._names = LabelLayer(muted=True), LabelBook(), NetworkNames()
        self._scene = Scene(
            room_base(session),
            OutageBook(None, session.room.area_class),
            Fleet(),
            sheet_of(session, self.devicePixelRatioF()),
            at_sea=lambda camera, box: self._static.is_mostly(session.theme.water, camera, box),
            tiles=Tiles(session.worker, self._tiles_came),
        )
        self._scene.tiles.show(self._scene.base.sheets)
        self.camera: Camera | None = None
        self.legend: LegendFace | None = None
        self.head: tuple[Run, ...] = ()
        self._shown: HeatFrame | None = None
        self._stale = True

    # what is looked at

    def take(self, change: Change) -> bool:
        if change.reset:  # another run may have another past
            self._back.live()
            self._stale, self.camera = True, None if self._scene.base.bare else self.camera
            return True
        self._stale = self._stale or change.touches("outage", "source")
        return False

    def age(self, now: float) -> bool:
        went = self._back.age(monotonic())
        owed = went or self._stale or self._head(self._shown) != self.head
        self._stale = self._stale and self._back.at is not None
        return owed

    def on_key(self, key: int) -> bool:
        history, now = self.session.tables.history, self.session.now()
        if key == Qt.Key.Key_Backspace:
            turned = self._back.live()
        elif key in KEYS:
            kept = history.frames()
            turned = self._back.turn(KEYS[Qt.Key(key)], now, kept[0].at if kept else now, monotonic())
        else:
            return False
        if turned:
            self.refresh()
        return True

    @property
    def looks_back(self) -> bool:
        """Whether something else than the present is shown."""
        return self._back.at is not None

    def refresh(self) -> None:
        """Compute heat, names and head anew and draw what differs."""
        began = thread_seconds()
        session, at = self.session, self._back.at
        if self.camera is None:
            self._fit()
        frame = session.tables.history.frame(session.now() if at is None else at, past=at is not None)
        head, revision = self._head(frame), self._scene.heat.revision
        if self.camera is not None:
            lon, lat, customers = frame.places() if frame is not None else (np.empty(0),) * 3
            self._scene.heat.show(project(lon, lat), customers, self.camera, session.scale.px(1))
        self._shown = frame
        if head != self.head or revision != self._scene.heat.revision:
            self.head = head
            self._arrange()
            self.update()
        self.cost = thread_seconds() - began

    def _head(self, frame: HeatFrame | None) -> tuple[Run, ...]:
        """Of which moment the picture is, how many are out, and how one comes back."""
        text, at, now = self.session.text, self._back.at, self.session.now()
        count = None if frame is None else int(frame.customers.sum())
        out = Run(text.t("heat.customers", n=text.number(count)), tone="text") if count is not None else None
        if at is None:
            spoken = self.session.boards.totals(now).customers_out is not None
            runs = [Run(text.t("heat.now"), "title"), out if spoken else None]
            return tuple(run for run in runs if run is not None)
        hours = math.ceil((now - at) / 60) * 60.0
        runs = [
            Run(text.t("heat.as_of", time=text.clock_time(at, now)), "title", gap=14),
            Run(text.t("heat.ago", span=text.duration(hours)), bold=True, gap=14),
            out or Run(text.t("heat.unknown"), bold=True),
            Run(text.t("heat.keys"), tone="muted", drop=1),
        ]
        return tuple(runs)

    # where it looks

    def on_atlas(self) -> None:
        self._scene.base = room_base(self.session)
        self._scene.tiles.show(self._scene.base.sheets)
        self.camera = None
        self.on_theme()

    def on_theme(self) -> None:
        self._scene.sheet = sheet_of(self.session, self.devicePixelRatioF())
        self._static.forget()
        self._heat.forget()
        self._words.forget()
        self._fit()
        self.head = ()
        self.refresh()

    def _head_height(self) -> float:
        scale = self.session.scale
        return float(round(max(scale.px(HEAD), scale.line("title"))))

    def _fit(self) -> None:
        session, box = self.session, box_to_show(self.session, self._scene)
        self._scene.found = box is not None
        box = box or self._scene.base.box()
        if box is None or self.width() < 2 or self.height() < 2:
            self.camera = None
            return
        foot = strip_height(session, 3)
        inner = Box(0, self._head_height(), self.width(), max(1.0, self.height() - foot))
        self.camera = fit(box, self.width(), self.height(), inner, session.scale.px(PADDING))

    def _arrange(self) -> None:
        """Names of places and the legend."""
        camera, session, scene = self.camera, self.session, self._scene
        if camera is None:
            return
        self.legend = heat_legend(scene, camera, session)
        frame = Box(0.0, self._head_height(), camera.width, self.legend.box.bottom)
        network = scene.base.network
        places = scene.base.places() if network is None else self._names.of(network, camera, session)
        scene.labels = at_once(self._labels.arrange((), list, places, camera, session, Census(), frame, ()))

    def _tiles_came(self, box: Box) -> None:
        if self.camera is not None and Shiboken.isValid(self):
            self._static.renew()
            self.update()

    # drawing

    def draw(self, painter: QPainter, region: QRegion) -> None:
        session, scene, camera = self.session, self._scene, self.camera
        painter.fillRect(region.boundingRect(), session.theme.ground)
        if camera is not None:
            if not self._static.sharp(camera):
                draw_base(self, camera, session, scene, self._static)
            draw_owed(self, camera, session, scene, self._static)
            whole = Box(0.0, 0.0, camera.width, camera.height)
            frame = Frame(camera, session, scene, whole, session.now())
            self._static.draw(painter, camera, whole, session.theme.ground)
            self._heat.draw(painter, frame)
            self._words.draw(painter, frame)
            if self.legend is not None:
                draw_legend(painter, self.legend, session, scene.sheet)
        self._draw_head(painter)

    def _draw_head(self, painter: QPainter) -> None:
        """The line above the map; of a past hour hatched up to the right edge and on all sides of the map."""
        scale, theme = self.session.scale, self.session.theme
        band = QRectF(0, 0, self.width(), self._head_height())
        painter.fillRect(band, theme.surface if self.looks_back else theme.ground)
        row = band.adjusted(scale.px(26), 0, -scale.px(26), 0)
        shown = self.head
        while line_width(shown, scale) > row.width() and shown[-1].drop:
            shown = shown[:-1]
        draw_split(painter, row, shown, (), scale, theme)
        if self.looks_back:
            rest = band.adjusted(row.left() + line_width(shown, scale) + scale.px(16), 0, 0, 0)
            pen = QPen(theme.border, scale.px(4))
            if rest.width() > 0:
                hatch(painter, rest, pen, scale.px(24))
            painter.setPen(QPen(theme.text, scale.px(5)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = scale.px(2.5)
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._static.forget()
        self.guard(self.on_theme)
