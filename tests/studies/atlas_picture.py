"""Pictures of a prefecture's atlas, to judge by eye: does it look like a place?

    python -m tests.studies.atlas_picture --seed 7 --out FOLDER

Four PNGs: the prefecture, one district, one town, one street. Plain painting, none of the map's own code:
what is seen is what the atlas holds.
"""

import argparse
import os
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from feeds.networks import build_prefecture
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.atlas_schema import ROAD_KINDS

ROADS = {
    "motorway": ("#6f8fc4", 3.0),
    "trunk": ("#c99a8a", 2.4),
    "county": ("#d8b88a", 1.8),
    "arterial": ("#a8a49a", 1.4),
    "street": ("#bdb9ae", 1.0),
    "village": ("#c4c0b0", 1.0),
    "lane": ("#d0ccbe", 0.8),
    "ferry": ("#5090d0", 1.4),
}
SEA, LAND, BORDER, CELL = "#bcd3e2", "#f4f2ea", "#8a8a8a", "#cfcab8"
FEEDERS = ("#1b6ca8", "#b1443a", "#2f8f4e", "#8a4fa3", "#b8761a", "#197f8a", "#7a6a1e", "#a33a70")


class Sheet:
    """A picture of ``km`` from west to east about a place (degrees)."""

    def __init__(self, atlas: Atlas, lon: float, lat: float, km: float, size: tuple[int, int]) -> None:
        self.atlas, self.km = atlas, km
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self.image.fill(QColor(SEA))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._middle, self._size = (lon, lat), size
        self._scale = size[0] / (km * 1000.0)

    def xy(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels of places."""
        east = 111_320.0 * np.cos(np.radians(self._middle[1]))
        x = (lon - self._middle[0]) * east * self._scale + self._size[0] / 2
        return x, self._size[1] / 2 - (lat - self._middle[1]) * 110_574.0 * self._scale

    def column(self, table: str) -> tuple[np.ndarray, np.ndarray]:
        found = self.atlas.tables[table]
        return self.xy(found["lon"], found["lat"])

    def outlines(self, table: str, colour: str, fill: str | None, width: float) -> None:
        """The rings of districts or cells."""
        x, y = self.column("corners")
        corner = [*self.atlas.tables["rings"]["corner"].tolist(), len(x)]
        own = self.atlas.tables[table]["ring"].tolist()
        cells = self.atlas.tables["cells"]["ring"].tolist()
        end = cells[0] if table == "districts" else len(corner) - 1
        self.painter.setPen(QPen(QColor(colour), width))
        self.painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        for ring in range(own[0], end):
            rows = range(corner[ring], corner[ring + 1])
            self.painter.drawPolygon(QPolygonF([QPointF(x[row], y[row]) for row in rows]))

    def roads(self) -> None:
        x, y = self.column("crossings")
        roads = self.atlas.tables["roads"]
        grow = 1.0 if self.km > 60 else 1.8 if self.km > 8 else 6.0
        for kind in ("ferry", "lane", "village", "street", "arterial", "county", "trunk", "motorway"):
            colour, width = ROADS[kind]
            self.painter.setPen(QPen(QColor(colour), width * grow * (0.5 if self.km > 60 else 1.0)))
            rows = np.flatnonzero(roads["kind"] == ROAD_KINDS.index(kind))
            a, b = roads["a"][rows], roads["b"][rows]
            self.painter.drawLines([QLineF(*line) for line in np.stack([x[a], y[a], x[b], y[b]], 1).tolist()])

    def feeders(self) -> None:
        x, y = self.column("points")
        edges = self.atlas.tables["edges"]
        path = [*edges["path"].tolist(), len(x)]
        columns = zip(edges["feeder"].tolist(), edges["rank"].tolist(), edges["kind"].tolist(), strict=True)
        for row, (feeder, rank, kind) in enumerate(columns):
            span = slice(path[row], path[row + 1])
            if not (x[span].min() < self._size[0] and x[span].max() > 0):
                continue
            width = (1.0 if self.km > 8 else 2.0) * (1.0 if rank == 1 else 0.5)
            style = Qt.PenStyle.DotLine if rank == 3 else Qt.PenStyle.SolidLine
            colour = "#d02020" if rank == 3 else FEEDERS[feeder % len(FEEDERS)]
            if kind == 1 and self.km > 8:
                continue
            self.painter.setPen(QPen(QColor(colour), width, style))
            points = [QPointF(px, py) for px, py in zip(x[span].tolist(), y[span].tolist(), strict=True)]
            self.painter.drawPolyline(QPolygonF(points))

    def areas(self) -> None:
        x, y = self.column("areas")
        owner, customers = self.atlas.tables["areas"]["owner"], self.atlas.tables["areas"]["customers"]
        radius = 0.6 if self.km > 60 else 1.3 if self.km > 25 else 2.2 if self.km > 8 else 5.0
        self.painter.setPen(Qt.PenStyle.NoPen)
        for px, py, own, count in zip(
            x.tolist(), y.tolist(), owner.tolist(), customers.tolist(), strict=True
        ):
            self.painter.setBrush(QColor("#f0f0f0" if own == 2 else "#303030"))
            if own == 2:
                self.painter.setPen(QPen(QColor("#303030"), 0.6))
            size = radius * (0.7 + min(count, 300) / 400.0)
            self.painter.drawEllipse(QPointF(px, py), size, size)
            self.painter.setPen(Qt.PenStyle.NoPen)

    def stations(self) -> None:
        x, y = self.column("stations")
        self.painter.setPen(QPen(QColor("#101010"), 1.2))
        self.painter.setBrush(QColor("#ffd84d"))
        half = 3.0 if self.km > 60 else 6.0
        for px, py in zip(x.tolist(), y.tolist(), strict=True):
            self.painter.drawRect(QRectF(px - half, py - half, 2 * half, 2 * half))

    def names(self, table: str, kinds: tuple[int, ...], points: int) -> None:
        x, y = self.column(table)
        texts = self.atlas.tables[table].texts("name")
        font = QFont("Wallboard Sans SC")
        font.setPixelSize(points)
        self.painter.setFont(font)
        self.painter.setPen(QColor("#202020"))
        kind = self.atlas.tables[table]["kind"].tolist() if kinds else [-1] * len(texts)
        for row in range(len(texts)):
            if not kinds or kind[row] in kinds:
                self.painter.drawText(QPointF(x[row] + 5, y[row] - 5), texts[row])

    def save(self, path: Path) -> None:
        self.painter.end()
        self.image.save(str(path))


def draw(atlas: Atlas, folder: Path) -> None:
    """The four pictures."""
    places, districts = atlas.tables["places"], atlas.tables["districts"]
    seats = np.flatnonzero(places["kind"] == 0)
    seat = int(seats[np.argsort(-places["customers"][seats])[1]])
    lon, lat = float(places["lon"][seat]), float(places["lat"][seat])
    middle = float(districts["lon"].mean()) - 0.02, float(districts["lat"].mean()) - 0.17
    for name, at, km in (
        ("prefecture", middle, 166.0),
        ("district", (lon, lat - 0.05), 46.0),
        ("town", (lon, lat), 11.0),
        ("street", (lon + 0.004, lat + 0.003), 1.9),
    ):
        sheet = Sheet(atlas, *at, km, (1920, 1720))
        sheet.outlines("districts", BORDER, LAND, 1.4)
        if km < 60:
            sheet.outlines("cells", CELL, None, 1.0)
        sheet.roads()
        sheet.feeders()
        sheet.areas()
        sheet.stations()
        sheet.names("places", (0, 1, 2, 3) if km > 12 else (0, 1, 2, 3, 4, 5), 16)
        if km < 60:
            sheet.names("stations", (), 14)
        if km < 12:
            sheet.names("key_customers", (), 13)
        sheet.save(folder / f"{name}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    app = QGuiApplication([])
    from widgets.fonts import load_fonts

    load_fonts()
    args.out.mkdir(parents=True, exist_ok=True)
    raw = build_prefecture(args.seed)
    draw(unpack(raw), args.out)
    app.quit()


if __name__ == "__main__":
    main()
