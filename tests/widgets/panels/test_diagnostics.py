"""The diagnostics panel: every figure in words, nothing in it acts, nothing is cut, only a shown one asks."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from feeds.fact_reader import BadPiece
from tests.widgets import scenes
from tests.widgets.conftest import MakePage, MakeSession
from tests.widgets.test_panels import cells_of, words
from tests.widgets.test_sizes import placed_texts
from wallboard.domain.reasons import Reason
from wallboard.state.changes import Change
from widgets.diagnosis import (
    BadFigures,
    Diagnosis,
    EndFigures,
    LinkFigures,
    ProgramFigures,
    TickFace,
    literal,
)
from widgets.page import Page
from widgets.panels.diagnostics import Diagnostics
from widgets.parts.diagnosis_words import Pair, size_words
from widgets.text import Text

EVIL = '<img src="http://evil/x"><b>bold</b>\u202egnp.exe\x1b[31m\nsecond line'


def link_figures(**other: object) -> LinkFigures:
    given: dict[str, object] = {
        "state": "live",
        "why": None,
        "address": "wss://hub.example:8765/feed",
        "server": "wallboard",
        "protocol": "wb.feed.v1",
        "epoch": "1764031200-7c1f",
        "seq": 1_204_311,
        "applied": 1_204_298,
        "heard": 0.4,
        "period": 2.0,
        "skew": -0.0123,
        "tries": 9,
        "connects": 4,
        "frames": 48_213,
        "bad_frames": 3,
        "facts": 1_204_311,
        "bad_facts": 17,
        "bytes_in": 734_003_200,
        "bytes_out": 81_220,
        "announced": "",
        "counts": (("behind", 120), ("reconnects", 8), ("gap", 2), ("never_named", 1)),
        "unknown": (("type outage.weather", 12), ("field <i>outage.extent.mood</i>", 3)),
        "ends": (("link_silent", 5), ("link_nobody_there", 2), ("link_status", 1)),
        "last_ends": (EndFigures(754.0, Reason("link_silent", {"seconds": 6})),),
    }
    return LinkFigures(**(given | other))  # type: ignore[arg-type]


def told(**other: object) -> Diagnosis:
    """A wall that has seen some trouble."""
    long = '{"op":"ev","facts":[{"id":"' + "x" * 300
    given: dict[str, object] = {
        "program": ProgramFigures(
            "0.1.0",
            (("Python", "3.11.2"), ("Qt", "6.11.3"), ("PySide6", "6.11.3"), ("websockets", "17.4")),
            93_784.0,
            4711,
            188_743_680,
            41,
            1,
            "ValueError: the map raised",
        ),
        "link": link_figures(),
        "ticks": TickFace(2.1, 8.4, 31.7, 88_120, 1_204_298, 312.5, 14.0, 13, 33),
        "bad": (
            BadFigures(3.0, Reason("unknown_type", {"type": "outage.weather"}), 214, literal(EVIL)),
            BadFigures(61.0, Reason("bad_frame", {"error": "truncated"}), 18_311, long),
            BadFigures(4_000.0, Reason("frame_too_large", {"bytes": 2_400_000}), 2_400_000, "\\x00\\xff"),
        ),
        "bad_kept": 20,
    }
    return Diagnosis(**(given | other))  # type: ignore[arg-type]


def shown(panel: Diagnostics) -> str:
    """Everything that the panel says, in one text."""
    cells = cells_of(panel, 1920, 964)
    pairs = [f"{cell.face.label} {cell.face.value}" for cell in cells.values() if isinstance(cell.face, Pair)]
    rest = [said for cell in cells.values() for said in words(getattr(cell.face, "columns", cell.face))]
    return "\n".join([*pairs, *rest])


def panel_of(
    make_session: MakeSession, told_: Callable[[], Diagnosis] | None, lang: str = "en"
) -> Diagnostics:
    session = make_session(scenes.busy(), lang=lang)
    session.diagnose = told_
    return Diagnostics(session)


def test_that_every_figure_stands_on_the_panel(make_session: MakeSession) -> None:
    said = shown(panel_of(make_session, told))
    for figure in (
        "Wallboard 0.1.0", "Python 3.11.2", "running for 1 d 2 h", "process 4711",
        "memory 180.0 MiB", "open files 41",
        "program faults 1 · ValueError: the map raised",
        "state live", "address wss://hub.example:8765/feed", "hub wallboard · wb.feed.v1",
        "last fact 1764031200-7c1f : 1,204,311", "on the glass 1,204,298", "clocks differ by –0.012 s",
        "connected 4×, tried 9×", "frames 48,213 good, 3 bad", "facts 1,204,311 good, 17 bad",
        "in, out 700.0 MiB, 79.3 KiB", "CPU a tick, p99 8.4 ms", "CPU a tick, most 31.7 ms",
        "ticks 88,120 · 14/s", "facts applied 1,204,298 · 312/s", "facts waiting 13", "at most every 33 ms",
        "last cut 12 min ago · silent for 6 s", "facts known already 120", "reconnects 8", "never_named 1",
        "unknown: type outage.weather 12", "nobody listens there 2", "silent for n s, connecting anew 5",
        "3 s ago", "no such type: outage.weather", "2.3 MiB",
    ):  # fmt: skip
        assert figure in said, figure


def test_that_every_source_has_a_row_with_its_numbers(make_session: MakeSession) -> None:
    panel = panel_of(make_session, told)
    cells = cells_of(panel, 1920, 964)
    rows = [words(cell.face.columns) for key, cell in cells.items() if key[0] == "source"]  # type: ignore[index,union-attr]
    assert len(rows) == 1 + len(panel.session.tables.sources)
    assert rows[0][:3] == ["source", "state", "age"]
    assert rows[1][1] != "live", "what is in trouble stands first"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_what_came_over_the_link_is_drawn_literally(make_page: MakePage, lang: str) -> None:
    page = diagnostics_page(make_page, lang=lang)
    panel = page.panels[-1][1]
    assert isinstance(panel, Diagnostics)
    texts = [said for _, _, _, _, said in placed_texts(panel)]
    drawn = next(said for said in texts if said.startswith("<img"))
    assert '<img src="http://evil/x"><b>bold</b>' in drawn
    assert all(sign.isprintable() for said in texts for sign in said)
    assert "\\u202e" in drawn and "\\u001b[31m\\u000a" in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("size", "distance"), [((1920, 1080), 5.0), ((3840, 2160), 7.0), ((1366, 768), 0.7), ((1280, 720), 5.0)]
)
def test_that_nothing_is_cut_or_lies_on_another(
    make_page: MakePage, size: tuple[int, int], distance: float, lang: str
) -> None:
    page = diagnostics_page(make_page, lang=lang, size=size, distance=distance, mode="replay")
    panel = page.panels[-1][1]
    assert isinstance(panel, Diagnostics) and not panel.error
    placed = placed_texts(panel)
    assert len(placed) > 80
    for left, right, base, pixels, said in placed:
        assert left >= -1 and right <= panel.width() + 1, said
        assert base - pixels * 0.75 >= -1 and base <= panel.height(), said
    lines: dict[float, list[tuple[float, float, str]]] = {}
    for left, right, base, _, said in placed:
        lines.setdefault(round(base), []).append((left, right, said))
    for line in lines.values():
        line.sort()
        for (_, end, said), (begin, _, after) in pairwise(line):
            assert end <= begin + 1, (said, after)


def test_that_many_sources_leave_room_for_bad_frames(make_page: MakePage) -> None:
    page = diagnostics_page(make_page, facts=scenes.foreign(60), size=(1366, 768))
    panel = page.panels[-1][1]
    assert isinstance(panel, Diagnostics)
    keys = [cell for cell in panel._cells if isinstance(cell, tuple) and cell[0] == "bad"]
    assert len(keys) >= 2


def diagnostics_page(make_page: MakePage, facts: list | None = None, **wanted: object) -> Page:  # type: ignore[type-arg]
    page = make_page(facts or scenes.busy(), "diagnostics", **wanted)
    page.session.diagnose = told
    page.on_change(Change(1, reset=True))
    return page


def test_that_without_a_link_it_says_so_and_shows_the_sources(make_session: MakeSession) -> None:
    said = shown(panel_of(make_session, None))
    assert "only a running wall knows" in said
    assert "records" in said and "process" not in said


def test_that_what_is_not_known_is_a_dash_and_never_zero(make_session: MakeSession) -> None:
    program = ProgramFigures("0.1.0", (), 5.0, 1, None, None, 0, "")
    ticks = TickFace(0.0, 0.0, 0.0, 0, 0, None, None, 0, 33)
    link = link_figures(state="connecting", epoch="", seq=0, heard=None, skew=None)
    said = shown(panel_of(make_session, lambda: told(program=program, ticks=ticks, link=link)))
    for line in ("memory –", "open files –", "CPU a tick, p99 –", "ticks 0 · –", "last fact –"):
        assert line in said, line
    assert "clocks differ by –" in said and "heard –, heartbeat 2 s" in said


def test_that_facts_alone_do_not_ask_for_it(make_session: MakeSession) -> None:
    asked: list[int] = []

    def count() -> Diagnosis:
        asked.append(1)
        return told()

    panel = panel_of(make_session, count)
    panel.resize(1200, 700)
    before = len(asked)
    for revision in range(50):
        panel.on_change(Change(revision))
    assert len(asked) == before
    panel.on_second(scenes.NOW)
    assert len(asked) == before + 1


def test_that_a_page_that_explains_is_never_veiled(make_page: MakePage) -> None:
    from widgets.session import LinkFace

    page = diagnostics_page(make_page)
    page.session.link = LinkFace("lost", 31.0, "silent")
    page.on_link()
    assert page._cover.face.stale == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "–"),
        (0, "0 B"),
        (1023, "1,023 B"),
        (1536, "1.5 KiB"),
        (3 << 20, "3.0 MiB"),
        (5 << 30, "5.0 GiB"),
    ],
)
def test_that_sizes_have_their_unit(count: int | None, said: str) -> None:
    assert size_words(Text("en"), count) == said


def test_that_literal_text_is_what_the_ring_shows() -> None:
    piece = BadPiece(0.0, Reason("bad_frame"), EVIL.encode(), len(EVIL))
    assert literal(EVIL) == piece.shown


@pytest.mark.parametrize("height", [640, 900, 1010, 2000])
def test_that_air_between_lines_costs_no_line(make_session: MakeSession, height: int) -> None:
    panel = panel_of(make_session, told)
    cells = cells_of(panel, 1920, height)
    assert max(cell.rect.bottom() for cell in cells.values()) < height
    rows = [cell.rect for key, cell in cells.items() if isinstance(key, tuple) and key[0] == "bad"]
    sources = [key for key in cells if isinstance(key, tuple) and key[0] == "source"]
    assert len(sources) == (1 + 4 if height >= 900 else len(sources))
    if height >= 900:
        assert len(rows) == 4  # three of them and how many more
        assert rows[-1].bottom() > min(height, 1200) * 0.6
