"""What the keys of a replay ask of the hub's clock (design 4: every answer is a new run)."""

from typing import Any

from wallboard.domain.clock import ClockState
from wallboard.domain.terms import ClockMode

SLOWEST, FASTEST = 1.0, 3600.0


def clock_verb(
    state: ClockState, asked: str, amount: float, resume: float
) -> tuple[str, dict[str, Any]] | None:
    """(verb, args) of the act, or None where the clock is live and nobody may turn it.

    asked: toggle, step (amount s) or faster (factor). resume: the rate to go on with after a pause.
    """
    if state.mode is not ClockMode.REPLAY:
        return None
    if asked == "toggle":
        return ("rate", {"rate": resume}) if state.rate == 0 else ("pause", {})
    if asked == "step":
        return "seek", {"at": state.now + amount}
    if asked == "faster":
        rate = state.rate or resume
        return "rate", {"rate": min(FASTEST, max(SLOWEST, rate * amount))}
    raise ValueError(f"unknown replay command {asked!r}")
