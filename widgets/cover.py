"""Above a page: the frame of what is not live, and the veil over a picture that is no longer fresh.

Three looks that nobody confuses: *late* is a light veil and an hourglass in a dashed box; *lost* a deep veil,
crossed out, with the age as its headline in a solid box; *waiting* (connecting, catching up) a deep veil
without a cross, and a dotted ring.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.domain.terms import SourceState
from wallboard.state.queries import SourceFace
from widgets.parts.ink import Run, draw_line, line_width
from widgets.scale import Scale
from widgets.session import Session

ALIVE = frozenset({"header"})
"""Kinds that the veil spares: the wall's own clock says that the wall itself is alive."""

TELLING = frozenset({"header", "source_line", "sources", "banner"})
"""Kinds that stay undimmed where the link is well and the sources are stale: they say which."""

EXPLAINS = "diagnostics"
"""The kind of panel that tells itself what is wrong: a page with it is looked at for that, never veiled."""

LOST, LATE, WAITING = "lost", "late", "waiting"
OF_LINK = {"late": LATE} | dict.fromkeys(("connecting", "gap", "restored", "hub_down", "no_hub"), WAITING)
"""What a link's state means for the picture; anything else is lost."""

PAST_FRAME = 6.0
"""Study px of the frame round an hour that is over, at a desk whose other windows are of now."""

SHADE = {LATE: 110, WAITING: 165, LOST: 178}
"""How deep each veil is, of 255."""

CROSSED = 3.2
"""Panels up to so many times as wide as high are crossed out when the picture is lost."""

GLYPH = {LATE: "hourglass", WAITING: "dashed_ring", LOST: "crossed"}

SIZES = (("numeral", "clock"), ("clock", "title"), ("title", "small"), ("small", "small"))
"""Roles of the first line and of the age, the largest that fits; only what is lost takes the first pair."""


MAPS = ("map", "cell_map")
"""Kinds of panels on which the veil lies first."""


@dataclass(frozen=True)
class CoverFace:
    """Everything the cover shows. stale: "" while the picture is fresh; words: why, and how old it is.

    more: what ended the wall's own hub, what it lacks, or why the link is down.
    """

    not_live: bool = False
    link_well: bool = True
    stale: str = ""
    words: str = ""
    age: str = ""
    more: str = ""
    past: bool = False


class Covered(Protocol):
    """What a cover needs of its page."""

    session: Session

    def areas(self) -> list[tuple[str, QRectF]]: ...

    def redraw(self) -> None: ...


class Cover(QWidget):
    """Lets every click through; costs nothing while all is live."""

    def __init__(self, page: QWidget, covered: Covered) -> None:
        super().__init__(page)
        self._page = covered
        self._face = CoverFace()
        self.box = QRectF()  # where the words stood last, window px
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    @property
    def face(self) -> CoverFace:
        return self._face

    def refresh(self) -> None:
        """Repaint when what it says changed."""
        face = replace(self._look(), past=self._page.session.past is not None)
        self.setVisible(bool(face.not_live or face.stale))
        if face != self._face:
            self._face = face
            self._cut()
            self.update()
            # Cutting the mask leaves the veil's pixels on a real screen: what lay below is drawn anew.
            self._page.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def _cut(self) -> None:
        """While nothing is stale only the frame is a widget: what is below repaints without it."""
        if self._face.stale:
            self.clearMask()
            return
        width = self._frame()
        whole = QRegion(self.rect())
        self.setMask(whole.subtracted(QRegion(self.rect().adjusted(width, width, -width, -width))))

    def _frame(self) -> int:
        return max(3, round(self._page.session.scale.px(PAST_FRAME if self._face.past else 4)))

    def _look(self) -> CoverFace:
        session = self._page.session
        text, link = session.text, session.link
        if any(kind == EXPLAINS for kind, _ in self._page.areas()):
            return CoverFace(session.not_live)
        if link.fresh:
            return self._of_sources(session.stale_sources(session.present()))
        key = f"link.{link.state}"
        words = text.t(key if text.has(key) else "link.lost")
        age = "" if link.age is None else text.t("link.age", age=text.age(link.age))
        stale = OF_LINK.get(link.state, LOST)
        return CoverFace(session.not_live, False, stale, words, age, link.why or link.words)

    def _of_sources(self, stale: list[SourceFace]) -> CoverFace:
        session = self._page.session
        text = session.text
        if not stale:
            return CoverFace(session.not_live)
        lost = all(face.state is SourceState.LOST for face in stale)
        if len(stale) == 1:
            words = f"{text.name(stale[0].title)} {text.t(f'source.state.{stale[0].state.value}')}"
        else:
            words = text.t("link.sources", n=len(stale))
        ages = [face.age for face in stale if face.age is not None]
        age = text.t("link.age", age=text.age(min(ages))) if ages else ""
        return CoverFace(session.not_live, True, LOST if lost else LATE, words, age)

    def paintEvent(self, event: QPaintEvent) -> None:
        session, face = self._page.session, self._face
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRegion(event.region())
        if face.stale:
            self._veil(painter)
            self._say(painter)
        if face.not_live:
            width = self._frame()
            painter.setPen(QPen(session.theme.text if face.past else session.theme.muted, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = width / 2
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()

    def _veil(self, painter: QPainter) -> None:
        """Dim every panel but those that say why; cross the large ones out where the picture is lost."""
        scale, theme = self._page.session.scale, self._page.session.theme
        spared = TELLING if self._face.link_well else ALIVE
        shade, line = QColor(theme.ground), QColor(theme.muted)
        shade.setAlpha(SHADE[self._face.stale])
        line.setAlpha(170)
        for kind, area in self._page.areas():
            if kind in spared or area.height() < 1:
                continue
            painter.fillRect(area, shade)
            if self._face.stale == LOST and area.width() <= CROSSED * area.height():
                painter.setPen(QPen(line, max(2.0, scale.px(5))))
                painter.drawLine(area.topLeft(), area.bottomRight())
                painter.drawLine(area.topRight(), area.bottomLeft())

    def _say(self, painter: QPainter) -> None:
        """A box within the map: which, in headline size where it is lost, and below it the age."""
        session, face = self._page.session, self._face
        scale, theme = session.scale, session.theme
        area = self._place()
        pad, air = scale.px(40), scale.px(18)
        lines = self._lines(area.width() - 2 * pad - scale.px(48), area.height() - 2 * air)
        heights = [scale.text_px(run.role) * 1.3 for run in lines]
        wide = min(area.width() - scale.px(48), max(line_width([run], scale) for run in lines) + 2 * pad)
        high = sum(heights) + 2 * air
        middle = area.center()
        self.box = box = QRectF(middle.x() - wide / 2, max(area.top(), middle.y() - high / 2), wide, high)
        pen = QPen(theme.text, max(1.0, scale.px(5 if face.stale == LOST else 3)))
        pen.setStyle(Qt.PenStyle.SolidLine if face.stale == LOST else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(box, scale.px(6), scale.px(6))
        top = box.top() + air
        for run, height in zip(lines, heights, strict=True):
            draw_line(painter, QRectF(box.left() + pad, top, wide - 2 * pad, height), [run], scale, theme)
            top += height

    def _lines(self, room: float, height: float) -> list[Run]:
        """What the box says, in the largest size in which nothing of it is lost."""
        scale, face = self._page.session.scale, self._face
        lost = face.stale == LOST
        lines: list[Run] = []
        for first, second in SIZES if lost else SIZES[1:]:
            tone = "text" if lost else "muted"
            words = in_two(face.words, lambda t, role=first: width(t, role, scale), room * 0.94)
            ages = in_two(face.age, lambda t, role=second: width(t, role, scale), room)
            more = in_two(face.more, lambda t: width(t, "small", scale), room)
            lines = [
                *(Run(said, first, glyph="" if i else GLYPH[face.stale]) for i, said in enumerate(words)),
                *(Run(said, second, tone=tone) for said in ages),
                *(Run(said, "small") for said in more),
            ]
            lines = [replace(run, elide=True) for run in lines if run.text]
            high = sum(scale.text_px(run.role) * 1.3 for run in lines)
            if high <= height and all(line_width([run], scale) <= room for run in lines):
                break
        return lines

    def _place(self) -> QRectF:
        """The map; a page without one gives the largest panel that the veil lies on, strips at last."""
        spared = TELLING if self._face.link_well else ALIVE
        areas = [(kind, area) for kind, area in self._page.areas() if kind not in spared]
        for kind, area in areas:
            if kind in MAPS and area.height() > 0:
                return area
        return max(
            (area for _, area in areas),
            key=lambda area: (area.width() <= CROSSED * area.height(), area.width() * area.height()),
            default=QRectF(self.rect()),
        )


def width(text: str, role: str, scale: Scale) -> float:
    """Window pixels of a text."""
    return line_width([Run(text, role)], scale)


def in_two(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """A text in one line, or in two cut at a space where it is wider than ``room``."""
    if width(text) <= room:
        return [text]
    cuts = [at for at, sign in enumerate(text) if sign in " ；;，,。" and width(text[: at + 1]) <= room]
    cut = cuts[-1] + 1 if cuts else fitting(text, width, room)
    return [text[:cut].rstrip(), text[cut:].lstrip()]


def fitting(text: str, width: Callable[[str], float], room: float) -> int:
    """How many signs of a text fit into ``room``, one at least."""
    return next((at for at in range(len(text), 1, -1) if width(text[:at]) <= room), 1)
