"""Some minutes of the three hastened days, and the checks that judge them: each can fail."""

import copy
from pathlib import Path

import pytest

from tests.soak.accelerated import Run, library
from tests.soak.plot import draw, nice
from tests.soak.verdict import Row, least_squares, slope, verdict

FACTOR, MINUTES = 200.0, 24.0


@pytest.mark.slow
def test_that_a_wall_lives_through_hastened_minutes_with_its_link_live_and_draws(tmp_path: Path) -> None:
    preload = library()
    if preload is None:
        pytest.skip("libfaketime is not here; on Debian: sudo apt install faketime")
    run = Run(tmp_path, FACTOR, MINUTES / 60.0)
    assert run.watch(preload, lambda row: None) == 0
    last = run.rows[-1]
    assert last["hours"] * 60.0 >= 0.9 * MINUTES
    assert last["pace"] == pytest.approx(1.0, abs=0.01)
    assert {row["wall"]["link"] for row in run.rows[-3:]} == {"live"}
    assert last["wall"]["facts"] > 1_000
    assert last["wall"]["paints"] > 100
    assert last["wall"]["troubles"] == 0
    assert last["source_links_lost"] == 0
    picture = tmp_path / "run.png"
    draw(run.rows, "some minutes", picture)
    assert picture.stat().st_size > 10_000


def rows(hours: float = 72.0, count: int = 289) -> list[Row]:
    """A run in which all is well."""
    made: list[Row] = []
    for number in range(count):
        at = hours * number / (count - 1)
        wall = {"mib": 150.0, "fds": 12, "threads": 3, "link": "live", "counts": {"behind": 0}, "pages": 9}
        wall |= {"objects": 70_000, "timers": 5, "tasks": 5, "qobjects": 22, "troubles": 0, "orders": 90}
        wall |= {"paints": 10 * number, "ticks": number, "tick_p99": 900.0, "facts": int(at * 18_000)}
        wall |= {"outages": 90, "trend": 400}
        hub = {"mib": 100.0, "fds": 23, "threads": 3, "timers": 19, "tasks": 33, "objects": 60_000}
        log = {"mib": 60.0, "first": max(1, int((at - 24) * 18_000)), "last": int(at * 18_000)}
        made.append(
            {"hours": at, "factor": 500.0, "pace": 1.0, "behind_s": 5.0, "seconds": int(at * 3600 * 0.9)}
            | {"wall": wall, "hub": hub, "log": log, "own_logs_kib": 9}
        )
    return made


def test_that_a_run_in_which_nothing_grows_is_good() -> None:
    found = verdict(rows(), 500.0, 72.0)
    assert (found["good"], found["failed"]) == (True, [])


@pytest.mark.parametrize(
    ("who", "what", "each", "check"),
    [
        ("wall", "mib", 0.02, "memory does not grow"),
        ("hub", "mib", 0.02, "memory does not grow"),
        ("wall", "objects", 20, "objects do not grow"),
        ("hub", "fds", 0.1, "descriptors do not grow"),
        ("wall", "threads", 0.1, "threads do not grow"),
        ("wall", "timers", 1, "timers do not grow"),
        ("hub", "tasks", 1, "tasks do not grow"),
        ("wall", "qobjects", 1, "widgets do not grow"),
        ("wall", "troubles", 1, "nothing unexpected happened"),
    ],
)
def test_that_what_grows_is_found(who: str, what: str, each: float, check: str) -> None:
    leaking = rows()
    for number, row in enumerate(leaking):
        row[who][what] += each * number
    assert verdict(leaking, 500.0, 72.0)["failed"] == [check]


def test_that_a_lost_link_a_late_clock_and_a_log_that_is_never_cut_are_found() -> None:
    bad = copy.deepcopy(rows())
    bad[200]["wall"]["link"] = "lost"
    for number, row in enumerate(bad):
        row["log"]["first"] = 1
        row["behind_s"] = 0.2 * number
    assert verdict(bad, 500.0, 72.0)["failed"] == [
        "the link was live throughout",
        "the clock does not drift",
        "the log was cut",
        "the log keeps what it should",
    ]


def test_that_a_slope_is_what_a_line_rises_by_and_a_scale_ends_at_a_round_number() -> None:
    assert slope([(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) == pytest.approx(2.0)
    assert slope([(1.0, 3.0)]) == 0.0
    step = [(float(at), 100.0 + 4.0 * (at > 4)) for at in range(10)]
    stairs = [(float(at), 100.0 + 4.0 * (at // 2)) for at in range(10)]
    assert slope(step) == 0.0 < least_squares(step)
    assert slope(stairs) == pytest.approx(2.0)
    assert [nice(value) for value in (0.3, 3.0, 61.0, 134.0, 900.0)] == [0.4, 4.0, 80.0, 200.0, 1000.0]
