"""Through whose hands an order went, in words: each with how long he had it (d.23)."""

from wallboard.state.queries.hands import Hand
from widgets.parts.ink import SPARE, Run
from widgets.text import Text

MOST = 4
"""Holders that are named; those before them are counted."""


def hand_runs(hands: tuple[Hand, ...], text: Text, now: float) -> tuple[Run, ...]:
    """``经手 服务调度 07 12 分 → 网格 0312 35 分``: who has it now in bold; () where nobody ever had it."""
    if not hands:
        return ()
    shown = hands[-MOST:]
    earlier = len(hands) - len(shown)
    head = text.t("hands.title") if not earlier else text.t("hands.earlier", n=earlier)
    runs = [Run(head, tone="muted", gap=8)]
    for place, hand in enumerate(shown):
        last = place == len(shown) - 1
        holds = last and hand.until is None
        drop = 0 if last else SPARE - 1 + len(shown) - place  # the oldest go first
        if place:
            runs.append(Run("→", tone="muted", gap=8, drop=drop))
        runs.append(
            Run(hand.who, tone="text" if holds else "muted", bold=holds, gap=6, drop=drop, elide=last)
        )
        if (span := hand.span(now)) is not None:
            runs.append(Run(text.span(span), tone="muted", gap=8, drop=drop))
    return tuple(runs)
