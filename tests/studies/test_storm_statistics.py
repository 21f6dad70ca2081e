"""The table and the picture of the statistics of storms."""

from pathlib import Path

from tests.studies.outage_lives import figures, lives
from tests.studies.storm_plot import draw, exceeding
from tests.studies.storm_statistics import STATED, _lived, table
from tests.studies.test_outage_lives import HAND_MADE


def test_that_a_stated_figure_stands_in_brackets_beside_the_counted_one() -> None:
    log = lives(HAND_MADE)
    lines = table({"bch-2025-quiet": figures(log), "mine": figures(log)})
    assert lines[0] == "| | bch-2025-quiet | mine |"
    suspended = next(line for line in lines if line.startswith("| suspended"))
    assert suspended == f"| suspended | – ({STATED['bch-2025-quiet']['suspended']}) | – |"
    assert "| promise moved | +12; 50 % (+75; 83 %) | +12; 50 % |" in lines


def test_that_a_scenario_is_lived_and_looked_at_every_ten_minutes() -> None:
    log = _lived("town-day:1")
    assert figures(log).outages >= 15
    assert all(at % 600 == 0 for at in log.looks)


def test_that_the_share_of_larger_values_falls_from_all_but_one_to_none() -> None:
    values, share = exceeding([3.0, 1.0, 2.0, 2.0])
    assert values.tolist() == [1, 2, 2, 3]
    assert share.tolist() == [0.75, 0.5, 0.25, 0]


def test_that_the_picture_is_drawn_with_and_without_anything_simulated(tmp_path: Path) -> None:
    logs = {"recorded": lives(HAND_MADE), "simulated": lives(HAND_MADE), "empty": lives([])}
    for number, simulated in enumerate(([], ["simulated"])):
        path = tmp_path / f"{number}.png"
        draw(logs, simulated, path)
        assert path.stat().st_size > 10_000
