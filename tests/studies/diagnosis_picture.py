"""The diagnosis study as a picture: every judge under every kind of evidence, with its interval over seeds.

python -m tests.studies.diagnosis_picture FILE… --out PNG    (what ``study diagnosis`` printed)
"""

import argparse
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from tests.diagram import Brush, Sheet
from wallboard.analysis.diagnosis_study.degrade import VARIANTS
from wallboard.analysis.diagnosis_study.study import BOUND, JUDGE, PLAIN, TUNED_JUDGE

WIDTH, TOP, LEFT, WIDE, GAP, ROW, BETWEEN = 1800, 150, 470, 590, 90, 30, 26
JUDGES = {BOUND: "muted", JUDGE: "restore", TUNED_JUDGE: "connect", PLAIN: "heat_high"}
COLUMNS = (
    ("f1", "F1 at open devices, %", 30.0, 100.0),
    ("customers_error", "customers-out error, %", 0.0, 60.0),
)


def results(paths: list[Path]) -> list[dict[str, Any]]:
    """What each file's last line says."""
    lines = [path.read_text("utf-8").splitlines()[-1] for path in paths]
    return [json.loads(line.removeprefix("RESULT ")) for line in lines]


def groups(found: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Each kind of evidence with the scores of every judge."""
    return [
        (_name(one.get("network", ""), variant), judges)
        for one in found
        for variant in VARIANTS
        if (judges := one["scores"].get(variant)) is not None
    ]


def _name(network: str, variant: str) -> str:
    """A network of files by its folder; evidence that is heard as it is goes without saying."""
    folder = Path(network).name
    return folder if folder and variant == next(iter(VARIANTS)) else f"{folder} {variant}".strip()


class Plot(Brush):
    """Rows of dots with their intervals, in two columns."""

    def column(self, number: int, key: str, title: str, low: float, high: float, rows: list[Any]) -> None:
        left = LEFT + number * (WIDE + GAP)
        bottom = TOP + len(rows) * (len(JUDGES) * ROW + BETWEEN)
        self.text(QRectF(left, TOP - 62, WIDE, 26), title, 19)
        steps = round((high - low) / 10)
        for step in range(steps + 1):
            x = left + WIDE * step / steps
            self.painter.setPen(QPen(self.theme.hairline, 1))
            self.painter.drawLine(QLineF(x, TOP - 8, x, bottom))
            words = f"{low + 10 * step:.0f}"
            where = QRectF(x - 40, TOP - 34, 80, 22)
            self.text(where, words, 15, self.theme.muted, Qt.AlignmentFlag.AlignHCenter)
        for place, (_, judges) in enumerate(rows):
            for turn, (judge, tone) in enumerate(JUDGES.items()):
                y = TOP + place * (len(JUDGES) * ROW + BETWEEN) + (turn + 0.5) * ROW
                self._dot(left, y, judges[judge][key], (low, high), self._colour(tone))

    def _dot(
        self, left: float, y: float, one: dict[str, float], span: tuple[float, float], ink: QColor
    ) -> None:
        def at(share: float) -> float:
            return left + WIDE * min(1.0, max(0.0, (100 * share - span[0]) / (span[1] - span[0])))

        self.painter.setPen(QPen(ink, 3))
        self.painter.drawLine(QLineF(at(one["low"]), y, at(one["high"]), y))
        self.painter.setBrush(ink)
        self.painter.drawEllipse(QPointF(at(one["value"]), y), 6.5, 6.5)
        beyond = at(one["value"]) > left + WIDE - 60
        where = QRectF(at(one["high"]) + 8 - 70 * beyond, y - 22 if beyond else y - 11, 60, 22)
        self.text(where, f"{100 * one['value']:.1f}", 14, self.theme.text)

    def names(self, rows: list[Any]) -> None:
        for place, (name, _) in enumerate(rows):
            top = TOP + place * (len(JUDGES) * ROW + BETWEEN)
            self.text(QRectF(40, top, 220, len(JUDGES) * ROW), name, 17)
            for turn, (judge, tone) in enumerate(JUDGES.items()):
                where = QRectF(245, top + turn * ROW, LEFT - 265, ROW)
                self.text(where, judge, 15, self._colour(tone), Qt.AlignmentFlag.AlignRight)

    def _colour(self, tone: str) -> QColor:
        return getattr(self.theme, tone)


def draw(found: list[dict[str, Any]], path: Path) -> None:
    """Write the picture."""
    rows = groups(found)
    sheet = Sheet(WIDTH, TOP + len(rows) * (len(JUDGES) * ROW + BETWEEN) + 30)
    plot = Plot(sheet.painter, sheet.theme, sheet.family)
    plot.text(QRectF(40, 18, WIDTH, 40), "How right is the judgement? Simulated storms, whole windows", 26)
    words = f"dots: sums over {found[0]['seeds']} seeds; lines: the middle 95 % of the seeds drawn anew"
    plot.text(QRectF(40, 56, WIDTH, 28), words, 16, sheet.theme.muted)
    plot.names(rows)
    for number, (key, title, low, high) in enumerate(COLUMNS):
        plot.column(number, key, title, low, high, rows)
    sheet.save(path)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    draw(results(args.files), args.out)


if __name__ == "__main__":
    main()
