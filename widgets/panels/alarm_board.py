"""The alarms on a wall: one row a subject with its gravest, the worst first; of a flood a summary.

Nothing is lost by that: a desk's table has each (domain 5.5).
"""

from collections.abc import Hashable

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.rules.alarms import SubjectAlarms
from wallboard.state.queries.alarms import AlarmsFace, Came, FloodFace, alarms_face
from widgets.panel import PanelSpec
from widgets.parts.alarm_words import (
    LOOKS,
    count_runs,
    flood_counts,
    flood_head,
    kind_words,
    said_of,
    sign_of,
    times_words,
)
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace

Rows = list[tuple[Hashable, RowFace]]


class AlarmBoard(Listing):
    """What stands, or what a flood came to."""

    nouns = ("alarm", "room")

    def listed(self, now: float, most: int) -> Listed:
        text, face = self.session.text, alarms_face(self.session.tables)
        title = (Run(text.t("alarms.title"), "title"),)
        rows = self._flood(face.flood, now) if face.flood is not None else self._rows(face, now, most)
        counts = count_runs(face.counts, text)
        rest = len(face.lines) - len(rows)
        if face.flood is None and rest > 0:
            more = Run(text.t("more.alarms", n=text.number(rest)), tone="muted", drop=1, lead=8)
            counts = (*counts, more)
        return Listed((title, counts), rows, text.t("alarms.none"))

    def _rows(self, face: AlarmsFace, now: float, most: int) -> Rows:
        return [(line.alarm.id, self._row(line, now)) for line in face.lines[:most]]

    def _row(self, line: SubjectAlarms, now: float) -> RowFace:
        text, alarm = self.session.text, line.alarm
        since = "" if alarm.since is None else text.clock_time(alarm.since, now)
        below = [Run(text.t(f"alarm.{alarm.standing.value}"), bold=not alarm.acknowledged)]
        if alarm.acknowledged_by:
            below.append(Run(text.name(alarm.acknowledged_by), tone="muted", drop=2))
        if alarm.times:
            below.append(Run(f"· {times_words(alarm, text)}", drop=1))
        if line.others:
            below.append(Run(text.t("alarm.others", n=text.number(line.others)), tone="muted", drop=3))
        return RowFace(self._said(alarm), (Run(since, "row"),), tuple(below))

    def _said(self, alarm: Alarm) -> tuple[Run, ...]:
        tone, glyph = sign_of(alarm)
        quiet = alarm.standing is AlarmStanding.RETURNED
        words = said_of(alarm, self.session.text)
        sign = Run("", "row", tone=tone, glyph=glyph, gap=10)
        return sign, Run(words, "row", tone="muted" if quiet else "text", bold=not quiet, elide=True)

    # of a flood

    def _flood(self, flood: FloodFace, now: float) -> Rows:
        """Since when, how many; what endangers people, one by one; the worst, the first; how many of each."""
        text = self.session.text
        came, standing = flood_head(flood, text, now)
        told = (Run(came, "row", bold=True),), (Run(standing, "row"),), flood_counts(flood, text)
        rows: Rows = [("flood", RowFace(*told))]
        rows += [(alarm.id, self._row(SubjectAlarms(alarm), now)) for alarm in flood.hazards]
        rows.append(("worst", self._came("flood.worst", flood.worst, now)))
        if flood.first != flood.worst:
            rows.append(("first", self._came("flood.first", flood.first, now)))
        rows += [(("kind", kind), self._kind(kind, n)) for kind, n in flood.by_kind]
        return rows

    def _came(self, label: str, came: Came, now: float) -> RowFace:
        text = self.session.text
        tone, glyph, _ = LOOKS[came.severity]
        sign = Run("", "row", tone=tone, glyph=glyph, gap=10)
        words = Run(text.reason(came.words), "row", elide=True)
        at = Run(text.clock_time(came.at, now), "row")
        return RowFace((sign, words), (at,), (Run(text.t(label), tone="muted"),))

    def _kind(self, kind: str, n: int) -> RowFace:
        text = self.session.text
        return RowFace(
            (Run(kind_words(kind, text), "row", elide=True),), (Run(text.number(n), "row", bold=True),)
        )


PANEL = PanelSpec("alarm_board", AlarmBoard)
