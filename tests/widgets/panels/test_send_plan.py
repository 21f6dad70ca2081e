"""The plan for all orders at a desk: the heaviest first, one key to accept, nothing silent (d.116)."""

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.widgets import scenes
from tests.widgets.panels.test_crew_candidates import crew, declare, home
from tests.widgets.panels.test_desk_panels import ORDER, DeskPage, MakeDesk, click, desk, said
from tests.widgets.roads import road
from wallboard.domain.crews import VanPosition, VanProfile, VanSent, VanStatusValue
from wallboard.domain.facts import Instant
from wallboard.domain.network import RoadClosure
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageDevice
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import DeviceKind, OrderStage, VanStatus
from wallboard.rules.dispatch.moving import Relief
from wallboard.state.changes import Change
from widgets.panels.attention_board import AttentionBoard
from widgets.panels.desk_table import DeskTable
from widgets.panels.send_plan import SendPlanPanel

__all__ = ["desk"]


def look(made: DeskPage) -> SendPlanPanel:
    """The page with roads and two crews, a second later."""
    made.session.atlas = road()
    crew(made, "gps/own crew", 112.70, home(made))
    crew(made, "gps/next crew", 112.65, "next bureau")
    made.page.on_change(Change(made.session._store.revision, reset=True))
    made.page.on_second(scenes.NOW)
    return made.panel(SendPlanPanel)


def taken(made: DeskPage, order: str) -> None:
    """Somebody took the order to a crew meanwhile."""
    at, store = Instant(scenes.NOW), made.session._store
    said = OrderStageValue(stage=OrderStage.ASSIGNED, since=at, reached={"assigned": at})
    made.page.on_change(store.apply(scenes.numbered_after(store, order, said, source="scene")))
    made.panel(SendPlanPanel).refresh()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_the_page_stands_at_every_size(desk: MakeDesk, size: tuple[int, int], lang: str) -> None:
    made = desk(size, lang, "dispatch")
    look(made)
    made.choose(ORDER)
    made.page.grab()
    for entry, panel in made.page.panels:
        assert not panel.error, (entry.kind, panel.error)


def test_that_each_order_says_who_should_go_when_he_comes_and_why_it_is_heavy(desk: MakeDesk) -> None:
    made = desk(screen="dispatch")
    panel = look(made)
    assert panel.shown
    weights = [one.priority.weight for one in made.session.dispatching.plan.proposals]
    assert weights == sorted(weights, reverse=True)
    going = made.session.dispatching.plan.going
    words = said(panel)
    for one in going.values():
        assert one.name in words
    assert any("停电" in each or "重要用户" in each for each in words)
    assert made.desk.proposed == {order: one.name for order, one in going.items()}


def test_that_enter_begins_the_send_of_the_chosen_order_and_looking_sends_nobody(desk: MakeDesk) -> None:
    made, sent = desk(screen="dispatch"), list[str]()
    panel = look(made)
    made.desk.send = sent.append
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert sent == [], "no order is chosen yet"
    QTest.keyClick(panel, Qt.Key.Key_Down)
    assert made.desk.chosen == panel.shown[0] and sent == []
    going = made.session.dispatching.plan.going
    row = next(n for n, order in enumerate(panel.shown) if order in going)
    click(panel, ("row", row))
    QTest.keyClick(panel, Qt.Key.Key_Return)
    click(panel, ("row", row))
    assert sent == [going[panel.shown[row]].name] * 2


def test_that_an_order_that_was_taken_leaves_the_plan_at_once(desk: MakeDesk) -> None:
    made = desk(screen="dispatch")
    panel = look(made)
    order = panel.shown[0]
    taken(made, order)
    assert order not in panel.shown


def test_that_without_roads_it_says_so_and_proposes_nothing(desk: MakeDesk) -> None:
    made = desk(screen="dispatch")
    assert "无路网" in said(made.panel(SendPlanPanel))
    assert made.panel(SendPlanPanel).shown == ()


def test_that_the_queue_names_the_proposed_crew_and_enter_begins_its_send(desk: MakeDesk) -> None:
    made, sent = desk(), list[str]()
    made.session.atlas = road()
    for n in range(24):
        crew(made, f"gps/crew {n}", 112.60 + n / 100, home(made), authorised_units=[])
    made.page.on_change(Change(made.session._store.revision, reset=True))
    made.page.on_second(scenes.NOW)
    made.page.on_second(scenes.NOW)
    board = made.panel(AttentionBoard)
    board.refresh()
    going = made.session.dispatching.plan.going
    order = next(each for each in board.shown if each in going)
    face = board._cells["row", board.shown.index(order)].face
    assert f"→ {going[order].name}" in [run.text for run in face.why]  # type: ignore[attr-defined]
    made.desk.send = sent.append
    board.setFocus()
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert sent == []
    made.choose(order)
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert sent == [going[order].name]
    assert made.panel(DeskTable).shown


def test_that_a_van_stands_below_the_orders_with_what_it_saves_and_a_click_chooses_the_order(
    desk: MakeDesk,
) -> None:
    made = desk(screen="dispatch")
    store = made.session._store
    device = OutageDevice(kind=DeviceKind.TRANSFORMER_AREA, device="B1")
    store.apply(scenes.numbered_after(store, "oms/O3", device, source="oms"))
    log = scenes._Log()
    log.say("gps/V1", VanProfile(name="van one", kva=5000.0))
    log.say("gps/V1", VanStatusValue(status=VanStatus.AVAILABLE, since=Instant(scenes.NOW)))
    log.say("gps/V1", VanPosition(lon=112.65, lat=22.3), scenes.NOW - 60)
    store.apply(log.facts)
    panel = look(made)
    panel.refresh()
    words = said(panel)
    (one,) = made.session.dispatching.plan.vans
    assert one.outage == "oms/O3" and one.saved > 0
    assert "van one" in words and any("户·分" in each for each in words)
    sent = list[str]()
    made.desk.send_van = sent.append
    click(panel, ("van", 0))
    assert made.desk.chosen == ORDER and made.desk.vans == {ORDER: "van one"} and sent == []
    click(panel, ("van", 0))
    assert sent == ["van one"], "the second click begins to send it"
    word = VanSent(order=ORDER, outage="oms/O3", actor="07", since=Instant(scenes.NOW + 1))
    store.apply(scenes.numbered_after(store, "gps/V1", word))
    panel.refresh()
    assert "van one" not in said(panel), "it is under way"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_an_order_that_nobody_can_reach_says_what_shut_its_road_and_the_heading_leads_to_it(
    desk: MakeDesk, lang: str
) -> None:
    made = desk(screen="dispatch", lang=lang)
    crew(made, "gps/beyond", 112.70, home(made))
    store = made.session._store
    shut = RoadClosure(shut=True, lon=112.60, lat=22.3, to_lon=112.65, to_lat=22.3, why="water")
    store.apply(scenes.numbered_after(store, "roster/road-1", shut, source="roster"))
    panel = look(made)
    panel.refresh()
    cut = [one.order for one in made.session.dispatching.plan.proposals if one.cut]
    text = made.session.text
    click(panel, "head")
    assert made.desk.chosen == cut[0]
    words = " ".join(said(panel))
    assert text.t("plan.cut_off", n=str(len(cut))) in words
    assert text.t("plan.cut") in words and text.t("closure.why.water") in words
    click(panel, "head")
    assert made.desk.chosen == cut[1 % len(cut)], "and on to the next"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_at_a_response_level_tiers_and_crews_to_be_moved_stand_there_with_why(
    desk: MakeDesk, lang: str
) -> None:
    made = desk(screen="dispatch", lang=lang)
    panel, text = look(made), made.session.text
    told = (
        Relief(frm="a", to="b", crews=("gps/own crew",), seconds=1500.0, why=WHY, lacks=3),
        Relief(frm="", to="c", crews=(), seconds=float("inf"), why=WHY[:1], lacks=2, unable=KEPT),
    )
    made.session.dispatching.plan = structs.replace(made.session.dispatching.plan, reliefs=told)
    declare(made, 3)
    panel.refresh()
    words = " ".join(said(panel))
    assert text.t("plan.reliefs") in words and "a → b" in words and "own crew" in words
    assert text.t("plan.longest", span=text.span(1500.0)) in words
    assert (
        text.t("reason.relief_gale", hours=4) in words and text.t("reason.relief_calm", free=6, n=0) in words
    )
    assert text.t("plan.lacks", n="2") in words
    assert text.t("plan.unrelieved", why=text.t("crews.why.crew_unauthorised", n="6")) in words
    assert any(text.t(f"plan.tier.{tier}") in words for tier in (1, 2, 3))
    declare(made, 0)
    panel.refresh()
    calm = " ".join(said(panel))
    assert text.t("plan.reliefs") not in calm and text.t("plan.tier.3") not in calm


WHY = (Reason("relief_gale", {"hours": 4}), Reason("relief_calm", {"free": 6, "n": 0}))
KEPT = {"crew_unauthorised": 6}
