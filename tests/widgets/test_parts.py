"""The parts that panels are drawn with: lines, bars, curves, signs, an order in words."""

from typing import Any

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.widgets import scenes
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band, CountQuality, Lane, OrderStage, OutageStage
from wallboard.rules.sla import OrderClock
from widgets.fonts import SYSTEM_FAMILY, load_fonts
from widgets.parts.bars import draw_clock_bar, draw_columns, draw_share_bar
from widgets.parts.glyphs import GLYPHS, draw_glyph
from widgets.parts.ink import LEAST_EM, Run, fit, least_width, line_width
from widgets.parts.order_words import bar_share, clock_run, owner_runs, place_of, title_runs
from widgets.parts.outage_words import line_run
from widgets.parts.sparkline import curve, draw_sparkline, thin
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import load_theme

NOW = scenes.NOW
RED = QColor("#ff0000")


def canvas() -> tuple[QImage, QPainter]:
    image = QImage(120, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    return image, QPainter(image)


def painted(image: QImage, colour: QColor = RED) -> list[tuple[int, int]]:
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return [(x, y) for x, y in points if QColor(image.pixel(x, y)) == colour]


def test_that_droppable_runs_go_before_names_are_cut(family: str) -> None:
    scale = Scale(1920, 1080, family=family)
    runs = [Run("10kV 台城线", elide=True), Run("3,140 户", drop=1), Run("重要 1", drop=2)]
    whole = line_width(runs, scale)
    assert [r.text for r in fit(runs, whole, scale)] == [r.text for r in runs]
    assert [r.text for r in fit(runs, whole - 30, scale)] == ["10kV 台城线", "3,140 户"]
    assert fit(runs, 60, scale)[0].text.endswith("…")


def test_that_no_comma_hangs_before_the_dots(family: str) -> None:
    scale = Scale(1920, 1080, family=family)
    run = Run("Coquitlam, Port Coquitlam", elide=True)
    room = scale.advance("small", None, "Coquitlam, …") + 2
    assert [r.text for r in fit([run], room, scale)] == ["Coquitlam…"]


def test_that_runs_of_one_number_go_together(family: str) -> None:
    scale = Scale(1920, 1080, family=family)
    runs = [Run("a"), Run("服务", drop=2), Run("陈", drop=2), Run("x", drop=1)]
    assert [r.text for r in fit(runs, line_width(runs, scale) - 1, scale)] == ["a", "x"]


def test_that_what_fits_is_never_wider_than_its_room(family: str) -> None:
    scale = Scale(1920, 1080, 7.0, family=family)
    runs = [
        Run("North of 92ND AVE, East of 160", elide=True),
        Run("4,530 户", drop=1),
        Run("x" * 40, elide=True),
    ]
    for width in range(20, 1200, 37):
        assert line_width(fit(runs, width, scale), scale) <= width + 1 or width < 60
    assert least_width(runs, scale) < LEAST_EM * 2 * scale.text_px("small") + scale.px(24)


def test_that_a_breached_bar_is_full_and_has_a_tick() -> None:
    theme = load_theme("dark")
    for share, reaches, tick in ((0.5, 60, False), (1.0, 119, False), (1.4, 119, True)):
        image, painter = canvas()
        draw_clock_bar(painter, QRectF(0, 27, 120, 6), share, RED, theme)
        painter.end()
        found = painted(image)
        assert abs(max(x for x, _ in found) - reaches) <= 2
        assert (max(y for _, y in found) - min(y for _, y in found) > 10) is tick


def test_that_a_clock_without_a_limit_has_an_empty_track() -> None:
    image, painter = canvas()
    draw_clock_bar(painter, QRectF(0, 27, 120, 6), None, RED, load_theme("dark"))
    draw_share_bar(painter, QRectF(0, 50, 120, 3), 0.0, RED, load_theme("dark"))
    painter.end()
    assert not painted(image)


def test_that_columns_keep_their_places_and_the_highest_fills() -> None:
    image, painter = canvas()
    draw_columns(painter, QRectF(0, 0, 120, 50), [0, 5, 10], [RED] * 3, load_theme("dark"))
    painter.end()
    found = painted(image)
    assert min(x for x, _ in found) >= 40
    assert min(y for _, y in found) <= 1


def test_that_every_glyph_paints_inside_its_box() -> None:
    for name in GLYPHS:
        image, painter = canvas()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_glyph(painter, QRectF(40, 15, 30, 30), name, RED)
        painter.end()
        found = painted(image)
        assert len(found) > 20, name
        assert all(36 <= x <= 74 and 11 <= y <= 49 for x, y in found), name


def test_that_thinning_keeps_the_peak_and_the_newest() -> None:
    points = [(float(i), 100.0 if i == 777 else 1.0) for i in range(1000)]
    thinned = thin(points, 50)
    assert len(thinned) == 50
    assert (777.0, 100.0) in thinned and thinned[-1] == points[-1]
    shape = curve(QRectF(0, 0, 100, 50), thinned, (0.0, 999.0), 100.0)
    assert min(point.y() for point in shape.toList()) == 0


def test_that_one_sample_draws_no_curve() -> None:
    image, painter = canvas()
    draw_sparkline(painter, QRectF(0, 0, 100, 50), [(0.0, 1.0)], RED, 2.0)
    painter.end()
    assert not painted(image)


def clock(remaining: float | None, band: Band, target: str = "arrive", limit: float = 2700.0) -> OrderClock:
    if remaining is None:
        return OrderClock(target, NOW - 600, None, None, 600.0, None, None, band)
    elapsed = limit - remaining
    return OrderClock(target, NOW, NOW + remaining, limit, elapsed, remaining, elapsed / limit, band)


def test_that_a_clock_names_its_limit_and_rounds_up() -> None:
    zh, en = Text("zh"), Text("en")
    assert clock_run(clock(-130.0, Band.BREACHED), zh, NOW).text == "到场 超 3 分"
    assert clock_run(clock(1501.0, Band.WARNING, "restore"), zh, NOW).text == "复电 剩 26 分"
    assert clock_run(clock(1501.0, Band.CALM, "restore"), en, NOW).text == "restore 26 min left"
    assert clock_run(clock(None, Band.UNCOLOURED), zh, NOW).text == "到场 已 10 分"
    assert clock_run(clock(2873.0, Band.WARNING, "promise"), zh, NOW).text == "承诺 17:30"
    assert clock_run(clock(-60.0, Band.BREACHED), zh, NOW).glyph == "diamond"


def test_that_the_bar_stands_still_beyond_its_limit() -> None:
    assert bar_share(clock(2700.0 - 1350.0, Band.CALM)) == 500
    assert bar_share(clock(-9.0, Band.BREACHED)) == bar_share(clock(-9000.0, Band.BREACHED)) == 1001
    assert bar_share(clock(None, Band.UNCOLOURED)) is None


ORDER = Order(id="r", source="hub", lane=Lane.RESTORE, received_at=NOW - 600)
OUTAGE = Outage(id="o", source="x", stage=OutageStage.CONFIRMED, town="Surrey", place="North of 92ND AVE")


def test_that_the_town_goes_before_the_place() -> None:
    assert place_of(ORDER, OUTAGE) == ("Surrey", "North of 92ND AVE")
    assert place_of(ORDER, changed(OUTAGE, feeder="10kV 台城线")) == ("10kV 台城线", "Surrey")
    assert place_of(ORDER, changed(OUTAGE, town="")) == ("North of 92ND AVE", "")
    assert place_of(ORDER, None) == ("r", "")


def test_that_customers_nobody_counted_are_not_shown() -> None:
    assert [r.text for r in title_runs(ORDER, changed(OUTAGE, place=""), Text("zh"))] == ["Surrey"]
    counted = changed(OUTAGE, place="", customers_out=0)
    assert [r.text for r in title_runs(ORDER, counted, Text("zh"))] == ["Surrey", "0 户"]


def test_that_an_order_says_who_has_it_and_when_it_ends() -> None:
    said = [r.text for r in owner_runs(ORDER, OUTAGE, Text("zh"), NOW)]
    assert said == ["待认领", "· 无预计复电"]
    held = changed(ORDER, holder_name="抢修二组", unit="开平局", stage=OrderStage.EN_ROUTE, cross_area=True)
    late = changed(OUTAGE, etr=NOW - 720, cause="<i>Wind</i>")
    assert [r.text for r in owner_runs(held, late, Text("zh"), NOW)] == [
        "开平局 抢修二组",
        "· 途中",
        "· 预计复电已过 12 分",
        "· 跨区支援",
        "· <i>Wind</i>",
    ]


def test_that_what_is_less_than_certain_is_said_in_words() -> None:
    odd = changed(OUTAGE, held=True, reopened=1, corrections=2, etr=NOW + 720)
    said = [r.text for r in owner_runs(ORDER, odd, Text("zh"), NOW)][1:4]
    assert said == ["· 存疑", "· 再次列出", "· 起始时间已更正"]
    gone = changed(OUTAGE, listed=False)
    again = changed(ORDER, reason=Reason("vanished"))
    assert [r.text for r in owner_runs(again, gone, Text("en"), NOW)].count("· no longer listed") == 1


def test_that_the_bundled_family_is_taken_before_the_systems(family: str, tmp_path: object) -> None:
    from pathlib import Path

    assert load_fonts(Path(str(tmp_path))) == SYSTEM_FAMILY
    assert family != SYSTEM_FAMILY


def test_that_a_spare_run_goes_before_a_name_is_shortened(family: str) -> None:
    scale = Scale(1920, 1080, 5.0, 2436.0, family)
    name = Run("松围一百八十五公变", "row", elide=True)
    line = [name, Run("9 户"), Run("东城街道", drop=4, elide=True)]
    short = fit(line, line_width(line[:2], scale) + 4, scale)
    assert [run.text for run in short] == [name.text, "9 户"]


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ({"customers_out": 1, "customers_most": 4, "count_quality": CountQuality.MASKED}, "<5 户", "<5 out"),
        (
            {"customers_out": 5, "customers_most": 9, "count_quality": CountQuality.MASKED},
            "5–9 户",
            "5–9 out",
        ),
        ({"customers_out": 5, "count_quality": CountQuality.MASKED}, "≥ 5 户", "≥ 5 out"),
        ({"customers_out": 1200, "count_quality": CountQuality.ESTIMATED}, "≈ 1,200 户", "≈ 1,200 out"),
        ({"customers_out": 40, "count_quality": CountQuality.KEPT}, "≈ 40 户", "≈ 40 out"),
        ({"customers_out": 40, "count_quality": CountQuality.EXACT}, "40 户", "40 out"),
        ({"customers_out": 40, "held": True}, "≈ 40 户", "≈ 40 out"),
    ],
)
def test_that_a_count_says_what_it_is_worth(said: dict[str, Any], zh: str, en: str) -> None:
    outage = changed(OUTAGE, place="", **said)
    assert [title_runs(ORDER, outage, Text(lang))[1].text for lang in ("zh", "en")] == [zh, en]


def test_that_the_count_of_the_report_is_no_count_of_now() -> None:
    order = changed(ORDER, customers=30)
    assert title_runs(order, changed(OUTAGE, place=""), Text("en"))[1].text == "≈ 30 out"
    assert title_runs(order, None, Text("en"))[1].text == "30 out"


def test_that_a_promise_before_the_report_is_doubted_and_a_pause_says_why() -> None:
    order = changed(ORDER, promised_at=NOW - 5 * 86_400, promise_doubtful=True, paused_since=NOW - 60)
    order = changed(order, paused_code="generator_supplied")
    said = [run.text for run in owner_runs(order, OUTAGE, Text("en"), NOW)]
    assert "· promised Nov 18 16:42? before the report" in said
    assert "· clock paused: on generator" in said


def test_that_a_line_says_its_voltage_only_where_that_has_room(family: str) -> None:
    scale = Scale(1920, 1080, 5.0, 2436.0, family)
    line = [line_run("10kV 上社线"), Run("1,861 户"), Run("重要 1", bold=True, drop=1)]
    wide = line_width(line, scale)
    assert [run.text for run in fit(line, wide, scale)] == ["10kV 上社线", "1,861 户", "重要 1"]
    voltage = scale.advance("row", None, "10kV ")
    assert [run.text for run in fit(line, wide - voltage, scale)] == ["上社线", "1,861 户", "重要 1"]
    assert line_run("石井支线").short == ""
