"""Days of a study, lived by so many processes, with a bar of how many are done."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

PROCESSES = 2

Job = TypeVar("Job")
Done = TypeVar("Done")


def in_order(
    work: Callable[[Job], Done], jobs: Sequence[Job], noun: str = "days", processes: int = PROCESSES
) -> Iterator[Done]:
    """The answers in the order of the jobs. work: a module's own function, or no other process finds it."""
    say = Progress(len(jobs), noun)
    if len(jobs) == 1 or processes == 1:
        for job in jobs:
            done = work(job)
            say()
            yield done
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done in pool.map(work, jobs):
            say()
            yield done


class Progress:
    """How many are done: a bar on a terminal, a line each elsewhere."""

    def __init__(self, whole: int, noun: str) -> None:
        self._whole, self._noun, self._done = whole, noun, 0

    def __call__(self) -> None:
        self._done += 1
        words = f"{self._done} of {self._whole} {self._noun}"
        if sys.stderr.isatty():
            step = 50 * self._done // self._whole
            end = "\n" if self._done == self._whole else ""
            sys.stderr.write(f"\r[{'#' * step}{' ' * (50 - step)}] {words}{end}")
        else:
            sys.stderr.write(f"{words}\n")
        sys.stderr.flush()
