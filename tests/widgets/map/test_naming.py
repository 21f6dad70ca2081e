"""A place's name stands only beside what that place holds; what had to be cut is cut between words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from wallboard.domain.rows import Outage
from wallboard.domain.terms import Band, OutageStage
from widgets.map.census import Census
from widgets.map.marks import Mark, mark_of
from widgets.map.naming import ELLIPSIS, elided, named, naming_of
from widgets.text import Text

TOWNS = st.sampled_from(["Nanaimo", "Tofino", "Duncan", ""])
ROWS = st.lists(st.tuples(TOWNS, st.integers(0, 4000)), min_size=1, max_size=12)
EN, ZH = Text("en"), Text("zh")


def outage(number: int, town: str, customers: int, *, region: str = "", placed: bool = True) -> Outage:
    return Outage(
        id=f"o/{number}",
        source="s",
        stage=OutageStage.CONFIRMED,
        town=town,
        region=region,
        customers_out=customers,
        lon=-123.0 if placed else None,
        lat=49.0 if placed else None,
    )


def read(*outages: Outage) -> tuple[Census, list[Mark]]:
    census, marks = Census(), list[Mark]()
    for row in outages:
        census.read(row.id, row)
        mark = mark_of(row, Band.CALM)
        marks += [mark] if mark is not None else []
    return census, marks


@given(ROWS, st.data())
def test_that_a_bare_town_stands_only_beside_all_that_it_holds(
    rows: list[tuple[str, int]], data: st.DataObject
) -> None:
    census, marks = read(*(outage(i, town, n) for i, (town, n) in enumerate(rows)))
    crowd = data.draw(st.lists(st.sampled_from(marks), min_size=1, unique_by=lambda m: m.id))
    naming = naming_of(crowd)
    for text in (EN, ZH):
        words = named(naming, census, text)
        bare = words != "" and words == naming.title
        whole = {m.id for m in crowd} == {m.id for m in marks if m.town == naming.title}
        assert bare == (whole and naming.title != "")


def test_that_a_crowd_of_many_towns_is_named_by_its_biggest_and_says_how_many() -> None:
    towns = [("Duncan", 30), ("Nanaimo", 900), ("Nanaimo", 41), ("Tofino", 2)]
    census, marks = read(*(outage(i, town, n) for i, (town, n) in enumerate(towns)))
    assert named(naming_of(marks), census, EN) == "Nanaimo and 2 others"
    assert named(naming_of(marks), census, ZH) == "Nanaimo 等 3 处"
    assert named(naming_of(marks[:3]), census, EN) == "Nanaimo and 1 other"


def test_that_one_of_several_in_a_town_is_a_part_of_it() -> None:
    census, marks = read(outage(1, "Nanaimo", 30), outage(2, "Nanaimo", 20, placed=False))
    assert named(naming_of(marks), census, EN) == "part of Nanaimo"
    assert named(naming_of(marks), census, ZH) == "Nanaimo 部分"
    census.read("o/2", None)
    assert named(naming_of(marks), census, EN) == "Nanaimo"


def test_that_outages_without_a_town_are_not_counted_under_one() -> None:
    census, marks = read(outage(1, "Nanaimo", 30), outage(2, "", 20), outage(3, "", 5))
    assert named(naming_of(marks), census, EN) == "Nanaimo and others"
    assert named(naming_of(marks), census, ZH) == "Nanaimo 等"


def test_that_the_region_names_a_crowd_without_towns() -> None:
    census, marks = read(*(outage(i, "", 5, region="North VI") for i in range(3)))
    assert named(naming_of(marks), census, EN) == "North VI"
    assert named(naming_of(marks[:2]), census, EN) == "part of North VI"


@pytest.fixture(scope="module")
def metrics(qapp: QApplication) -> QFontMetricsF:
    font = QFont()
    font.setPixelSize(24)
    return QFontMetricsF(font)


@given(words=st.text("abc 中文,. ", min_size=1, max_size=60), room=st.floats(30, 600))
def test_that_cut_words_fit_and_begin_like_the_whole(metrics: QFontMetricsF, words: str, room: float) -> None:
    short = elided(words, metrics, room)
    assert metrics.horizontalAdvance(short) <= room or short == ELLIPSIS
    plain = re.sub(r"\s+", "", words)
    assert plain.startswith(re.sub(r"\s+", "", short.removesuffix(ELLIPSIS)))
    assert short.endswith(ELLIPSIS) or short == words


def test_that_words_are_cut_between_words(metrics: QFontMetricsF) -> None:
    room = metrics.horizontalAdvance("Colwood, Langford, Met")
    assert elided("Colwood, Langford, Metchosin", metrics, room) == "Colwood, Langford…"
