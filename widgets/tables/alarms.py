"""The tables of alarms: what stands or was not acknowledged yet, the gravest first; and what is shelved."""

from collections.abc import Callable

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.rules.alarms import alarm_rank
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.alarms import flood_face, flood_of
from wallboard.state.queries.attention import place_of_order
from wallboard.state.tables import Tables
from widgets.parts.alarm_words import flood_lines, guidance_lines, kind_words, said_of, sign_of, times_words
from widgets.parts.ink import Run
from widgets.tables.columns import Kind, Table, TableColumn, choice, choice_words, instant, named
from widgets.text import Text

STANDINGS = list(AlarmStanding)


def _severity(alarm: Alarm, text: Text, now: float) -> Run:
    tone, glyph = sign_of(alarm)
    words = text.t(f"severity.{alarm.severity.value}")
    bold = alarm.standing is AlarmStanding.UNACKNOWLEDGED
    return Run(words, tone=tone, glyph=glyph, bold=bold, elide=True)


def _words(alarm: Alarm, text: Text, now: float) -> str:
    return f"{said_of(alarm, text)} {times_words(alarm, text)}".rstrip()


def _said(alarm: Alarm, text: Text, now: float) -> Run:
    quiet = alarm.standing in (AlarmStanding.RETURNED, AlarmStanding.SHELVED)
    bold = alarm.standing is AlarmStanding.UNACKNOWLEDGED
    return Run(_words(alarm, text, now), tone="muted" if quiet else "text", bold=bold, elide=True)


def place_of(alarm: Alarm, tables: Tables) -> tuple[float, float] | None:
    """Where what it is about is, degrees; None where that is nowhere, or not known."""
    noun, _, key = alarm.subject.partition("/")
    if noun == "van":
        fix = tables.positions.of(vehicle_id("van", key))
        return None if fix is None else (fix[0], fix[1])
    order = tables.orders.get(key) if noun == "order" else None
    if order is not None:
        return place_of_order(tables, order)
    outage = tables.outages.get(key) if noun == "outage" else None
    if outage is None or outage.lon is None or outage.lat is None:
        return None
    return outage.lon, outage.lat


def _flood(tables: Tables, text: Text, now: float) -> tuple[tuple[Run, ...], ...]:
    """Of a flood how many of what, which the rows below have one by one."""
    flood = flood_of(tables)
    face = flood_face(tables, flood) if flood is not None else None
    return flood_lines(face, text, now) if face is not None else ()


SEVERITY = TableColumn(
    "severity",
    lambda alarm: alarm.severity.value,
    choice_words(lambda alarm: alarm.severity.value, "severity"),
    Kind.CHOICE,
    0.2,
    74,
    rank=alarm_rank,
    look=_severity,
)
ALARM = TableColumn("alarm", lambda alarm: alarm.words.code, _words, share=2.4, least=180, look=_said)
KIND = TableColumn(
    "alarm_kind",
    lambda alarm: alarm.kind,
    lambda alarm, text, now: kind_words(alarm.kind, text),
    Kind.CHOICE,
    0.4,
    92,
    usual=False,
)
SINCE = instant("since", lambda alarm: alarm.since)


def _table(name: str, columns: tuple[TableColumn, ...], sort: str, kept: Callable[[Alarm], bool]) -> Table:
    return Table(
        name,
        columns,
        noun="alarm",
        line=lambda tables, key: tables.alarms[key],
        sort=sort,
        kept=kept,
        place_of=place_of,
        notes=guidance_lines,
        summary=_flood,
        nouns=("alarm", "room"),
    )


TABLE = _table(
    "alarms",
    (
        SEVERITY,
        ALARM,
        choice(
            "standing",
            lambda alarm: alarm.standing.value,
            "alarm",
            118,
            rank=lambda alarm: STANDINGS.index(alarm.standing),
        ),
        SINCE,
        named("acknowledged_by", lambda alarm: alarm.acknowledged_by, 92, drop=1),
        KIND,
        instant("acknowledged_at", lambda alarm: alarm.acknowledged_at, usual=False),
    ),
    "severity",
    lambda alarm: alarm.standing is not AlarmStanding.SHELVED,
)

SHELVED = _table(
    "shelved",
    (
        SEVERITY,
        ALARM,
        named("shelved_by", lambda alarm: alarm.shelved_by, 92),
        instant("shelved_until", lambda alarm: alarm.shelved_until, 62),
        TableColumn(
            "shelved_words",
            lambda alarm: alarm.shelved_words,
            lambda alarm, text, now: alarm.shelved_words,
            share=1.0,
            least=92,
        ),
        KIND,
        SINCE,
    ),
    "shelved_until",
    lambda alarm: alarm.standing is AlarmStanding.SHELVED,
)
