"""Who is able, and what is said of who is not (d.114, d.115; domain 5.9)."""

from math import inf
from typing import Any

import msgspec
import pytest

from tests.rules.dispatch.crews import HOME, NEED, NEXT, NOW, hand
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch.able import FREE, cautions, hindrances
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()

HINDERED: list[tuple[str, dict[str, Any]]] = [
    ("crew_off_shift", {"status": CrewStatus.OFF_SHIFT}),
    ("crew_status_unknown", {"status": None}),
    ("crew_unlearnt", {"skills": ("lv",)}),
    ("crew_unauthorised", {"unit": NEXT, "authorised": (NEXT,)}),
    ("crew_alone", {"persons": 1}),
    ("crew_shift_ends", {"shift_ends_at": NOW + 30 * 60}),
    ("crew_no_fix", {"fix_age": None}),
    ("crew_lost", {"fix_age": 13 * 3600.0}),
    ("crew_no_road", {"minutes": inf}),
    ("crew_road_shut", {"minutes": inf, "detour": inf}),
]


@pytest.mark.parametrize(("code", "fields"), HINDERED)
def test_that_each_hindrance_alone_keeps_a_crew_away(code: str, fields: dict[str, Any]) -> None:
    one = hand("c", **{"minutes": 12, **fields})
    assert [why.code for why in hindrances(NEED, one, NOW, RULES)] == [code]


@pytest.mark.parametrize("status", [status for status in CrewStatus if status not in FREE])
def test_that_who_has_something_else_to_do_is_not_free(status: CrewStatus) -> None:
    assert hindrances(NEED, hand("c", 5, status=status), NOW, RULES)


def test_that_all_hindrances_are_said_and_not_only_the_first() -> None:
    one = hand("c", 12, persons=1, skills=("lv",), unit=NEXT, authorised=(NEXT,))
    assert [why.code for why in hindrances(NEED, one, NOW, RULES)] == [
        "crew_unlearnt",
        "crew_unauthorised",
        "crew_alone",
    ]


def test_that_a_crew_of_another_bureau_is_able_where_its_leader_is_authorised() -> None:
    assert not hindrances(NEED, hand("c", 12, unit=NEXT, authorised=(NEXT, HOME)), NOW, RULES)


def test_that_what_a_source_never_tells_is_no_hindrance_but_a_caution() -> None:
    one = hand("c", 12, skills=(), authorised=(), persons=0, unit=NEXT)
    assert not hindrances(NEED, one, NOW, RULES)
    assert [why.code for why in cautions(NEED, one, NOW, RULES)] == ["crew_authority_unknown"]


def test_that_a_shift_must_last_for_the_way_and_the_work() -> None:
    one = hand("c", 20, shift_ends_at=NOW + 70 * 60)
    assert [why.code for why in hindrances(NEED, one, NOW, RULES)] == ["crew_shift_ends"]
    short = msgspec.structs.replace(NEED, work=30 * 60.0)
    assert not hindrances(short, one, NOW, RULES)


def test_that_spares_count_where_somebody_said_which_are_needed() -> None:
    cable = msgspec.structs.replace(NEED, spares=("10kV cable joint", "fuse"))
    without = hindrances(cable, hand("c", 5, spares=("fuse",)), NOW, RULES)
    assert without[0].args == {"spares": "10kV cable joint"}
    assert not hindrances(cable, hand("c", 5, spares=("fuse", "10kV cable joint")), NOW, RULES)


def test_that_an_old_fix_and_a_long_day_are_said_of_who_is_able() -> None:
    one = hand("c", 12, fix_age=20 * 60.0, on_since=NOW - 13 * 3600)
    assert not hindrances(NEED, one, NOW, RULES)
    said = [(why.code, *why.args.values()) for why in cautions(NEED, one, NOW, RULES)]
    assert said == [("crew_fix_old", 20), ("crew_long_day", 13)]


@pytest.mark.parametrize(("detour", "said"), [(0.0, []), (59.0, []), (61.0, [1]), (900.0, [15])])
def test_that_a_way_round_a_shut_road_is_said_from_a_minute_on(detour: float, said: list[int]) -> None:
    found = cautions(NEED, hand("c", 20, detour=detour), NOW, RULES)
    assert [why.args["minutes"] for why in found if why.code == "crew_detour"] == said
