"""The alarms that were put aside: by whom, until when, and why; the first that comes back first."""

from wallboard.domain.rows import Alarm
from wallboard.state.queries.alarms import alarms_face
from widgets.panel import PanelSpec
from widgets.parts.alarm_words import said_of, sign_of
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace


class AlarmShelf(Listing):
    """What lies on the shelf comes back by itself."""

    nouns = ("alarm",)

    def listed(self, now: float, most: int) -> Listed:
        text, shelved = self.session.text, alarms_face(self.session.tables).shelved
        title = (Run(text.t("shelf.title"), "title"),)
        counts = [Run(text.number(len(shelved)), "count")]
        rest = len(shelved) - most
        if rest > 0:
            counts.append(Run(text.t("more.alarms", n=text.number(rest)), tone="muted", drop=1, lead=8))
        rows = [(alarm.id, self._row(alarm, now)) for alarm in shelved[:most]]
        return Listed((title, tuple(counts)), [*rows], text.t("shelf.none"))

    def _row(self, alarm: Alarm, now: float) -> RowFace:
        text = self.session.text
        tone, glyph = sign_of(alarm)
        until = "" if alarm.shelved_until is None else text.clock_time(alarm.shelved_until, now)
        return RowFace(
            (Run("", "row", tone=tone, glyph=glyph, gap=10), Run(said_of(alarm, text), "row", elide=True)),
            (Run(text.t("shelf.until", time=until), "row"),),
            (
                Run(text.name(alarm.shelved_by), bold=True),
                Run(alarm.shelved_words, tone="muted", drop=1, elide=True),
            ),
        )


PANEL = PanelSpec("alarm_shelf", AlarmShelf)
