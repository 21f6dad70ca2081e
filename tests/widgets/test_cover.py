"""The cover of a page: what is late, lost or waiting looks different, in words and in shape."""

import pytest

from tests.widgets import scenes
from tests.widgets.conftest import MakePage
from widgets.cover import LATE, LOST, SHADE, WAITING, CoverFace, in_two
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
        ("restored", WAITING),
        ("no_hub", WAITING),
        ("hub_down", WAITING),
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


def test_that_a_long_explanation_takes_two_lines() -> None:
    def wide(text: str) -> float:
        return 10.0 * len(text)

    assert in_two("short", wide, 100) == ["short"]
    assert in_two("the hub ended: no such recording", wide, 200) == ["the hub ended: no", "such recording"]
    assert in_two("数据中枢已退出，文件不存在", wide, 100) == ["数据中枢已退出，", "文件不存在"]
    assert "".join(in_two("x" * 30, wide, 100)) == "x" * 30, "nothing is lost"


def test_that_what_ended_the_hub_is_said_under_the_veil(make_page: MakePage) -> None:
    why = "The hub ended: gone.rec: no such recording. Next start in 4 s"
    face = face_of(make_page(scenes.quiet(), link=LinkFace("connecting", None, why=why)))
    assert face.more == why


LONG = "nothing heard for 312 s, the hub at the other building takes no connections: it is tried for ever"


@pytest.mark.parametrize("screen", ["overview", "feeds"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("size", "distance"), [((1920, 1080), 5.0), ((1920, 1080), 10.0), ((1366, 768), 7.0), ((3840, 2160), 5.0)]
)
def test_that_the_words_cover_one_panel_and_no_row_beside_it(
    make_page: MakePage, screen: str, lang: str, size: tuple[int, int], distance: float
) -> None:
    for link in (LinkFace("lost", 312.0, LONG), LinkFace("late", 5.0, LONG), LinkFace("refused", None, LONG)):
        page = make_page(
            scenes.doubtful(), screen, size=size, lang=lang, link=link, mode="replay", distance=distance
        )
        page.grab()
        box = page._cover.box
        assert any(area.adjusted(-1, -1, 1, 1).contains(box) for _, area in page.areas()), (link.state, box)


def test_that_stale_sources_leave_the_list_that_says_which_uncovered(make_page: MakePage) -> None:
    page = make_page(scenes.foreign(9, age=4000.0), "feeds")
    page.grab()
    told = dict(page.areas())["sources"]
    assert not told.intersects(page._cover.box)


def test_that_what_is_lost_names_its_age_in_large_type(make_page: MakePage) -> None:
    face = face_of(make_page(scenes.quiet(), lang="en", link=LinkFace("lost", 31.0, LONG)))
    assert (face.words, face.age, face.more) == ("Link lost", "last data 31 s ago", LONG)
