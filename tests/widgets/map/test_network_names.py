"""Names come with their scale, matter by rank and do not flicker."""

import pytest

from tests.widgets.map import moments
from tests.widgets.map.small_city import LAT, LON, STEP, small_city
from widgets.map.network_map import NetworkMap
from widgets.map.network_names import KINDS, LONGER, NetworkNames
from widgets.map.projection import Box, degree_box, ground_metres
from widgets.map.view import Camera, fit


def camera(close: float, session: object) -> Camera:
    """A view of the small city at so many study px per km."""
    box = degree_box(LON, LAT, LON + 3 * STEP, LAT + STEP)
    middle = fit(box, 1600, 900, Box(0, 0, 1600, 900))
    unit = session.scale.px(1)  # type: ignore[attr-defined]
    scale = close * ground_metres(middle.y) / 1000.0 * unit
    return Camera(middle.x, middle.y, scale, 1600, 900)


def names(close: float, lang: str = "zh", book: NetworkNames | None = None) -> list[str]:
    session = moments.session([], moments.room([]), lang=lang)
    network = NetworkMap(small_city())
    return [place.name for place in (book or NetworkNames()).of(network, camera(close, session), session)]


@pytest.mark.parametrize(
    ("close", "expected"),
    [
        (3, ["X1名"]),
        (13, ["X1名", "P1名"]),
        (30, ["P1名", "S1名"]),
        (80, ["P1名", "S1名", "P2名"]),
    ],
)
def test_that_names_come_as_one_looks_nearer(close: float, expected: list[str]) -> None:
    assert names(close) == expected


def test_that_in_the_street_areas_say_how_many_they_serve() -> None:
    assert "A0名 120 户" in names(430)
    assert "A0e, 120 customers" in names(430, "en")
    assert "D2名" not in names(430)


def test_that_a_name_stays_a_little_longer_than_it_came() -> None:
    session, network, book = moments.session([], moments.room([])), NetworkMap(small_city()), NetworkNames()
    begin = KINDS["stations"].begin

    def stations(close: float) -> bool:
        return "S1名" in [place.name for place in book.of(network, camera(close, session), session)]

    assert not stations(begin * 0.95)
    assert stations(begin * 1.01)
    assert stations(begin * 0.95)
    assert not stations(begin * LONGER * 0.99)


def test_that_what_lies_outside_is_not_named() -> None:
    session, network = moments.session([], moments.room([])), NetworkMap(small_city())
    away = camera(80, session).moved(5000, 0)
    assert NetworkNames().of(network, away, session) == []
