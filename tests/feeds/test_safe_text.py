"""Text of feeds is plain, short and harmless once it is inside (pitfalls 0.4)."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.safe_text import LONGEST, needs_cleaning, safe_text, safe_tree


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("台城 环北大道", "台城 环北大道"),
        ("<b>bold</b> &amp;", "<b>bold</b> &amp;"),  # shown verbatim, as plain text
        ("two\r\nlines\tand a tab", "two  lines and a tab"),
        ("\x00nul\x1b[31m", "nul[31m"),
        ("abc\u202edcba", "abcdcba"),  # right-to-left override
        ("\u2066isolate\u2069", "isolate"),
        ("\ufeffmark", "mark"),
        ("e\u0301", "é"),  # composed
        ("  padded  ", "padded"),
        ("x" * 900, "x" * 400),
        ("\ud800", ""),  # half a surrogate pair
    ],
)
def test_that_text_is_made_harmless(said: str, kept: str) -> None:
    assert safe_text(said) == kept


@given(st.text(max_size=30))
def test_that_harmless_text_stays_as_it_is(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once
    assert len(once) <= LONGEST
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in once)
    assert not set(once) & set("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@given(st.text(max_size=30).filter(lambda text: text == text.strip()))
def test_that_the_cheap_check_never_misses_what_would_be_changed(text: str) -> None:
    if safe_text(text) != text:
        assert needs_cleaning(msgspec.json.encode(text))


def test_that_trees_are_cleaned_to_the_leaves_keys_too() -> None:
    tree = {"a\u202e": ["b\x00", {"c": 1}], "d": None, "e": 2.5, "f": True}
    assert safe_tree(tree) == {"a": ["b", {"c": 1}], "d": None, "e": 2.5, "f": True}
