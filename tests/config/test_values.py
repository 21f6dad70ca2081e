"""Durations and words."""

import pytest

from wallboard.config.values import Duration, decode_value, parse_duration, words_in


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("10m", 600),
        ("1h", 3600),
        ("1h30m", 5400),
        ("1d", 86400),
        ("250ms", 0.25),
        ("1.5h", 5400),
    ],
)
def test_that_a_duration_becomes_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "5", "5x", "m", "-5m", "10 minutes", "0s", "400d", "1e3s", "５m m"])
def test_that_what_is_no_duration_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and its unit"):
        parse_duration(text)


def test_that_a_bare_number_has_no_unit() -> None:
    with pytest.raises(ValueError, match="600 has no unit"):
        decode_value(Duration, 600)
    with pytest.raises(NotImplementedError):
        decode_value(bytes, "x")


def test_that_words_fall_back_to_the_other_language() -> None:
    assert words_in({"zh": "江门", "en": "Jiangmen"}, "en") == "Jiangmen"
    assert words_in({"zh": "江门"}, "en") == "江门"
    assert words_in({}, "zh") == ""
