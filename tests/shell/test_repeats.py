"""A message that repeats itself is counted, not written for ever."""

import json
import logging
from pathlib import Path

from wallboard.shell.logging_setup import logging_to
from wallboard.shell.repeats import KNOWN, MOST, SPAN_S, Repeats


def record(at: float, words: str = "socket of %s broke", who: object = "a") -> logging.LogRecord:
    """A record of this instant, epoch s."""
    made = logging.LogRecord("asyncio", logging.WARNING, "", 0, words, (who,), None)
    made.created = at
    return made


def test_that_only_the_first_of_a_minute_pass_and_the_next_minute_says_how_many_did_not() -> None:
    repeats = Repeats()
    many = [record(100.0 + n / 1000, who=n) for n in range(500)]
    passed = [one.getMessage() for one in many if repeats.filter(one)]
    assert len(passed) == MOST and repeats.left_out == 500 - MOST
    assert passed[0] == "socket of 0 broke" and passed[-1].endswith("are left out for 60 s]")
    assert repeats.filter(record(100.5, "something else of %s")), "other words have their own count"
    later = record(100.0 + SPAN_S)
    assert repeats.filter(later)
    assert later.getMessage() == f"socket of a broke [{500 - MOST} like it were left out]"


def test_that_a_clock_that_was_set_back_silences_nothing() -> None:
    repeats = Repeats()
    assert sum(repeats.filter(record(10_000.0)) for _ in range(2 * MOST)) == MOST
    assert repeats.filter(record(50.0))


def test_that_ever_new_words_take_no_memory() -> None:
    repeats = Repeats()
    assert all(repeats.filter(record(1.0, f"{n} %s")) for n in range(3 * KNOWN))
    assert len(repeats._counts) <= KNOWN


def test_that_a_flood_does_not_reach_the_file(tmp_path: Path) -> None:
    with logging_to("hub", tmp_path) as logs:
        for number in range(5_000):
            logging.getLogger("flood").warning("peer %d went away", number)
        logging.getLogger("flood").warning("and this is something else")
    assert logs.path is not None
    words = [json.loads(line)["words"] for line in logs.path.read_text(encoding="utf-8").splitlines()]
    assert len(words) == MOST + 1 and words[-1] == "and this is something else"
