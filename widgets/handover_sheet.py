"""The hand-over report: sections one below the other, and at the end the places for four signatures.

Everything is laid out in millimetres: as A4 pages of a PDF, or as one long column on a desk's glass, so that
what was read is what is printed. The report's own words stand as its sources gave them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from wallboard.domain.roster import CAPACITIES
from wallboard.state.queries.handover import Line, Report, Section
from widgets.handover_paper import ON_PAPER, Inks, Paper
from widgets.text import Text

LEFT, RIGHT, TOP, BOTTOM = 17.0, 193.0, 15.0, 280.0
"""Millimetres of an A4 page and of what is printed on it."""
DPI = 600
GLASS_MARGIN = 6.0
"""Millimetres at the sides of the column on a desk."""
COLUMN = RIGHT - LEFT + 2 * GLASS_MARGIN
"""Millimetres of that column."""
ROW, HEAD, FIGURES = 6.0, 11.0, 21.0
"""Millimetres of a line, of a section's heading, of the figures."""
TIME_AT, NAME_AT, COUNT_AT, STATE_AT, WHO_AT = 0.0, 25.0, 84.0, 87.0, 142.0
"""Where columns begin, from the left edge; the count ends there."""
FIGURE_KEYS = (
    ("customers_out", ""),
    ("outages", ""),
    ("untold", ""),
    ("open.restore", "over.restore"),
    ("open.request", "over.request"),
    ("open.connect", "over.connect"),
    ("complaints", ""),
    ("crews", "crews_free"),
)


@dataclass(frozen=True)
class Heading:
    """What stands above the report. signed: by capacity, who and when (epoch s)."""

    title: str
    digest: str
    frozen: bool
    note: str = ""
    rules: str = ""
    signed: Mapping[str, tuple[str, float]] | None = None


@dataclass(frozen=True)
class Block:
    """A piece that is not cut. height: mm; draw: (y mm). joined: it stays with the next one."""

    height: float
    draw: Callable[[float], None]
    joined: bool = False


class HandoverSheet:
    """Lays one report out and paints it. family: of the typeface."""

    def __init__(self, report: Report, heading: Heading, text: Text, family: str) -> None:
        self._report, self._heading, self._text = report, heading, text
        self._family = family
        self._paper: Paper  # what is painted on now
        self.pages: list[list[Block]] = []

    def write(self, path: str) -> int:
        """As a PDF. Returns its pages. Raises OSError where it cannot be written."""
        writer = QPdfWriter(path)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(DPI)
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setTitle(self._heading.title)
        painter = QPainter()
        if not painter.begin(writer):
            raise OSError(f"{path}: cannot be written")
        self._paper = Paper(painter, DPI / 25.4, LEFT, self._family, ON_PAPER)
        pages = self.pages = self._pages(self._blocks())
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            y = TOP
            for block in page:
                block.draw(y)
                y += block.height
            self._foot(number, len(pages))
        painter.end()
        return len(pages)

    def paint(self, painter: QPainter, scale: float, inks: Inks, down: float, high: float) -> float:
        """As one column. scale: pixels a mm; down: mm that are scrolled away; high: mm that are seen.

        Returns the height of the whole, mm.
        """
        self._paper = Paper(painter, scale, GLASS_MARGIN, self._family, inks)
        y = -down
        for block in self._blocks():
            if -block.height < y < high:
                block.draw(y)
            y += block.height
        return y + down

    # layout

    def _blocks(self) -> list[Block]:
        blocks = [Block(31.0, self._head), Block(FIGURES, self._figures)]
        for number, part in enumerate(self._report.sections, 1):
            head = Block(
                HEAD, lambda y, n=number, s=part: self._section_head(y, n, s), joined=bool(part.lines)
            )
            blocks.append(head)
            for line in part.lines:
                tall = ROW + 4.2 * (self._lines_of(line) - 1)
                blocks.append(Block(tall, lambda y, one=line: self._line(y, one)))
            if part.total > len(part.lines):
                rest = self._text.t("handover.more", n=part.total - len(part.lines))
                blocks.append(Block(ROW, lambda y, words=rest: self._more(y, words)))
        blocks.append(Block(46.0, self._signatures))
        return blocks

    def _pages(self, blocks: list[Block]) -> list[list[Block]]:
        """A heading never stands at the foot of a page without its first line."""
        pages: list[list[Block]] = [[]]
        y = TOP
        for place, block in enumerate(blocks):
            needed = block.height
            if block.joined:
                needed += blocks[place + 1].height
            if y + needed > BOTTOM and pages[-1]:
                pages.append([])
                y = TOP
            pages[-1].append(block)
            y += block.height
        return pages

    # pieces

    def _head(self, y: float) -> None:
        report, text, heading = self._report, self._text, self._heading
        self._paper.words(heading.title, 0.0, y, 100.0, points=9.0, ink=self._paper.inks.grey)
        self._paper.words(
            text.stamp(report.now), 106.0, y, 70.0, points=9.0, ink=self._paper.inks.grey, right=True
        )
        self._paper.words(text.t("handover.title"), 0.0, y + 5.0, 110.0, points=21.0, bold=True, height=11.0)
        state = "sealed" if self._sealed() else "frozen" if heading.frozen else "draft"
        inks = self._paper.inks
        ink = inks.alert if state == "draft" else inks.ink
        self._paper.words(text.t(f"handover.{state}"), 106.0, y + 8.0, 70.0, points=11.0, ink=ink, right=True)
        if report.shift:
            at = "" if report.relieved_at is None else text.clock_time(report.relieved_at, report.now)
            words = text.t("handover.shift", name=report.shift, time=at)
            self._paper.words(words, 0.0, y + 17.0, 60.0, points=10.0)
        for x, side, leads in ((62.0, "outgoing", report.outgoing), (122.0, "incoming", report.incoming)):
            self._paper.words(
                text.t(f"handover.{side}"), x, y + 17.0, 16.0, points=10.0, ink=self._paper.inks.grey
            )
            self._paper.words(self._leads(leads), x + 17.0, y + 17.0, 42.0, points=10.0)
        if heading.note or heading.rules:
            words = " · ".join(part for part in (heading.note, heading.rules) if part)
            self._paper.words(words, 0.0, y + 22.5, 176.0, points=8.0, ink=self._paper.inks.grey)
        self._rule(y + 29.0, 0.5)

    def _leads(self, leads: tuple[str, str]) -> str:
        if not any(leads):
            return self._text.t("handover.untold")
        names = zip(("shift.service", "shift.network"), leads, strict=True)
        return "  ".join(f"{self._text.t(key)} {self._text.name(name)}" for key, name in names if name)

    def _figures(self, y: float) -> None:
        """The figures of the room at a glance, and how many of them are late."""
        wide = (RIGHT - LEFT) / len(FIGURE_KEYS)
        for place, (key, beside) in enumerate(FIGURE_KEYS):
            x, value = place * wide, self._report.figures.get(key)
            self._paper.words(
                self._text.t(f"handover.figure.{key}"), x, y, wide, points=8.0, ink=self._paper.inks.grey
            )
            shown = "–" if value is None else self._text.number(value)
            self._paper.words(shown, x, y + 4.5, wide, points=16.0, bold=True, height=8.0)
            rest = self._report.figures.get(beside) if beside else None
            if rest is not None:
                free = beside == "crews_free"
                words = self._text.t("handover.figure.free" if free else "handover.figure.over", n=rest)
                ink = self._paper.inks.alert if rest and not free else self._paper.inks.grey
                self._paper.words(words, x, y + 12.5, wide, points=8.0, ink=ink)

    def _section_head(self, y: float, number: int, part: Section) -> None:
        name = f"{number}  {self._text.t(f'handover.section.{part.name}')}"
        self._paper.words(name, 0.0, y + 3.5, 140.0, points=11.5, bold=True)
        total = str(part.total) if part.total else self._text.t("handover.none")
        ink = self._paper.inks.ink if part.total else self._paper.inks.grey
        self._paper.words(
            total, 140.0, y + 3.5, 36.0, points=11.5, ink=ink, bold=bool(part.total), right=True
        )
        self._rule(y + 9.8, 0.2)

    def _line(self, y: float, line: Line) -> None:
        text, report = self._text, self._report
        y += 0.6
        if line.at is not None:
            ink = self._paper.inks.alert if line.over else self._paper.inks.ink
            words = text.clock_time(line.at, report.now)
            self._paper.words(words, TIME_AT, y, NAME_AT - 1.0, points=9.0, ink=ink, bold=line.over)
        name = "  ".join(self._text.name(part) for part in (line.name, line.place) if part)
        count = text.t("customers", n=text.number(line.n)) if line.n else ""
        room = COUNT_AT - NAME_AT - (15.0 if count else 0.0)
        self._paper.words(name, NAME_AT, y, room, points=9.0)
        self._paper.words(count, COUNT_AT - 17.0, y, 16.0, points=8.5, ink=self._paper.inks.grey, right=True)
        for down, words in enumerate(self._said(line)):
            self._paper.words(words, STATE_AT, y + 4.2 * down, self._state_width(line), points=9.0)
        wide, grey, who = RIGHT - LEFT - WHO_AT, self._paper.inks.grey, text.name(line.who)
        points = 9.0 if self._paper.width(who, 9.0) <= wide else 7.5
        self._paper.words(who, WHO_AT, y, wide, points=points, ink=grey)

    def _said(self, line: Line) -> list[str]:
        """What is to be said of it: as many reasons in a line as fit, the others below."""
        text = self._text
        said = [text.t(line.state)] if line.state and text.has(line.state) else []
        for place, reason in enumerate(line.about):
            over = f"reason.{reason.code}.over"
            late = line.over and place == 0 and text.has(over)
            said.append(text.t(over) if late else text.reason(reason))
        lines = said[:1]
        for words in said[1:]:
            longer = f"{lines[-1]} · {words}"
            if self._paper.width(longer, 9.0) <= self._state_width(line):
                lines[-1] = longer
            else:
                lines.append(words)
        return lines

    def _lines_of(self, line: Line) -> int:
        return max(1, len(self._said(line)))

    def _state_width(self, line: Line) -> float:
        return (WHO_AT if line.who else RIGHT - LEFT) - STATE_AT - 2.0

    def _more(self, y: float, words: str) -> None:
        self._paper.words(words, NAME_AT, y, 60.0, ink=self._paper.inks.grey)

    def _signatures(self, y: float) -> None:
        """Four places: a name and a time where it was signed on a desk, else a line for ink."""
        report, text = self._report, self._text
        self._paper.words(text.t("handover.sign"), 0.0, y + 6.0, 60.0, points=11.5, bold=True)
        names = (*report.outgoing, *report.incoming)
        signed, wide = self._heading.signed or {}, (RIGHT - LEFT) / 4
        for place, capacity in enumerate(CAPACITIES):
            x = place * wide
            side = text.t("handover.outgoing" if place < 2 else "handover.incoming")
            desk = text.t("shift.network" if place % 2 else "shift.service")
            self._paper.words(
                f"{side} · {desk}", x, y + 13.5, wide - 4.0, points=8.0, ink=self._paper.inks.grey
            )
            self._paper.words(text.name(names[place]), x, y + 18.0, wide - 4.0, points=11.0)
            if capacity in signed:
                who, at = signed[capacity]
                self._paper.words(f"{who}  {text.stamp(at)}", x, y + 26.0, wide - 4.0, points=8.5)
            self._rule(y + 32.0, 0.25, x, x + wide - 6.0)
        self._paper.words(
            f"SHA-256 {self._heading.digest}", 0.0, y + 36.0, 176.0, points=7.5, ink=self._paper.inks.grey
        )

    def _sealed(self) -> bool:
        return self._heading.frozen and set(self._heading.signed or {}) == set(CAPACITIES)

    def _foot(self, number: int, of: int) -> None:
        words = self._text.t("handover.page", n=number, of=of)
        self._paper.words(words, 96.0, 284.0, 80.0, points=8.0, ink=self._paper.inks.grey, right=True)
        self._paper.words(self._heading.digest[:16], 0.0, 284.0, 80.0, points=8.0, ink=self._paper.inks.grey)

    def _rule(self, y: float, thick: float, left: float = 0.0, right: float = RIGHT - LEFT) -> None:
        self._paper.rule(y, thick, left, right, faint=thick < 0.3)
