"""What a room's network may say besides a path."""

import pytest

from wallboard.config.network_name import PREFECTURE, prefecture_seed


@pytest.mark.parametrize(
    ("text", "seed"), [("prefecture:0", 0), ("prefecture:7", 7), ("prefecture:999999999", 999_999_999)]
)
def test_that_a_prefecture_is_named_by_its_seed(text: str, seed: int) -> None:
    assert prefecture_seed(text) == seed and text.startswith(PREFECTURE)


OTHERS = "prefecture:|prefecture:x|prefecture:-1|prefecture:07|prefecture:1.5|prefecture: 7|prefecture:7\n"
OTHERS += "|prefecture:٧|prefecture:1234567890|prefecture|grid|./prefecture:7"


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_that_anything_else_is_a_path(text: str) -> None:
    assert prefecture_seed(text) is None
