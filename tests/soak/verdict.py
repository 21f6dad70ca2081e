"""Whether an accelerated run was good: what may not grow, what must have happened, in one table of checks."""

import statistics
from collections.abc import Callable, Sequence
from typing import Any

from tests.soak.lines import KEEP_S

Row = dict[str, Any]

DAY = 86_400.0
WARM_SHARE = 1 / 3
"""Of the run: by then every ring, cache and list of known names is full."""

MOST_MIB_A_DAY, MOST_MIB = 1.0, 8.0
"""Of resident memory: steadily, and in all over the last two thirds (a step of the allocator is no leak)."""

MOST_OBJECTS_A_DAY = 0.02
"""Of the objects that the collector knows."""

MOST_LATE_S, MOST_DRIFT_S = 0.25, 0.05
"""Real seconds that the wall's clock may be behind, and by which that may change over the run."""

LEAST_SECONDS = 0.6
"""Share of the hastened seconds that the wall turned at least; the machine, not the wall, limits it."""

OWN_LOGS_KIB = 4 * 1024
FULL = 48.0
"""Hours of a run that must have turned pages and cut its log; a shorter one may be told neither."""


NEAR = 0.25
"""Of the span: how far apart two points may be whose slope counts, so that few pairs span a step."""


def slope(points: Sequence[tuple[float, float]]) -> float:
    """What the second grows by when the first grows by one: the median of the slopes between near pairs
    (after Theil and Sen), which one step does not move and a staircase in full; 0 where that fails."""
    near = NEAR * (points[-1][0] - points[0][0]) if points else 0.0
    slopes = [
        (late[1] - early[1]) / (late[0] - early[0])
        for number, early in enumerate(points)
        for late in points[number + 1 :]
        if 0.0 < late[0] - early[0] <= max(near, points[1][0] - points[0][0])
    ]
    return statistics.median(slopes) if slopes else 0.0


def least_squares(points: Sequence[tuple[float, float]]) -> float:
    """The same by least squares, in which one step counts in full."""
    count = len(points)
    x0, y0 = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    across = sum((x - x0) ** 2 for x, _ in points)
    return sum((x - x0) * (y - y0) for x, y in points) / across if across else 0.0


def growth(
    rows: Sequence[Row],
    name: str,
    value: str,
    how: Callable[[Sequence[tuple[float, float]]], float] = slope,
) -> float:
    """A process's value a simulated day."""
    return round(how([(row["hours"] * 3600.0 / DAY, row[name][value]) for row in rows]), 3)


def verdict(rows: Sequence[Row], factor: float, hours: float) -> Row:
    """Figures of the run, and the names of the checks that failed (none: good)."""
    warm = [row for row in rows if row["hours"] >= WARM_SHARE * hours]
    figures = _figures(rows, warm, factor)
    failed = [name for name, holds in _checks(rows, warm, figures, hours).items() if not holds]
    return {"good": not failed, "failed": failed, **figures}


def _figures(rows: Sequence[Row], warm: Sequence[Row], factor: float) -> Row:
    last = rows[-1]
    late = [row["behind_s"] / factor for row in rows]
    half = len(late) // 2
    both = ("wall", "hub")
    return {
        "mib_a_day": {name: growth(warm, name, "mib") for name in both},
        "mib_a_day_least_squares": {name: growth(warm, name, "mib", least_squares) for name in both},
        "mib_more": {name: round(last[name]["mib"] - warm[0][name]["mib"], 1) for name in both},
        "mib": {name: last[name]["mib"] for name in both},
        "objects": {name: last[name]["objects"] for name in both},
        "objects_a_day": {name: growth(warm, name, "objects") for name in both},
        "descriptors": {name: _spread(warm, name, "fds") for name in both},
        "threads": {name: _spread(warm, name, "threads") for name in both},
        "timers": {name: _spread(warm, name, "timers") for name in both},
        "tasks": {name: _spread(warm, name, "tasks") for name in both},
        "qobjects": _spread(warm, "wall", "qobjects"),
        "links": sorted({row["wall"]["link"] for row in warm}),
        "reconnects": last["wall"]["counts"].get("reconnects", 0),
        "troubles": last["wall"]["troubles"],
        "late_ms": round(1000 * statistics.median(late)),
        "drift_ms": round(1000 * (statistics.median(late[half:]) - statistics.median(late[:half]))),
        "pace": last["pace"],
        "seconds_turned": round(last["seconds"] / (last["hours"] * 3600.0), 3),
        "pages_turned": last["wall"]["pages"],
        "paints": last["wall"]["paints"],
        "ticks": last["wall"]["ticks"],
        "tick_p99_ms": round(last["wall"]["tick_p99"] / factor, 1),
        "facts_applied": last["wall"]["facts"],
        "facts": last["log"]["last"],
        "log_begins_at": last["log"]["first"],
        "log_mib": max(row["log"]["mib"] for row in warm),
        "log_hours": round(max(_kept_hours(row) for row in warm), 1),
        "own_logs_kib": last["own_logs_kib"],
        "most": {name: max(row["wall"][name] for row in rows) for name in ("outages", "orders", "trend")},
    }


def _spread(rows: Sequence[Row], name: str, value: str) -> tuple[int, int]:
    """The most in the first and in the second half."""
    half = max(1, len(rows) // 2)
    return (
        max(row[name][value] for row in rows[:half]),
        max(row[name][value] for row in rows[half:] or rows),
    )


def _kept_hours(row: Row) -> float:
    """How many of its hours the log still holds, by the number of facts."""
    log = row["log"]
    return row["hours"] * (log["last"] - log["first"] + 1) / log["last"] if log["last"] else 0.0


def _checks(rows: Sequence[Row], warm: Sequence[Row], figures: Row, hours: float) -> dict[str, bool]:
    """What must hold, by name."""
    late, drift = (abs(figures[name]) / 1000 for name in ("late_ms", "drift_ms"))
    full = hours >= FULL
    return {
        "it ran to its end": rows[-1]["hours"] >= 0.98 * hours,
        "memory does not grow": max(figures["mib_a_day"].values()) <= MOST_MIB_A_DAY
        and max(figures["mib_more"].values()) <= MOST_MIB,
        "objects do not grow": all(
            figures["objects_a_day"][name] <= MOST_OBJECTS_A_DAY * figures["objects"][name]
            for name in ("wall", "hub")
        ),
        "descriptors do not grow": _still(figures["descriptors"], 2),
        "threads do not grow": _still(figures["threads"], 1),
        "timers do not grow": _still(figures["timers"], 10),
        "tasks do not grow": _still(figures["tasks"], 3),
        "widgets do not grow": figures["qobjects"][1] <= figures["qobjects"][0],
        "the link was live throughout": figures["links"] == ["live"] and not figures["reconnects"],
        "nothing unexpected happened": not figures["troubles"],
        "the facts came": figures["facts_applied"] >= 0.8 * figures["facts"] > 0,
        "the wall drew": figures["paints"] > 0 and figures["seconds_turned"] >= LEAST_SECONDS,
        "the clock does not drift": late <= MOST_LATE_S and drift <= MOST_DRIFT_S,
        "the clock keeps pace": abs(figures["pace"] - 1.0) <= 0.005,
        "the pages turned": not full or figures["pages_turned"] > 0,
        "the log was cut": not full or figures["log_begins_at"] > 1,
        "the log keeps what it should": not full or figures["log_hours"] <= 1.5 * KEEP_S / 3600.0,
        "the programs' own logs are small": figures["own_logs_kib"] <= OWN_LOGS_KIB,
    }


def _still(spreads: dict[str, tuple[int, int]], more: int) -> bool:
    grown: Callable[[tuple[int, int]], bool] = lambda both: both[1] > both[0] + more  # noqa: E731
    return not any(grown(both) for both in spreads.values())
