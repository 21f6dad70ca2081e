"""How alarms look and read, the same at a desk and on a wall (domain 5.5).

Shape: how grave; filled: active and nobody has seen it; hollow: seen, or over; the word says which.
"""

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from wallboard.state.queries.alarms import AlarmCounts, FloodFace
from widgets.parts.ink import Run
from widgets.text import Text

LOOKS: dict[Severity, tuple[str, str, str]] = {
    Severity.CRITICAL: ("breached", "diamond", "hollow_diamond"),
    Severity.HIGH: ("warning", "triangle", "hollow_triangle"),
    Severity.LOW: ("text", "disc", "ring"),
}
"""Tone, sign of one that wants to be seen, and of one that was or that is over."""


def sign_of(alarm: Alarm) -> tuple[str, str]:
    """Tone and sign: colour only while it is active."""
    tone, filled, hollow = LOOKS[alarm.severity]
    match alarm.standing:
        case AlarmStanding.UNACKNOWLEDGED:
            return tone, filled
        case AlarmStanding.ACKNOWLEDGED:
            return tone, hollow
        case _:
            return "muted", hollow


def severity_run(severity: Severity, words: str, drop: int = 0, gap: float = 14.0) -> Run:
    """How many of a severity, with its sign."""
    tone, filled, _ = LOOKS[severity]
    return Run(words, tone=tone, bold=True, glyph=filled, drop=drop, gap=gap)


def count_runs(counts: AlarmCounts, text: Text, *, named: bool = False) -> tuple[Run, ...]:
    """How many alarms stand by severity, the gravest first; how many nobody has seen, and are shelved.

    Nothing where none is. Of a flood the word comes first. named: what is counted is said.
    """
    runs = [
        severity_run(severity, text.number(n), drop=1 if place > 1 else 0)
        for place, (severity, n) in enumerate(counts.severities)
    ]
    if counts.flooded:
        runs.insert(0, Run(text.t("alarm.flood"), bold=True, plate="solid", gap=14))
    elif named and (runs or counts.shelved):
        runs.insert(0, Run(text.t("alarms.title"), tone="muted", drop=2, gap=10))
    if counts.unseen:
        runs.append(Run(text.t("alarm.unseen", n=text.number(counts.unseen)), tone="muted", drop=3, gap=14))
    if counts.shelved:
        words = text.t("alarm.on_shelf", n=text.number(counts.shelved))
        runs.append(Run(words, tone="muted", drop=4 if runs else 0))
    return tuple(runs)


def kind_words(kind: str, text: Text) -> str:
    """A kind in words; one that is not known, raw."""
    key = f"alarm.kind.{kind}"
    return text.t(key) if text.has(key) else kind


def said_of(alarm: Alarm, text: Text) -> str:
    """What is wrong."""
    return text.reason(alarm.words)


def times_words(alarm: Alarm, text: Text) -> str:
    """How often it came while it chatters; "" where it does not."""
    return text.t("alarm.chatters", n=text.number(alarm.times)) if alarm.times else ""


def guidance(kind: str, text: Text) -> tuple[str, str] | None:
    """What it means and what to do first; None where the catalogue has no guidance for its kind."""
    means, first = f"guide.means.{kind}", f"guide.first.{kind}"
    return (text.t(means), text.t(first)) if text.has(means) and text.has(first) else None


def flood_head(flood: FloodFace, text: Text, now: float) -> tuple[str, str]:
    """How many came since when; how many of them stand."""
    came = text.t("flood.came", n=text.number(flood.came), time=text.clock_time(flood.since, now))
    return came, text.t("flood.standing", n=text.number(flood.standing))


def flood_counts(flood: FloodFace, text: Text) -> tuple[Run, ...]:
    """How many of each severity, the gravest first, in words."""
    return tuple(
        severity_run(severity, f"{text.t(f'severity.{severity.value}')} {text.number(n)}", place + 1, 20)
        for place, (severity, n) in enumerate(flood.by_severity)
    )


def flood_lines(flood: FloodFace, text: Text, now: float) -> tuple[tuple[Run, ...], ...]:
    """A flood in three lines for a desk: how many of what, the worst and the first, how many of each kind."""
    came, standing = flood_head(flood, text, now)
    word = Run(text.t("alarm.flood"), bold=True, plate="solid", gap=14)
    head = (word, Run(came, bold=True), Run(standing, drop=4), *flood_counts(flood, text))
    told = [("flood.worst", flood.worst)]
    if flood.first != flood.worst:
        told.append(("flood.first", flood.first))
    named: list[Run] = []
    for label, one in told:
        named.append(Run(text.t(label), tone="muted", gap=8))
        at = text.clock_time(one.at, now)
        named.append(Run(f"{at} {text.reason(one.words)}", elide=True, gap=24))
    kinds = tuple(
        Run(f"{kind_words(kind, text)} {text.number(n)}", drop=place, gap=20)
        for place, (kind, n) in enumerate(flood.by_kind)
    )
    return head, tuple(named), kinds


def guidance_lines(alarm: Alarm, text: Text, now: float) -> tuple[tuple[Run, ...], ...]:
    """Of the chosen alarm at a desk: who put it aside or has seen it, what it means, what to do first."""
    tone, glyph = sign_of(alarm)
    head = [Run(said_of(alarm, text), tone=tone, bold=True, glyph=glyph, elide=True)]
    head.append(Run(text.t(f"alarm.{alarm.standing.value}"), drop=1))
    if alarm.shelved_until is not None:
        until = text.clock_time(alarm.shelved_until, now)
        head.append(Run(text.t("alarm.shelved_by", who=alarm.shelved_by, time=until), drop=2))
        head.append(Run(alarm.shelved_words, tone="muted", drop=3, elide=True))
    elif alarm.acknowledged_at is not None:
        at = text.clock_time(alarm.acknowledged_at, now)
        head.append(Run(text.t("alarm.seen_by", who=alarm.acknowledged_by, time=at), tone="muted", drop=2))
    if alarm.times:
        head.append(Run(times_words(alarm, text), tone="muted", drop=3))
    guide = guidance(alarm.kind, text)
    if guide is None:
        return tuple(head), (Run(text.t("guide.none"), tone="muted"),)
    named = zip(("guide.means", "guide.first"), guide, strict=True)
    return tuple(head), *((Run(text.t(key), tone="muted"), Run(words, elide=True)) for key, words in named)
