"""Each panel's faces: what it says of a scene, by itself."""

from dataclasses import fields, is_dataclass
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize

from tests.widgets import scenes
from tests.widgets.conftest import MakePage, MakeSession
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.supply import OutageDark
from wallboard.domain.terms import Lane, SourceFlag
from widgets.panel import Cell, CellPanel
from widgets.panels import panel_specs
from widgets.panels.banner import Banner
from widgets.panels.figures import Figures, FiguresOptions
from widgets.panels.header import Header
from widgets.panels.lane_board import LaneBoard, LaneBoardOptions, SpreadFace
from widgets.panels.regions import Regions
from widgets.panels.source_line import SourceLine
from widgets.panels.sources import Sources
from widgets.panels.strip import Strip, StripOptions
from widgets.panels.trend import TrendOptions, TrendPanel
from widgets.parts.ink import Run
from widgets.session import LinkFace


def cells_of(panel: CellPanel, width: int = 704, height: int = 784) -> dict[object, Cell]:
    panel.resize(QSize(width, height))
    return {cell.key: cell for cell in panel.cells(scenes.NOW)}


def words(face: object) -> list[str]:
    """Every text in a face, however deep."""
    if isinstance(face, Run):
        return [face.text] if face.text else []
    if isinstance(face, str):
        return [face]
    if isinstance(face, tuple):
        return [said for part in face for said in words(part)]
    if is_dataclass(face):
        return [said for field in fields(face) for said in words(getattr(face, field.name))]
    return []


def test_that_every_panel_file_declares_its_kind() -> None:
    assert {"header", "banner", "source_line", "lane_board", "regions", "trend", "strip"} <= set(
        panel_specs()
    )
    assert {"map", "sources", "figures"} <= set(panel_specs())


def test_that_the_header_names_room_response_leads_and_time(make_session: MakeSession) -> None:
    header = Header(make_session(scenes.busy()))
    header.page_title = {"zh": "指挥总览"}
    cells = cells_of(header, 1920, 72)
    assert words(cells["head"].face) == ["供电服务指挥中心", "指挥总览", "防风防汛 Ⅲ 级响应"]
    assert words(cells["duty"].face) == ["白班", "服务", "陈志强", "配网", "李文", "11月23日 周一"]
    assert words(cells["clock"].face) == ["北京时间", "16:42", "07"]


def test_that_the_header_is_silent_about_a_roster_that_nobody_gave(make_session: MakeSession) -> None:
    cells = cells_of(Header(make_session(scenes.quiet())), 1920, 72)
    assert words(cells["duty"].face) == ["11月23日 周一"]
    assert words(cells["head"].face)[-1] == ""


def test_that_troubled_sources_come_first_with_shape_word_and_reason(make_session: MakeSession) -> None:
    cells = cells_of(SourceLine(make_session(scenes.busy())), 1920, 44)
    assert next(key for key in cells if key != "rules") == "gps"
    assert words(cells["gps"].face) == ["迟到", "定位", "31 秒"]
    flagged = SourceLine(make_session(scenes.foreign(9, [SourceFlag.DOUBTFUL])))
    chip = cells_of(flagged, 1920, 44)["bch"].face
    assert words(chip) == ["BC Hydro", "40 秒", "存疑", "一次少了 812 条（共 2,602 条）"]
    assert "question" in [run.glyph for run in chip]  # type: ignore[attr-defined]


def test_that_sources_that_do_not_fit_are_counted(make_session: MakeSession) -> None:
    cells = cells_of(SourceLine(make_session(scenes.busy(), lang="en")), 900, 44)
    assert words(cells["more"].face)[0].startswith("+")


def test_that_what_a_live_link_has_to_say_is_said(make_session: MakeSession) -> None:
    session = make_session(scenes.busy(), link=LinkFace("live", 0.0, "时钟相差 9 秒"))
    cells = cells_of(SourceLine(session), 1920, 44)
    assert words(cells["link"].face) == ["时钟相差 9 秒"]
    assert cells["gps"].rect.left() > cells["link"].rect.right()


def test_that_a_replay_says_whose_data_and_when(make_session: MakeSession) -> None:
    said = words(cells_of(Banner(make_session(scenes.foreign(3), mode="replay")), 1920, 44)["banner"].face)
    assert said == ["回放", "数据：BC Hydro", "2026-11-23 16:42", "北京时间", "暂停"]


def test_that_a_replay_of_many_sources_names_the_first_and_counts_the_rest(make_session: MakeSession) -> None:
    session = make_session(scenes.busy(), mode="replay")
    said = words(cells_of(Banner(session), 1920, 44)["banner"].face)
    assert said[1].startswith("数据：") and said[1].endswith("另 1 个") and said[1].count("、") == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_lanes_count_and_the_worst_stands_first(make_session: MakeSession, lang: str) -> None:
    board = LaneBoard(make_session(scenes.busy(), lang=lang), LaneBoardOptions())
    cells = cells_of(board)
    heads = words(cells[(Lane.RESTORE, "head")].face)
    assert "60" in heads and board.session.text.t("lane.open") in heads
    first = cells[(Lane.RESTORE, 0)].face
    assert first.clock.text  # type: ignore[attr-defined]
    assert board.session.text.t("order.key", n=1) in words(first)


def test_that_a_big_storm_shows_how_late_beside_the_limit(make_session: MakeSession) -> None:
    cells = cells_of(LaneBoard(make_session(scenes.foreign(400)), LaneBoardOptions()))
    face = cells[(Lane.RESTORE, "late")].face
    assert isinstance(face, SpreadFace)
    assert sum(face.counts) > 300
    assert "/ 限 45 分" in words(face.mean)
    assert (Lane.RESTORE, "late") not in cells_of(LaneBoard(make_session(scenes.quiet()), LaneBoardOptions()))


def test_that_a_video_wall_has_orders_side_by_side(make_session: MakeSession) -> None:
    options = LaneBoardOptions(lanes=[Lane.RESTORE])
    narrow, wide = (LaneBoard(make_session(scenes.foreign(60)), options) for _ in range(2))
    few, many = cells_of(narrow, 704), cells_of(wide, 2112)
    assert len(wide.shown) == 3 * len(narrow.shown)
    assert wide.shown[: len(narrow.shown)] == narrow.shown  # the worst in the first column, from the top
    rows = [cell.rect for key, cell in many.items() if isinstance(key, tuple) and isinstance(key[1], int)]
    assert len(rows) == len(wide.shown)
    assert not any(one.intersects(other) for i, one in enumerate(rows) for other in rows[:i])
    assert max(rect.right() for rect in rows) < 2112
    assert few[Lane.RESTORE, 0].rect.width() - 40 < rows[0].width() < few[Lane.RESTORE, 0].rect.width() + 40


def test_that_regions_that_do_not_fit_are_summed(make_session: MakeSession) -> None:
    regions = Regions(make_session(scenes.busy()))
    whole = cells_of(regions, 512, 500)
    assert "more" not in whole
    few = cells_of(regions, 512, 170)
    assert words(few["more"].face)[0].startswith("另 ")
    shown = [int(words(few[i].face)[1].replace(",", "")) for i in range(len(few) - 2)]
    assert shown == sorted(shown, reverse=True)


def test_that_the_trend_names_peak_ends_and_direction(make_session: MakeSession) -> None:
    cells = cells_of(TrendPanel(make_session(scenes.foreign(3)), TrendOptions()), 512, 240)
    assert words(cells["head"].face) == ["停电客户", "一小时 –15,125"]
    assert cells["curve"].face.most == "165,000"  # type: ignore[attr-defined]
    empty = cells_of(TrendPanel(make_session([]), TrendOptions()), 512, 240)
    assert empty["curve"].face is None


def test_that_the_strip_marks_a_figure_that_is_cut_short(make_session: MakeSession) -> None:
    facts = scenes.foreign(20, [SourceFlag.CAPPED])
    cells = cells_of(Strip(make_session(facts), StripOptions()), 1920, 165)
    assert "至少" in words(cells["customers"].face)
    assert {"customers", "outages", "hours", "absent"} <= set(cells)


def test_that_customer_hours_that_nobody_has_counted_yet_are_not_called_without_a_source(
    make_session: MakeSession,
) -> None:
    facts = [fact for fact in scenes.foreign(20) if not isinstance(fact.data, OutageDark)]
    cells = cells_of(Strip(make_session(facts), StripOptions()), 1920, 165)
    assert {"–", "尚未起计"} <= set(words(cells["hours"].face))
    assert "时户数 今日" not in " ".join(words(cells["absent"].face))


def test_that_tiles_stand_still_while_digits_change(make_session: MakeSession) -> None:
    first = cells_of(Strip(make_session(scenes.foreign(61)), StripOptions()), 1920, 165)
    then = cells_of(Strip(make_session(scenes.foreign(60)), StripOptions()), 1920, 165)
    assert first["customers"].face != then["customers"].face
    assert [cell.rect for cell in first.values()] == [cell.rect for cell in then.values()]


def test_that_the_list_of_sources_says_what_is_wrong(make_session: MakeSession) -> None:
    cells = cells_of(Sources(make_session(scenes.foreign(3, [SourceFlag.CAPPED], age=4000.0))), 900, 600)
    said = words(cells["bch"].face)
    assert "中断" in said and "被截断" in said and "1 小时" in said
    assert words(cells_of(Sources(make_session([])), 900, 600)["more"].face) == ["尚无数据来源"]


def test_that_crews_and_telling_without_a_source_say_so(make_session: MakeSession) -> None:
    for of in ("told", "crews"):
        cells = cells_of(Figures(make_session(scenes.foreign(3)), FiguresOptions(of=of)), 600, 300)
        assert words(cells[0].face)[0] == "无数据来源"
    crews = cells_of(Figures(make_session(scenes.busy()), FiguresOptions(of="crews")), 600, 300)
    assert words(crews[0].face) == ["当班", "58", "组"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_room_that_was_never_told_shows_no_number(make_page: MakePage, lang: str) -> None:
    """The one source of outages has delivered nothing: no zero stands anywhere on the page."""
    page = make_page(scenes.awaited(), lang=lang)
    text = page.session.text
    faces = {
        entry.kind: {cell.key: words(cell.face) for cell in panel._cells.values()}
        for entry, panel in page.panels
        if isinstance(panel, CellPanel)
    }
    for key in ("customers", "outages"):
        assert {"–", text.t("source.no_data")} <= set(faces["strip"][key])
    for kind in ("strip", "lane_board", "region_band"):
        said = [word for cell in faces[kind].values() for word in cell]
        assert not any(word.strip("≥≈ ").isdigit() for word in said), (kind, said)
    assert text.t("source.no_data") in faces["lane_board"][(Lane.RESTORE, "head")]


def test_that_the_figures_of_a_doubted_storm_say_so(make_session: MakeSession) -> None:
    session = make_session(scenes.doubtful(), lang="en")
    cells = cells_of(Strip(session, StripOptions()), 1920, 165)
    customers, outages, crews = (words(cells[key].face) for key in ("customers", "outages", "crews"))
    assert any(word.startswith("≈ ") for word in customers)
    assert {"at least", "doubtful", "1 masked", "1 without count", "1 estimated"} <= set(customers)
    assert any(word.startswith("≈ ") for word in outages)  # a source of outages is lost by now
    assert "a source is lost" in customers
    assert "8 status unknown" in crews and "≥ 3" in crews
    heads = words(cells_of(LaneBoard(session, LaneBoardOptions()))[(Lane.RESTORE, "head")].face)
    assert any(word.startswith("≥ ") for word in heads)


def test_that_crews_of_which_only_the_place_is_known_are_no_zero(make_session: MakeSession) -> None:
    facts = [fact for fact in scenes.doubtful() if fact.key.startswith("gps/C")]
    session = make_session(facts, lang="en")
    said = words(cells_of(Strip(session, StripOptions()), 1920, 165)["crews"].face)
    assert "8" in said and "status unknown" in said
    assert not {"0", "/ 0"} & set(said)
    listed = cells_of(Figures(session, FiguresOptions(of="crews")), 600, 300)
    assert ["status unknown", "8", "crews"] in [words(cell.face) for cell in listed.values()]


def test_that_every_reason_of_a_source_is_said(make_session: MakeSession) -> None:
    """Whatever the state: a source that is live, and one that is late, both with a reason."""
    session = make_session(scenes.doubtful(), lang="en")
    line, rows = SourceLine(session), cells_of(Sources(session), 1100, 900)
    chips = {key: words(cell.face) for key, cell in cells_of(line, 9000, 44).items()}
    for key, said in (
        ("gps", "source answered 500"),
        ("meter", "the source took too long"),
        ("95598", "the document is 45 min older than the one before"),
    ):
        assert said in chips[key] and said in words(rows[key].face)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [900, 1366, 1920, 3840])
def test_that_chips_stand_apart_and_the_worst_is_never_hidden(
    make_session: MakeSession, lang: str, width: int
) -> None:
    session = make_session(scenes.doubtful(), lang=lang)
    cells = cells_of(SourceLine(session), width, 44)
    placed = sorted((cell.rect for cell in cells.values()), key=lambda rect: rect.left())
    for one, other in pairwise(placed):
        assert one.right() < other.left()
    names = [key for key in cells if key not in ("rules", "more")]
    assert names[0] == "95598"  # the lost one
    if "more" in cells:
        assert len(words(cells["more"].face)) == 2 or len(names) >= 6  # the worst of the rest, how many


def test_that_values_that_were_left_out_are_counted(make_session: MakeSession) -> None:
    facts = scenes.foreign(3)
    said = facts[0].data
    assert isinstance(said, SourceFreshness)
    facts[0] = replace(facts[0], data=replace(said, dropped=12, replayed=True))
    session = make_session(facts, lang="en")
    chip = words(cells_of(SourceLine(session), 1920, 44)["bch"].face)
    row = words(cells_of(Sources(session), 900, 600)["bch"].face)
    assert "12 with values left out" in chip and "12 with values left out" in row
    assert "replayed" in chip and "replayed" in row


def test_that_a_clock_that_is_off_has_a_look_and_takes_the_limits_away(make_session: MakeSession) -> None:
    session = make_session(
        scenes.busy(), link=LinkFace("live", 0.0, "时钟相差 90 秒", ("skewed",)), rules=None
    )
    session.room = replace(session.room, rules="state-grid-2022")
    cells = cells_of(SourceLine(session), 1920, 44)
    assert words(cells["link"].face) == ["时钟不一致", "时钟相差 90 秒"]
    assert cells["link"].face[0].plate == "sides"  # type: ignore[index]
    assert words(cells["rules"].face) == ["时钟不一致，暂不判时限"]


def test_that_lanes_coloured_by_promises_say_so(make_session: MakeSession) -> None:
    session = make_session(scenes.busy(), lang="en", rules=None)
    cells = cells_of(LaneBoard(session, LaneBoardOptions()))
    assert "by promise" in words(cells[(Lane.REQUEST, "head")].face)
    restore = words(cells[(Lane.RESTORE, "head")].face)
    assert "no limits set" in restore and not {"0", "warning", "breached"} & set(restore)


def test_that_where_room_lacks_the_list_of_sources_keeps_those_in_trouble(make_session: MakeSession) -> None:
    panel = Sources(make_session(scenes.doubtful(), lang="en"))
    whole = [str(key) for key in cells_of(panel, 1100, 900) if key not in ("head", "more")]
    assert whole == sorted(whole) and len(whole) == 7
    seen: list[int] = []
    for height in range(880, 200, -20):
        cells = cells_of(panel, 1100, height)
        shown = [key for key in cells if key not in ("head", "more")]
        seen.append(len(shown))
        assert max(cell.rect.bottom() for cell in cells.values()) <= height
        if len(shown) == 7:
            assert "more" not in cells
            continue
        assert shown[0] == "95598", "the lost one"
        assert "weather" not in shown, "the one that is well"
        assert words(cells["more"].face) == [f"+{7 - len(shown)} more"]
    assert seen == sorted(seen, reverse=True) and seen[-1] < 3
