"""Looking back goes by whole hours, never past what is kept, and comes to the present by itself."""

from widgets.look_back import LookBack

NOW = 1_000_000 * 3600.0 + 1800.0
HOUR = NOW - 1800.0


def test_that_the_first_step_goes_to_the_hour_that_has_begun_and_the_next_an_hour_on() -> None:
    back = LookBack(120.0)
    assert back.turn(-1, NOW, 0.0, 0.0) and back.at == HOUR
    assert back.turn(-1, NOW, 0.0, 1.0) and back.at == HOUR - 3600
    assert back.turn(1, NOW, 0.0, 2.0) and back.at == HOUR
    assert back.turn(1, NOW, 0.0, 3.0) and back.at is None
    assert not back.turn(1, NOW, 0.0, 4.0) and back.at is None


def test_that_on_the_hour_the_first_step_goes_a_whole_hour_back() -> None:
    back = LookBack(120.0)
    back.turn(-1, HOUR, 0.0, 0.0)
    assert back.at == HOUR - 3600


def test_that_nobody_looks_further_back_than_what_is_kept() -> None:
    back = LookBack(120.0)
    for _ in range(9):
        back.turn(-1, NOW, HOUR - 2 * 3600 - 60, 0.0)
    assert back.at == HOUR - 2 * 3600
    empty = LookBack(120.0)
    assert not empty.turn(-1, NOW, NOW, 0.0) and empty.at is None


def test_that_it_comes_to_the_present_some_time_after_the_last_key() -> None:
    back = LookBack(120.0)
    assert not back.age(1e6)
    back.turn(-1, NOW, 0.0, 10.0)
    back.turn(-1, NOW, 0.0, 100.0)
    assert not back.age(219.0) and back.at is not None
    assert back.age(220.0) and back.at is None
