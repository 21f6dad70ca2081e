"""How every bench measures: alternating runs, medians, thread CPU time."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def alternate(
    ways: dict[str, Callable[[Any], object]],
    rounds: int = 7,
    prepare: dict[str, Callable[[], Any]] | None = None,
) -> dict[str, float]:
    """Median thread CPU seconds of each way, measured A B A B … after one round that does not count.

    prepare: makes what a way is given, outside its time.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, call in ways.items():
            given = (prepare or {}).get(name, lambda: None)()
            began = time.thread_time()
            call(given)
            if turn:
                taken[name].append(time.thread_time() - began)
    return {name: statistics.median(costs) for name, costs in taken.items()}


def resident_mib(pid: int | str = "self") -> float:
    """Resident memory of this or another process, MiB."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * 4096 / 2**20


def row(name: str, value: float, unit: str, note: str = "") -> None:
    """One line of a bench's table."""
    print(f"  {name:44} {value:12,.3f} {unit:8} {note}")
