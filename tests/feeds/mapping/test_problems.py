"""What is kept of what was wrong: everything counted, the first few for a look."""

from feeds.mapping.problems import SAMPLES, SAMPLES_DROPPED, Problem, Problems, short


def problem(record: str, code: str = "") -> Problem:
    return Problem(record, "outage.extent", "lon", "'x'", "is wrong", "correct it", code)


def test_that_every_record_is_counted_and_only_the_first_are_kept() -> None:
    problems = Problems()
    for n in range(100):
        problems.note(f"b{n}", [problem(f"b{n}")])
        problems.note(f"o{n}", [problem(f"o{n}", "place_zero")])
    assert problems.dirt == {"bad_record": 100, "place_zero": 100}
    assert (len(problems.found), len(problems.dropped)) == (SAMPLES, SAMPLES_DROPPED)
    assert (len(problems.bad), len(problems.odd)) == (100, 100)


def test_that_a_record_that_is_sound_again_is_no_longer_at_fault() -> None:
    problems = Problems()
    problems.note("a", [problem("a")])
    problems.note("b", [problem("b", "place_zero")])
    assert problems.at_fault("a") and problems.at_fault("b")
    problems.note("a", [])
    problems.forget(["b"])
    assert not problems.bad and not problems.odd


def test_that_records_without_an_id_are_shown_by_their_place() -> None:
    problems = Problems()
    problems.nameless([{"n": 1}, {"n": 2}], [1])
    assert problems.found[0].words().startswith("record #2: records.key: {'n': 2} has no id;")
    assert short("x" * 200).endswith("…")
