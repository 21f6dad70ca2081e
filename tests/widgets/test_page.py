"""A page as a whole: repaints, veils, honesty about what has no source."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor

from tests.widgets import scenes
from tests.widgets.conftest import MakePage
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import Lane, OutageNature
from wallboard.state.changes import Change
from widgets import page as page_module
from widgets.page import BUDGET_S, LIGHT_S, Page
from widgets.panel import CellPanel, Panel
from widgets.session import LinkFace


def panel_of(page: Page, kind: str) -> CellPanel:
    panel = next(p for entry, p in page.panels if entry.kind == kind)
    assert isinstance(panel, CellPanel)
    return panel


def brightness(page: Page, kind: str) -> float:
    """The brightest pixel of one panel, 0 to 255."""
    picture = page.grab(panel_of(page, kind).geometry()).toImage()
    points = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    return max(QColor(picture.pixel(x, y)).lightness() for x, y in points)


def test_that_a_second_repaints_digits_only(make_page: MakePage) -> None:
    page = make_page(scenes.quiet())
    for _ in range(3):  # within the second one a customer-hour is full
        page.session.clock.advance(1.0)  # type: ignore[attr-defined]
        page.on_second(page.session.now())
    assert len(panel_of(page, "header").repaints) == 1
    assert panel_of(page, "strip").repaints == []
    assert panel_of(page, "region_band").repaints == []


def test_that_a_change_repaints_only_the_cells_that_differ(make_page: MakePage) -> None:
    facts = scenes.busy()
    store = scenes.store_of(facts)
    page = make_page(facts, store=store)
    old = next(f for f in facts if f.key == "oms/O3" and isinstance(f.data, OutageExtent))
    assert isinstance(old.data, OutageExtent)
    more = replace(old.data, customers_out=(old.data.customers_out or 0) + 1)
    change = store.apply([Fact(more, old.key, old.at + 1, old.source, "new", old.at, 99_999)])
    for kind in ("strip", "region_band", "lane_board"):
        panel = panel_of(page, kind)
        panel.on_change(change)
        assert 1 <= len(panel.repaints) <= 3, kind
    assert panel_of(page, "header").repaints == []


def test_that_heavy_panels_take_turns_and_none_starves(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    seen: list[str] = []
    kinds = ("strip", "region_band", "lane_board")
    for kind in kinds:
        panel = panel_of(page, kind)

        def slow(panel: CellPanel = panel, kind: str = kind) -> None:
            seen.append(kind)
            panel.cost = BUDGET_S * 2

        panel.refresh = slow  # type: ignore[method-assign]
        panel.cost = BUDGET_S * 2
    page._paid.clear()
    for second in range(3):
        page.on_second(scenes.NOW + second)
        assert len(seen) == second + 1
    assert set(seen) == set(kinds)


def test_that_a_snapshot_is_shown_at_once(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    for _, panel in page.panels:
        if isinstance(panel, CellPanel):
            panel.cost, panel.repaints = 1.0, [panel.rect()]
    page.on_change(Change(9, reset=True))
    assert all(not p.repaints for _, p in page.panels if isinstance(p, CellPanel))


def test_that_a_change_of_nothing_repaints_nothing(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    page.on_change(Change(2, {"outage": frozenset({"oms/O1"})}))
    assert all(not p.repaints for _, p in page.panels if isinstance(p, CellPanel))


def test_that_a_panel_that_raises_is_veiled_and_the_others_go_on(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    broken = panel_of(page, "strip")

    def burst(now: float) -> list:
        raise ValueError("<b>bad</b> figure")

    broken.cells = burst  # type: ignore[method-assign]
    page.on_second(scenes.NOW + 1)
    page.grab()
    assert broken.error == "ValueError: <b>bad</b> figure"
    assert not panel_of(page, "header").error
    assert panel_of(page, "header").repaints == [] or not broken.repaints


def test_that_drawing_that_raises_is_veiled_too(make_page: MakePage) -> None:
    page = make_page(scenes.busy())
    panel: Panel = panel_of(page, "region_band")
    panel.draw = lambda painter, region: 1 / 0  # type: ignore[method-assign,assignment]
    page.grab()
    assert panel.error.startswith("ZeroDivisionError")


def test_that_nothing_stands_undimmed_before_the_link_is_live(make_page: MakePage) -> None:
    fresh = make_page(scenes.busy())
    for state in ("connecting", "late", "lost", "refused", "gap"):
        stale = make_page(scenes.busy(), link=LinkFace(state, 31.0))
        assert brightness(stale, "strip") < brightness(fresh, "strip") - 60
        assert brightness(stale, "header") == brightness(fresh, "header")


def test_that_a_lost_outage_source_dims_the_picture_and_not_its_own_line(make_page: MakePage) -> None:
    page, fresh = make_page(scenes.foreign(60, age=4000.0)), make_page(scenes.foreign(60))
    assert brightness(page, "strip") < brightness(fresh, "strip") - 60
    assert brightness(page, "source_line") > 200


def test_that_a_lane_without_a_source_says_so_and_never_zero(make_page: MakePage) -> None:
    page = make_page(scenes.foreign(20))
    head = panel_of(page, "lane_board")._cells[(Lane.CONNECT, "head")].face
    words = [run.text for run in head[1]]  # type: ignore[index]
    assert words == [page.session.text.t("lane.no_source")]


def test_that_figures_without_a_source_are_named_and_never_zero(make_page: MakePage) -> None:
    strip = panel_of(make_page(scenes.foreign(20)), "strip")
    assert {"lines", "areas", "told", "crews"}.isdisjoint(strip._cells)
    assert "absent" in strip._cells


def test_that_the_banner_takes_no_room_when_all_is_live(make_page: MakePage) -> None:
    assert panel_of(make_page(scenes.busy()), "banner").own_height() == 0
    for wanted in ({"mode": "replay"}, {"simulated": True}, {"mode": "scenario"}):
        assert (panel_of(make_page(scenes.busy(), **wanted), "banner").own_height() or 0) > 30


def test_that_without_rules_the_clocks_run_uncoloured(make_page: MakePage) -> None:
    page = make_page(scenes.busy(), rules=None)
    text = page.session.text
    face = panel_of(page, "source_line")._cells["rules"].face
    assert face.text == text.t("rules.promises")  # type: ignore[attr-defined]
    bare = make_page(scenes.foreign(9), rules=None)
    assert panel_of(bare, "source_line")._cells["rules"].face.text == text.t("rules.none")  # type: ignore[attr-defined]
    worst = panel_of(page, "lane_board")._cells[(Lane.RESTORE, 0)].face
    assert worst.clock.tone == "text" and not worst.clock.glyph  # type: ignore[attr-defined]


def test_that_planned_outages_are_counted_beside_the_others(make_page: MakePage) -> None:
    facts = scenes.busy()
    planned = {
        f.key for f in facts if isinstance(f.data, OutageExtent) and f.data.nature is OutageNature.PLANNED
    }
    tile = panel_of(make_page(facts), "strip")._cells["outages"].face
    assert any(str(len(planned)) in run.text for run in tile.below)  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("distance", [5.0, 7.0, 10.0])
def test_that_the_map_is_the_largest_thing_on_the_page(
    make_page: MakePage, distance: float, lang: str
) -> None:
    page = make_page(scenes.busy(), distance=distance, lang=lang, mode="replay")
    size = {entry.kind: panel.width() * panel.height() for entry, panel in page.panels}
    wide = next(panel.width() for entry, panel in page.panels if entry.kind == "map")
    assert wide >= 0.55 * page.width()
    assert max(size, key=lambda kind: size[kind]) == "map"


def test_that_a_full_tick_leaves_what_is_heavy_to_the_next(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = scenes.busy()
    store = scenes.store_of(facts)
    page = make_page(facts, store=store)
    lanes = panel_of(page, "lane_board")
    lanes.cost, lanes.rest = 2 * LIGHT_S, 0.0
    monkeypatch.setattr(page_module, "TAKE_S", -1.0)
    before = lanes._cells
    old = next(f for f in facts if f.key == "oms/O3" and isinstance(f.data, OutageExtent))
    more = replace(old.data, customers_out=4000)
    page.on_change(store.apply([Fact(more, old.key, old.at + 1, old.source, "new", old.at, 99_999)]))
    assert lanes._cells is before, "not in this tick"
    assert page.owing
    page.pay()
    assert lanes._cells is not before


def test_that_a_snapshot_below_the_veil_comes_panel_by_panel(
    make_page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "BUDGET_S", 0.0)  # one panel is a tick's share
    page = make_page(scenes.busy())
    refreshed: list[Panel] = []
    for _, panel in page.panels:
        refresh = panel.refresh

        def counted(panel: Panel = panel, refresh: Callable[[], None] = refresh) -> None:
            refreshed.append(panel)
            refresh()

        panel.refresh = counted  # type: ignore[method-assign]
    page.on_change(Change(9, reset=True), in_turns=True)
    ticks = 0
    while page.renewing:
        before = len(refreshed)
        assert page.owing
        page.pay()
        ticks += 1
        assert len(refreshed) <= before + 1 and ticks < 50
    assert len(refreshed) == len(set(refreshed)) and ticks >= len(refreshed) - 1 > 3
    assert not page._owed
