"""What a page of the past says of itself: which hour, and what goes on meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PastFace:
    """since, until: of the hour, epoch s. alarms: how many of now nobody has acknowledged; now: epoch s."""

    since: float
    until: float
    alarms: Callable[[], int]
    now: Callable[[], float]
