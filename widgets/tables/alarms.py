"""The table of alarms: what stands or was not acknowledged yet, the gravest first."""

from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from widgets.parts.ink import Run
from widgets.tables.columns import Kind, Table, TableColumn, choice, choice_words, instant, named
from widgets.text import Text

SEVERITIES = list(Severity)
TONES = {Severity.CRITICAL: ("breached", "diamond"), Severity.HIGH: ("warning", "triangle")}


def _severity(alarm: Alarm, text: Text, now: float) -> Run:
    tone, glyph = TONES.get(alarm.severity, ("text", "disc"))
    return Run(text.t(f"severity.{alarm.severity.value}"), tone=tone, glyph=glyph, elide=True)


TABLE = Table(
    "alarms",
    (
        TableColumn(
            "severity",
            lambda alarm: alarm.severity.value,
            choice_words(lambda alarm: alarm.severity.value, "severity"),
            Kind.CHOICE,
            0.2,
            74,
            rank=lambda alarm: SEVERITIES.index(alarm.severity),
            look=_severity,
        ),
        TableColumn(
            "alarm",
            lambda alarm: alarm.words.code,
            lambda alarm, text, now: text.reason(alarm.words),
            share=2.4,
            least=180,
        ),
        choice("standing", lambda alarm: "active" if alarm.active else "over", "alarm", 70),
        instant("since", lambda alarm: alarm.since),
        named("acknowledged_by", lambda alarm: alarm.acknowledged_by, 92),
        instant("acknowledged_at", lambda alarm: alarm.acknowledged_at, usual=False),
    ),
    noun="alarm",
    line=lambda tables, key: tables.alarms[key],
    sort="severity",
    nouns=("alarm",),
)
