"""Chance by name: every draw comes from a generator seeded by hash(seed, names).

No entity's fate hangs on what was drawn for another one, nor on PYTHONHASHSEED.
"""

import hashlib
import math
from random import Random


def chance(seed: int, *names: str | int) -> Random:
    """A generator of its own for one named thing of one seed."""
    text = "\x1f".join([str(seed), *(str(name) for name in names)])
    return Random(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big"))


def between(dice: Random, low: float, high: float) -> float:
    """Uniform in [low, high], whole milliseconds when these are seconds."""
    return round(low + (high - low) * dice.random(), 3)


def skewed(dice: Random, median: float, spread: float, low: float, high: float) -> float:
    """Log-normal about a median, clipped to [low, high]: how long work and waiting take.

    ``spread`` is the standard deviation of the logarithm.
    """
    value = median * math.exp(spread * dice.gauss(0.0, 1.0))
    return round(min(max(value, low), high), 3)
