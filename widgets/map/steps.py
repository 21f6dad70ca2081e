"""Work that is done in steps, so that no tick has to do all of it."""

from collections.abc import Generator
from typing import TypeVar

Found = TypeVar("Found")

Steps = Generator[None, None, Found]
"""Stops after each step; returns what it led to."""


def at_once(steps: Generator[object, None, Found]) -> Found:
    """Take all the steps; what they led to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
