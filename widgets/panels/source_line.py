"""One line that says whether the wall is alive: each source with its age, its state, its flags and why.

State and flag each have a shape and a word of their own; colour repeats them and never carries them.
"""

from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.terms import ClockMode, Lane, SourceState
from wallboard.state.queries import SourceFace, source_faces
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, badge, draw_line, fit, least_width, line_width, width_of
from widgets.parts.severity import WELL, severity

LOOK_OF = {"troubled": "degraded"}
"""Marks of the wall itself that have no look of their own: a fault of this program degrades what it shows."""


Chip = tuple[Run, ...]
"""What is said of one source."""

REASON_EM = 10.0
"""Characters of a reason that still say something; with less room it goes."""


class SourceLine(CellPanel):
    """Chips from the left, troubled sources first; the rule set in force at the right."""

    nouns = ("source",)

    def own_height(self) -> float:
        scale = self.session.scale
        if scale.near:
            return max(scale.px(30), scale.line("small") * 1.6)
        return max(scale.px(44), scale.line("small") * 1.12)

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        margin = round(scale.px(32))
        inner = self.rect().adjusted(margin, 0, -margin, 0)
        rules = self._rules(now)
        taken = round(min(width_of(rules, scale) + 1, inner.width() * 0.4))
        rules_rect = QRect(inner.right() - taken + 1, 0, taken, self.height())
        cells = [Cell("rules", rules_rect, rules, lambda p, r: self._draw(p, r, (rules,), True))]
        end = rules_rect.left() - round(scale.px(32))
        known = source_faces(self.session.tables, self.session.present())
        faces = sorted(known, key=lambda face: (not is_hub_in_trouble(face), severity(face), face.id))
        start = inner.left()
        for name, said in self._link_says():
            wide = round(min(line_width(said, scale) + 1, (end - start) * 0.4))
            rect = QRect(start, 0, wide, self.height())
            cells.append(Cell(name, rect, said, lambda p, r, said=said: self._draw(p, r, said, False)))
            start += wide + round(scale.px(36))
        return cells + self._chips(faces, start, end)

    def _link_says(self) -> list[tuple[str, tuple[Run, ...]]]:
        """What is to be said of a link that lives: clocks that differ, bad facts, our own faults."""
        link, text = self.session.link, self.session.text
        if not link.fresh or not (link.marks or link.words):
            return []
        runs = [badge(LOOK_OF.get(mark, mark), text.t(f"health.{mark}"), gap=10) for mark in link.marks]
        if link.words:
            runs.append(Run(link.words, bold=True, elide=True))
        return [("link", tuple(runs))]

    def _chips(self, faces: list[SourceFace], x: int, end: int) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        if not faces:
            face = (Run(text.t("source.none_yet"), tone="muted", glyph="ring"),)
            rect = QRect(x, 0, end - x, self.height())
            return [Cell("none", rect, face, lambda p, r: self._draw(p, r, face, False))]
        gap = round(scale.px(36))
        chips, widths = self._fitted(faces, end - x, gap)
        cells: list[Cell] = []
        for source, runs, width in zip(faces, chips, widths, strict=False):
            rect = QRect(x, 0, width, self.height())
            cells.append(Cell(source.id, rect, runs, lambda p, r, runs=runs: self._draw(p, r, runs, False)))
            x = rect.right() + 1 + gap
        if len(widths) < len(faces):
            more = self._more(faces[len(widths) :])
            rect = QRect(x, 0, max(0, end - x), self.height())
            cells.append(Cell("more", rect, more, lambda p, r: self._draw(p, r, more, False)))
        return cells

    def _fitted(self, faces: list[SourceFace], room: int, gap: int) -> tuple[list[Chip], list[int]]:
        """Chips, and px of those that are shown: a reason goes before the name of another in trouble does,
        but for the hub's own, which the others suffer from."""
        chips = [self._chip(source, says_why=number == 0) for number, source in enumerate(faces)]
        widths = self._widths(faces, chips, room, gap)
        troubled = sum(severity(face) < WELL for face in faces)
        if len(widths) >= troubled or is_hub_in_trouble(faces[0]):
            return chips, widths
        short = [self._chip(source, says_why=False) for source in faces]
        more = self._widths(faces, short, room, gap)
        return (short, more) if len(more) > len(widths) else (chips, widths)

    def _widths(self, faces: list[SourceFace], chips: list[Chip], room: int, gap: int) -> list[int]:
        """Px of each chip that is shown: as many as say what they must, then the first get what is left."""
        scale = self.session.scale
        least = [ceil(least_width(runs, scale)) + 1 for runs in chips]
        n = len(chips)
        while n > 1 and self._taken(least[:n], faces[n:], gap) > room:
            n -= 1
        left = room - self._taken(least[:n], faces[n:], gap)
        if left < 0:
            return [max(0, least[0] + left)]
        widths: list[int] = []
        for runs, width in zip(chips[:n], least, strict=False):
            wanted = ceil(line_width(fit(runs, width + left, scale), scale)) + 1 - width
            widths.append(width + max(0, min(left, wanted)))
            left -= max(0, min(left, wanted))
        return widths

    def _taken(self, widths: list[int], rest: list[SourceFace], gap: int) -> int:
        more = ceil(line_width(self._more(rest), self.session.scale)) + 1 + gap if rest else 0
        return sum(widths) + gap * (len(widths) - 1) + more

    def _more(self, rest: list[SourceFace]) -> tuple[Run, ...]:
        """How many are not shown, and the worst state among them."""
        text = self.session.text
        words = Run(text.t("more.sources", n=len(rest)), tone="muted")
        if not rest or severity(rest[0]) >= WELL:
            return (words,)
        worst = rest[0]
        if worst.state in (SourceState.LOST, SourceState.LATE) or not worst.flags:
            return (badge(worst.state.value, text.t(f"source.state.{worst.state.value}"), gap=8), words)
        flag = worst.flags[0]
        return (badge(flag.value, text.t(f"source.flag.{flag.value}"), gap=8), words)

    def _chip(self, face: SourceFace, *, says_why: bool) -> Chip:
        """State, name, age; then its flags, and why. says_why: others give way before its reason does."""
        text = self.session.text
        live = face.state is SourceState.LIVE
        tone = "muted" if live and not face.flags else "text"
        age = text.t("source.no_data") if face.age is None else text.age(face.age)
        word = "" if live else text.t(f"source.state.{face.state.value}")
        title = text.t("source.hub") if face.id == "hub" else text.name(face.title)
        runs = [
            badge(face.state.value, word, tone="calm" if live else "text", gap=8),
            Run(title, tone=tone, elide=True, gap=10),
            Run(age, tone="muted"),
        ]
        if face.replayed and self.session.clock.state().mode is ClockMode.LIVE:
            runs.append(badge("replay", text.t("health.replay")))
        for flag in face.flags:
            runs.append(badge(flag.value, text.t(f"source.flag.{flag.value}")))
        if face.reason is not None:
            why, drop = text.reason(face.reason), 0 if says_why else 1
            runs.append(Run(why, tone="muted", drop=drop, elide=True, least=REASON_EM))
        if face.dropped:
            words = text.t("source.dropped", n=text.number(face.dropped))
            runs.append(Run(words, tone="muted", drop=2, elide=True))
        return tuple(runs)

    def _rules(self, now: float) -> Run:
        """The rule set in force; without one, what colours a row has it by."""
        text, rules, session = self.session.text, self.session.rules, self.session
        if rules is None and session.room.rules:
            return Run(text.t("rules.suspended"), bold=True, elide=True)
        if rules is None:
            area = session.room.area_class
            promised = any(session.boards.lane(lane, None, now, area, 0).by_promise for lane in Lane)
            return Run(text.t("rules.promises" if promised else "rules.none"), bold=True, elide=True)
        name = rules.name.get(text.lang) or next(iter(rules.name.values()), rules.id)
        return Run(text.t("rules.in_force", name=name), tone="muted", elide=True)

    def _draw(self, painter: QPainter, rect: QRectF, runs: tuple[Run, ...], right: bool) -> None:
        draw_line(painter, rect, runs, self.session.scale, self.session.theme, right=right)


def is_hub_in_trouble(face: SourceFace) -> bool:
    """Whether it is the hub itself that cannot do its work: others suffer from that, so it stands first."""
    return face.id == "hub" and severity(face) < WELL


PANEL = PanelSpec("source_line", SourceLine)
