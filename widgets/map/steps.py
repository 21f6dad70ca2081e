"""Work that is done in steps, so that no tick has to do all of it."""

from collections.abc import Generator
from typing import TypeVar

from wallboard.domain.clock import thread_seconds

Found = TypeVar("Found")

END = object()

Steps = Generator[None, None, Found]
"""Stops after each step; returns what it led to."""


def some(steps: Generator[object, None, None], share: float) -> bool:
    """Take steps for so many thread seconds, one at least; whether all are taken."""
    began = thread_seconds()
    while next(steps, END) is not END:
        if thread_seconds() - began >= share:
            return False
    return True


def at_once(steps: Generator[object, None, Found]) -> Found:
    """Take all the steps; what they led to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
