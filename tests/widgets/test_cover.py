"""The cover of a page: what is late, lost or waiting looks different, in words and in shape."""

import pytest

from tests.widgets import scenes
from tests.widgets.conftest import MakePage
from widgets.cover import LATE, LOST, SHADE, WAITING, CoverFace
from widgets.page import Page
from widgets.session import LinkFace


def face_of(page: Page) -> CoverFace:
    return page._cover.face


@pytest.mark.parametrize(
    ("state", "stale"),
    [
        ("late", LATE),
        ("connecting", WAITING),
        ("gap", WAITING),
        ("lost", LOST),
        ("refused", LOST),
        ("new", LOST),
    ],
)
def test_that_each_state_of_the_link_has_its_look(make_page: MakePage, state: str, stale: str) -> None:
    face = face_of(make_page(scenes.quiet(), link=LinkFace(state, 31.0)))
    assert face.stale == stale
    assert face.words and face.age == "最后数据 31 秒前"


def test_that_a_late_source_is_not_a_lost_one(make_page: MakePage) -> None:
    late, lost = (face_of(make_page(scenes.foreign(9, age=age))) for age in (800.0, 4000.0))
    assert (late.stale, lost.stale) == (LATE, LOST)
    assert late.words == "BC Hydro 迟到" and lost.words == "BC Hydro 中断"
    assert SHADE[LATE] < SHADE[LOST]


def test_that_a_live_picture_has_no_cover(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    assert face_of(page) == CoverFace()
    assert page._cover.isHidden()
