"""What sources say is read in the viewer's language where the glossary knows it, and as said where not."""

import re
from collections.abc import Iterator

import pytest

from feeds.networks import network_of
from feeds.sim.policy import NearestFree
from feeds.sim.staff import crews_of
from feeds.worlds import ground_of
from tests.feeds.sim.business.told import stories
from tests.feeds.sim.geography.prefectures import atlas
from tests.feeds.sim.worlds import lived, lived_through
from wallboard.config.scenario import load_scenario, scenario_names
from wallboard.domain.connections import ConnectionProject, ConnectionTicks, DepartmentTask
from wallboard.domain.crews import CrewProfile, CrewStatusValue, VanProfile
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderHandover, OrderHolder, OrderMark, OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageWork
from wallboard.domain.plans import PlanWork
from wallboard.domain.roster import ResponseLevel, RosterShift, SourceFreshness
from wallboard.state.atlas import unpack
from widgets.glossary import Glossary
from widgets.text import Text

CHINESE = re.compile(r"[\u4e00-\u9fff]")
READ: dict[type[Payload], tuple[str, ...]] = {
    CrewProfile: ("name", "unit"),
    VanProfile: ("name", "unit"),
    CrewStatusValue: ("said",),
    OutageWork: ("crew", "said"),
    OutageExtent: ("cause",),
    OrderNeed: ("title",),
    OrderHolder: ("name", "unit", "first_inquirer"),
    OrderHandover: ("frm", "to"),
    OrderStageValue: ("actor",),
    OrderMark: ("actor",),
    ConnectionProject: ("manager",),
    ConnectionTicks: ("failed_because",),
    DepartmentTask: ("words",),
    PlanWork: ("title", "region"),
    SourceFreshness: ("title",),
    RosterShift: ("name", "service_lead", "network_lead"),
    ResponseLevel: ("words", "issuer"),
}
"""What pages show of the city in a source's own words."""


def english(network: str = "") -> Text:
    """network: by its name; without one the small prefecture of the tests."""
    text = Text("en")
    text.names = (unpack(network_of(network)[1]) if network else atlas()).english
    return text


def words(facts: list[Fact]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        for name in READ.get(type(fact.data), ()):
            if said := getattr(fact.data, name):
                yield f"{type(fact.data).__name__}.{name}", said


def unread(text: Text, said: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pair for pair in said if CHINESE.search(text.name(pair[1])))


def test_that_a_crew_is_named_by_its_bureau_and_its_number_there_in_both_languages() -> None:
    names = [home.name for home in crews_of(ground_of("prefecture:7"), 300, 7)]
    assert names[:2] == ["蓬江区抢修 1 组", "蓬江区抢修 2 组"] and len(set(names)) == 300
    text = english("prefecture:7")
    assert text.name(names[11]) == "Pengjiang crew 12"
    assert Text("zh").name(names[11]) == "蓬江区抢修 12 组"
    assert text.name("应急发电车 03") == "generator van 03"


def test_that_a_whole_day_of_the_town_is_read_in_english() -> None:
    said = set(words(lived(7, "town-storm")[1]))
    assert len({what for what, _ in said}) > 12
    assert not unread(english("town"), said)


def test_that_a_typhoon_over_the_prefecture_is_read_in_english() -> None:
    said = set(words(lived_through(NearestFree)[1]))
    assert len(said) > 300
    assert not unread(english(), said)


def test_that_every_order_of_a_busy_prefecture_is_read_in_english() -> None:
    beats = [Fact(beat.data, beat.key, beat.at, "cms") for story in stories() for beat in story.beats]
    assert not unread(english(), set(words(beats)))


@pytest.mark.parametrize("name", scenario_names())
def test_that_what_a_scenario_says_itself_is_read_in_english(name: str) -> None:
    scenario = load_scenario(name)
    said = {shift.name for shift in scenario.shift} | {notice.words for notice in scenario.notice}
    said |= {fault.cause for fault in scenario.set_fault} | {plan.title for plan in scenario.planned}
    text = english(scenario.network)
    assert not [one for one in said if CHINESE.search(text.name(one))]


def test_that_what_nobody_knows_is_shown_as_it_was_said() -> None:
    text = english("prefecture:7")
    for said in ("乌有区抢修 3 组", "老王", "抢修 三 组", "Crew 7 {n}", "蓬江区抢修  组", "{place}"):
        assert text.name(said) == said


def test_that_a_name_of_the_networks_own_goes_before_the_glossary_and_may_change() -> None:
    text = Text("en")
    assert text.name("停电管理") == "Outages"
    text.names = {"停电管理": "OMS"}
    assert text.name("停电管理") == "OMS"


def test_that_signs_of_patterns_in_an_entry_are_plain_characters() -> None:
    glossary = Glossary({"甲.{n}(": "a {n}", "{place}站": "station {place}"})
    assert glossary.of("甲.3(", str) == "a 3" and glossary.of("甲x3(", str) is None
    assert glossary.of("乙站", lambda part: {"乙": "b"}.get(part, part)) == "station b"
    assert glossary.of("丙站", str) is None
