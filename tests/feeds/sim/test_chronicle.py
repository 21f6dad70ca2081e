"""The truth file tells the whole truth, the same at every run, and does not touch what the room hears."""

from pathlib import Path

import msgspec
import pytest

from feeds.sim.chronicle import (
    Began,
    Broke,
    Called,
    Darkened,
    Drove,
    Generated,
    Line,
    Mended,
    Ordered,
    Shut,
    Switched,
    Total,
)
from feeds.truth_file import TruthFile
from feeds.worlds import open_world

HOURS = 3.5


def told(path: Path, step: float = 60.0) -> list[Line]:
    """The lines of a storm over the town."""
    world = open_world("town-storm", 7)
    with TruthFile(path, world) as truth:
        at = world.scenario.start_at
        while at < world.scenario.start_at + HOURS * 3600:
            at += step
            world.step(at)
            truth.write()
    return [msgspec.json.decode(line, type=Line) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    return told(tmp_path_factory.mktemp("truth") / "truth.jsonl")


def test_that_it_begins_with_what_it_is_about_and_is_in_order(lines: list[Line]) -> None:
    first = lines[0]
    assert isinstance(first, Began) and first.scenario == "town-storm" and first.areas == 300
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert {type(line) for line in lines} == {
        Began,
        Drove,
        Generated,
        Shut,
        Broke,
        Mended,
        Switched,
        Darkened,
        Called,
        Ordered,
        Total,
    }


def test_that_every_total_follows_from_the_areas(lines: list[Line]) -> None:
    dark: dict[str, int] = {}
    totals = 0
    for line in lines:
        if isinstance(line, Darkened):
            dark[line.area] = line.dark
        elif isinstance(line, Total):
            totals += 1
            assert line.customers == sum(dark.values()) == sum(line.feeders.values())
            assert line.areas == sum(n > 0 for n in dark.values())
    assert (
        totals == HOURS * 60 + 1 and max(line.customers for line in lines if isinstance(line, Total)) > 2000
    )


def test_that_the_file_agrees_with_the_world(tmp_path: Path) -> None:
    world = open_world("town-storm", 7)
    chronicle = world.keep_truth()
    world.step(world.scenario.moment_at)
    dark = {line.area: line.dark for line in chronicle.take() if isinstance(line, Darkened)}
    assert {area: n for area, n in dark.items() if n} == world.truth().dark


def test_that_whoever_is_wholly_dark_is_held_by_a_fault_that_stands(lines: list[Line]) -> None:
    standing: set[str] = set()
    for line in lines:
        if isinstance(line, Broke):
            standing.add(line.id)
        elif isinstance(line, Mended):
            standing.discard(line.id)
        elif isinstance(line, Darkened):
            assert not line.fault or (line.dark and line.fault in standing)


def test_that_whoever_calls_is_dark_unless_his_own_breaker_is_off(lines: list[Line]) -> None:
    dark: dict[str, int] = {}
    for line in lines:
        if isinstance(line, Darkened):
            dark[line.area] = line.dark
        elif isinstance(line, Called):
            assert bool(line.fault) == (dark.get(line.area, 0) > 0)


def test_that_it_does_not_depend_on_how_time_is_cut_and_changes_no_fact(
    lines: list[Line], tmp_path: Path
) -> None:
    assert told(tmp_path / "other.jsonl", step=450.0) == lines
    plain, kept = open_world("town-storm", 7), open_world("town-storm", 7)
    kept.keep_truth()
    until = plain.scenario.start_at + 7200
    assert plain.step(until) == kept.step(until)
