"""How alarms look and read, the same at a desk and on a wall (domain 5.5).

Shape: how grave; filled: active and nobody has seen it; hollow: seen, or over; the word says which.
"""

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
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


def severity_run(severity: Severity, words: str, role: str = "small", gap: float = 12.0) -> Run:
    """How many of a severity, with its sign."""
    tone, filled, _ = LOOKS[severity]
    return Run(words, role, tone=tone, bold=True, glyph=filled, gap=gap)


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
