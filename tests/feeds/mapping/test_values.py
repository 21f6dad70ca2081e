"""Raw values in every dress, and what is said of those that do not fit."""

from typing import Any

import pytest

from feeds.mapping.numbers import PLAIN
from feeds.mapping.values import (
    ValueFault,
    time_reader,
    to_bool,
    to_list,
    to_text,
    zone_of,
)

NOON = 1_795_435_200.0  # 2026-11-23T12:00:00Z


@pytest.mark.parametrize(
    "raw",
    [
        NOON,
        NOON * 1000,
        str(int(NOON)),
        str(int(NOON * 1000)),
        "2026-11-23T12:00:00Z",
        "2026-11-23T20:00:00+08:00",
        "2026-11-23T20:00:00+0800",
        "2026-11-23 20:00:00 +8",
        "2026-11-23 20:00:00 UTC+8",
        "2026-11-23T20:00",
        "2026-11-23 05:00:00 MST",
        "2026-11-23 05:00 mst",
        "2026-11-23 12:00:00 GMT",
    ],
)
def test_that_times_are_read_in_every_dress(raw: Any) -> None:
    assert time_reader((), zone_of("Asia/Shanghai"), {})(raw) == NOON


def test_that_formats_are_tried_in_order_and_zones_are_the_mappings() -> None:
    read = time_reader(("epoch_ms", "%m/%d/%y %H:%M", "%m/%d/%Y %I:%M:%S %p"), zone_of("UTC"), {})
    assert read(int(NOON * 1000)) == read("11/23/26 12:00") == read("11/23/2026 12:00:00 PM") == NOON
    assert time_reader((), None, {"CST": "+08:00"})("2026-11-23 20:00 CST") == NOON


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("2026-11-23 12:00", "zone"),
        ("2026-11-23 12:00 XST", "XST"),
        ("tomorrow", "ISO"),
        ("2026-02-30T00:00:00Z", "ISO"),
        (["2026"], "list"),
        (-5, "1970"),
        (9e15, "1970"),
    ],
)
def test_that_what_is_no_time_is_told_with_its_remedy(raw: Any, word: str) -> None:
    with pytest.raises(ValueFault) as fault:
        time_reader((), None, {})(raw)
    assert word in str(fault.value)


def test_that_local_times_follow_the_zones_summer_time() -> None:
    read = time_reader((), zone_of("America/Los_Angeles"), {})
    assert read("2026-07-01T12:00") - read("2026-06-30T12:00") == 86400
    assert read("2026-03-09T12:00") - read("2026-03-07T12:00") == 2 * 86400 - 3600


def test_that_numbers_words_and_lists_are_read() -> None:
    assert (PLAIN.real("1,204.5"), PLAIN.whole("12"), to_text(7.0), to_text([1, None, "a"])) == (
        1204.5,
        12,
        "7",
        "1, a",
    )
    assert to_bool("Y") and to_bool(1) and to_bool("是") and not to_bool("no") and not to_bool(0)
    assert to_list("a") == ["a"] and to_list([1, "b"]) == ["1", "b"]
    assert to_text("a\u202eb\nc") == "ab c"
    for read, raw in ((PLAIN.whole, 2.5), (to_bool, "perhaps"), (to_text, {"a": 1}), (PLAIN.real, None)):
        with pytest.raises(ValueFault):
            read(raw)


def test_that_zones_are_names_or_offsets() -> None:
    assert zone_of("+08:00").utcoffset(None) is not None
    for wrong in ("Asia/Atlantis", "../etc/passwd", ""):
        with pytest.raises(ValueFault):
            zone_of(wrong)
