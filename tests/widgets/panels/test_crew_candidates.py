"""The crews that could go, as a desk reads them: by road, across borders, with what speaks against it."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.tree import ROOT
from tests.widgets import scenes
from tests.widgets.panels.test_desk_panels import ORDER, DeskPage, MakeDesk, click, desk, said
from tests.widgets.roads import road
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Instant
from wallboard.domain.network import RoadClosure
from wallboard.domain.orders import OrderNeed
from wallboard.domain.roster import ResponseLevel
from wallboard.domain.terms import CrewStatus, Lane
from wallboard.state.queries.candidates import LINES
from widgets.panels.crew_candidates import CrewCandidates

__all__ = ["desk"]


def crew(made: DeskPage, key: str, lon: float, unit: str, **fields: object) -> None:
    """Tell the store of a crew on the road."""
    log = scenes._Log()
    profile = {"persons": 3, "authorised_units": [unit, home(made)], **fields}
    log.say(key, CrewProfile(name=key[4:], unit=unit, **profile))  # type: ignore[arg-type]
    log.say(key, CrewStatusValue(status=CrewStatus.AVAILABLE, since=scenes.NOW))
    log.say(key, CrewPosition(lon=lon, lat=22.3), scenes.NOW - 60)
    made.session._store.apply(log.facts)


def home(made: DeskPage) -> str:
    return made.session.tables.outages["oms/O3"].region


def look(made: DeskPage) -> CrewCandidates:
    made.session.atlas = road()
    panel = made.panel(CrewCandidates)
    panel.on_atlas()
    made.choose(ORDER)
    made.page.on_second(scenes.NOW)
    return panel


def test_that_the_nearest_crew_stands_first_with_its_bureau_and_the_minutes_that_it_saves(
    desk: MakeDesk,
) -> None:
    made = desk()
    crew(made, "gps/own crew", 112.70, home(made))
    crew(made, "gps/next crew", 112.65, "next bureau")
    words = said(look(made))
    assert words.index("next crew") < words.index("own crew")
    assert words[words.index("next crew") - 1] == "6 分", "4.5 km at three quarters of 60 km/h"
    assert "跨区支援 next bureau" in words and "早 6 分" in words
    assert words[words.index("own crew") + 1] == "本局"
    assert made.desk.nearest == (ORDER, ("next crew", "own crew"))


def test_that_a_nearer_crew_that_is_not_proposed_stands_below_with_why(desk: MakeDesk) -> None:
    made = desk()
    crew(made, "gps/alone", 112.60, home(made), persons=1)
    crew(made, "gps/pair", 112.80, home(made))
    words = said(look(made))
    assert words.index("pair") < words.index("alone")
    assert words[words.index("alone") + 1] == "不派"
    assert "仅 1 人，不足两人" in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_where_nobody_is_able_it_says_of_how_many_and_why(desk: MakeDesk, lang: str) -> None:
    made = desk(lang=lang)
    for n in range(2):
        crew(made, f"gps/far {n}", 112.70, "next bureau", authorised_units=["next bureau"])
    words = " ".join(said(look(made)))
    assert {"zh": "未授权 2", "en": "2 not authorised"}[lang] in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_crew_behind_a_shut_road_is_not_sent_and_the_desk_says_why(desk: MakeDesk, lang: str) -> None:
    made = desk(lang=lang)
    crew(made, "gps/beyond", 112.70, home(made))
    store = made.session._store
    shut = RoadClosure(shut=True, lon=112.60, lat=22.3, to_lon=112.65, to_lat=22.3, why="water")
    store.apply(scenes.numbered_after(store, "roster/road-1", shut, source="roster"))
    words = " ".join(said(look(made)))
    assert {"zh": "道路封闭 1", "en": "1 behind a shut road"}[lang] in words
    assert made.desk.nearest == (ORDER, ())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_crew_whose_shift_ends_before_is_not_sent_and_an_old_fix_is_said(
    desk: MakeDesk, lang: str
) -> None:
    made = desk(lang=lang)
    crew(made, "gps/leaves", 112.65, home(made), shift_ends_at=Instant(scenes.NOW + 1800))
    crew(made, "gps/parked", 112.70, home(made))
    made.session.clock.set(scenes.NOW + 1200)  # type: ignore[attr-defined]
    words = " ".join(said(look(made)))
    assert made.desk.nearest == (ORDER, ("parked",))
    assert {"zh": "定位已 21 分", "en": "fix 21 min old"}[lang] in words
    assert made.session.text.t("crews.not_proposed") in words


def test_that_a_crew_is_sent_by_arrows_and_enter_or_by_a_click_and_never_by_looking(desk: MakeDesk) -> None:
    made, sent = desk(), list[str]()
    crew(made, "gps/own crew", 112.70, home(made))
    crew(made, "gps/next crew", 112.65, "next bureau")
    panel = look(made)
    made.desk.send = sent.append
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert sent == [], "nobody was chosen yet"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(panel, key)
    click(panel, ("row", 0))
    assert sent == ["own crew", "next crew"]


def test_that_a_crew_that_drives_away_is_measured_anew(desk: MakeDesk) -> None:
    made = desk()
    crew(made, "gps/a", 112.65, home(made))
    crew(made, "gps/b", 112.70, home(made))
    panel = look(made)
    assert made.desk.nearest[1] == ("a", "b")
    sent: list[str] = []
    made.desk.send = sent.append
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Down)
    log = scenes._Log()
    log.say("gps/a", CrewPosition(lon=112.80, lat=22.3), scenes.NOW + 20)
    change = made.session._store.apply(log.facts)
    panel.on_change(change)
    made.session.clock.set(scenes.NOW + 30)  # type: ignore[attr-defined]
    made.page.on_second(scenes.NOW + 30)
    assert made.desk.nearest[1] == ("b", "a")
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert sent == ["a"], "the keyboard stays on the crew that it was on"


def test_that_the_ways_of_the_nearest_crews_lie_on_the_map_until_another_order_is_chosen(
    desk: MakeDesk,
) -> None:
    made = desk()
    for n in range(LINES + 1):
        crew(made, f"gps/{n}", 112.65 + n / 100, home(made))
    look(made)
    outage = made.session.tables.outages["oms/O3"]
    assert len(made.desk.ways) == LINES and made.desk.ways[0].words == "6 分"
    for way in made.desk.ways:
        assert way.points[-1] == (outage.lon, outage.lat) and way.points[0][1] == 22.3
    plain = made.page.grab().toImage()
    made.desk.ways = ()
    made.page.on_second(scenes.NOW)
    assert made.page.grab().toImage() != plain, "the ways were drawn"
    made.choose("crm/DY20930")
    made.page.on_second(scenes.NOW)
    assert made.desk.ways == ()


def test_that_an_order_that_is_no_repair_has_no_crews(desk: MakeDesk) -> None:
    made = desk()
    panel = look(made)
    made.choose("crm/DY20930")
    made.page.on_second(scenes.NOW)
    assert "非抢修工单，按归属派单" in said(panel)


def test_that_a_page_does_not_wait_for_the_solvers_to_be_imported() -> None:
    code = (
        "import sys; from widgets.panels import panel_specs; panel_specs(); sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False).returncode == 0


def request(made: DeskPage) -> None:
    """A customer's voltage is to be looked at beside the order."""
    log = scenes._Log()
    need = OrderNeed(
        lane=Lane.REQUEST, received_at=Instant(scenes.NOW), kind="voltage", number="XQ-7", lon=112.6, lat=22.3
    )
    log.say("hub/Q-7", need)
    made.session._store.apply(log.facts)


def declare(made: DeskPage, level: int) -> None:
    store = made.session._store
    said = ResponseLevel(level=level, words="Ⅲ 级", issuer="指挥部", since=Instant(scenes.NOW))
    store.apply(scenes.numbered_after(store, "wind", said))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_what_rides_along_stands_below_with_place_detour_and_why(desk: MakeDesk, lang: str) -> None:
    made = desk(lang=lang)
    request(made)
    declare(made, 0)
    crew(made, "gps/own crew", 112.70, home(made))
    words = " ".join(said(look(made)))
    text = made.session.text
    assert text.t("ride.title") in words and "XQ-7" in words
    assert text.t("ride.job.voltage") in words and text.t("ride.none_more") in words
    assert text.t("reason.ride_on_the_way") in words
    assert text.t("ride.most", n="10") in words, "by whose rule"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_response_level_stops_it_and_says_which_and_who_declared_it(desk: MakeDesk, lang: str) -> None:
    made = desk(lang=lang)
    request(made)
    crew(made, "gps/own crew", 112.70, home(made))
    declare(made, 3)
    words = " ".join(said(look(made)))
    assert made.session.text.t("ride.stopped") in words and "Ⅲ 级" in words
    assert made.session.text.t("ride.by", who="指挥部") in words
    assert "XQ-7" not in words


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("code", "status", "fix", "fields"),
    [
        ("crew_off_shift", CrewStatus.OFF_SHIFT, 60.0, {}),
        ("crew_busy", CrewStatus.ON_SITE, 60.0, {}),
        ("crew_unlearnt", CrewStatus.AVAILABLE, 60.0, {"skills": ["roof"]}),
        ("crew_unauthorised", CrewStatus.AVAILABLE, 60.0, {"unit": "x", "authorised_units": ["x"]}),
        ("crew_alone", CrewStatus.AVAILABLE, 60.0, {"persons": 1}),
        ("crew_no_fix", CrewStatus.AVAILABLE, None, {}),
        ("crew_lost", CrewStatus.AVAILABLE, 13 * scenes.HOUR, {}),
        ("crew_shift_ends", CrewStatus.AVAILABLE, 60.0, {"shift_ends_at": Instant(scenes.NOW + 600)}),
    ],
)
def test_that_where_the_only_crew_cannot_go_the_desk_says_why_in_words(
    desk: MakeDesk, lang: str, code: str, status: CrewStatus, fix: float | None, fields: dict[str, object]
) -> None:
    """Off shift, busy, unlearnt, unauthorised, alone, without a fix, lost from sight, going home."""
    made = desk(lang=lang)
    only(made, status, fix, fields)
    words, text = " ".join(said(look(made))), made.session.text
    assert text.t("crews.nobody", why=text.t(f"crews.why.{code}", n="1")) in words
    assert made.desk.nearest == (ORDER, ())
    assert code not in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_room_of_which_no_crew_is_known_says_so(desk: MakeDesk, lang: str) -> None:
    made = desk(lang=lang)
    made.session.tables._rows["crew"].clear()
    text = made.session.text
    assert text.t("crews.nobody", why=text.t("crews.none_known")) in " ".join(said(look(made)))


def only(made: DeskPage, status: CrewStatus, fix: float | None, fields: dict[str, object]) -> None:
    """One crew in the room, and no other. fix: its age, s; None: none."""
    made.session.tables._rows["crew"].clear()
    log = scenes._Log()
    profile = {"unit": home(made), "persons": 3, "skills": ["lv", "mv"], **fields}
    log.say("gps/only", CrewProfile(name="only", **profile))  # type: ignore[arg-type]
    log.say("gps/only", CrewStatusValue(status=status, since=scenes.NOW))
    if fix is not None:
        log.say("gps/only", CrewPosition(lon=112.65, lat=22.3), scenes.NOW - fix)
    made.session._store.apply(log.facts)
