"""Above a page: the frame of what is not live, and the veil over a picture that is no longer fresh.

Three looks that nobody confuses: *late* is a light veil and a ring; *lost* a deep veil, crossed out, with the
age as its headline; *waiting* (connecting, catching up) a deep veil without a cross.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
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

LOST, LATE, WAITING = "lost", "late", "waiting"
OF_LINK = {"late": LATE, "connecting": WAITING, "gap": WAITING, "restored": WAITING, "no_hub": WAITING}
"""What a link's state means for the picture; anything else is lost."""

SHADE = {LATE: 110, WAITING: 165, LOST: 178}
"""How deep each veil is, of 255."""

CROSSED = 3.2
"""Panels up to so many times as wide as high are crossed out when the picture is lost."""

GLYPH = {LATE: "ring", WAITING: "ring", LOST: "crossed"}


@dataclass(frozen=True)
class CoverFace:
    """Everything the cover shows. stale: "" while the picture is fresh; words: why, and how old it is.

    more: what ended the wall's own hub, or what it lacks; over two lines where it is long.
    """

    not_live: bool = False
    link_well: bool = True
    stale: str = ""
    words: str = ""
    age: str = ""
    more: str = ""


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
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    @property
    def face(self) -> CoverFace:
        return self._face

    def refresh(self) -> None:
        """Repaint when what it says changed."""
        face = self._look()
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
        return max(3, round(self._page.session.scale.px(4)))

    def _look(self) -> CoverFace:
        session = self._page.session
        text, link = session.text, session.link
        if link.fresh:
            return self._of_sources(session.stale_sources(session.now()))
        key = f"link.{link.state}"
        words = [text.t(key if text.has(key) else "link.lost")]
        if link.words:
            words.append(link.words)
        age = "" if link.age is None else text.t("link.age", age=text.age(link.age))
        stale = OF_LINK.get(link.state, LOST)
        return CoverFace(session.not_live, False, stale, " · ".join(words), age, link.why)

    def _of_sources(self, stale: list[SourceFace]) -> CoverFace:
        session = self._page.session
        text = session.text
        if not stale:
            return CoverFace(session.not_live)
        lost = all(face.state is SourceState.LOST for face in stale)
        if len(stale) == 1:
            words = f"{stale[0].title} {text.t(f'source.state.{stale[0].state.value}')}"
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
            painter.setPen(QPen(session.theme.muted, width))
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
        """A box over the map: which, in headline size where it is lost, and below it the age."""
        session, face = self._page.session, self._face
        scale, theme = session.scale, session.theme
        lost = face.stale == LOST
        first = Run(face.words, "numeral" if lost else "clock", glyph=GLYPH[face.stale], elide=True)
        second = Run(face.age, "clock" if lost else "title", tone="text" if lost else "muted", elide=True)
        room = self.width() * 0.9 - 2 * scale.px(40)
        more = [Run(part, "small", elide=True) for part in in_two(face.more, lambda t: width(t, scale), room)]
        lines = [run for run in (first, second, *more) if run.text]
        heights = [scale.text_px(run.role) * 1.3 for run in lines]
        place = self._place()
        pad, air = scale.px(40), scale.px(18)
        wide = min(self.width() * 0.94, max(line_width([run], scale) for run in lines) + 2 * pad)
        high = sum(heights) + 2 * air
        left = min(max(scale.px(24), place.x() - wide / 2), self.width() - wide - scale.px(24))
        box = QRectF(left, place.y() - high / 2, wide, high)
        painter.setPen(QPen(theme.text, max(1.0, scale.px(3))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(box, scale.px(6), scale.px(6))
        top = box.top() + air
        for run, height in zip(lines, heights, strict=True):
            draw_line(painter, QRectF(box.left() + pad, top, wide - 2 * pad, height), [run], scale, theme)
            top += height

    def _place(self) -> QPointF:
        """The middle of the map, else of the page."""
        for kind, area in self._page.areas():
            if kind == "map" and area.height() > 0:
                return area.center()
        return QPointF(self.width() / 2, self.height() * 0.46)


def width(text: str, scale: Scale) -> float:
    """Window pixels of a text in small type."""
    return line_width([Run(text, "small")], scale)


def in_two(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """A text in one line, or in two cut at a space where it is wider than ``room``."""
    if width(text) <= room:
        return [text]
    cuts = [at for at, sign in enumerate(text) if sign in " ；;，,。" and width(text[: at + 1]) <= room]
    cut = cuts[-1] + 1 if cuts else len(text)  # one word too long is shortened as it is drawn
    return [text[:cut].rstrip(), text[cut:].lstrip()]
