"""Crews moved before they are needed: from calm areas, to where orders or a gale wait, with reasons."""

from math import inf
from typing import Any

from tests.rules.dispatch.crews import HOME, NEXT, NOW, hand
from wallboard.rules.dispatch.able import Hand
from wallboard.rules.dispatch.moving import Bureau, Relief, reliefs
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.storm_limits import StormRules

RULES = DispatchRules(storm=StormRules(give_share=0.5, more_share=0.5))
HOUR = 3600.0


def crews(n: int, unit: str = HOME, **fields: Any) -> dict[str, Hand]:
    """Free crews of a bureau, by id."""
    return {f"{unit}{at}": hand(f"{unit}{at}", 0, unit=unit, **fields) for at in range(n)}


def asked(calm: dict[str, Hand], minutes: float = 30, **to: Any) -> list[Relief]:
    """Calm HOME and NEXT as it is said; every crew of HOME so far from NEXT."""
    here = crews(to.pop("has", 0), NEXT)
    bureaus = [
        Bureau(name=HOME, free=tuple(calm), **to.pop("home", {})),
        Bureau(name=NEXT, free=tuple(here), **to),
    ]
    ways = {(NEXT, one): minutes * 60 for one in calm}
    return reliefs(bureaus, calm | here, ways, NOW, RULES)


def test_that_where_more_orders_wait_than_crews_are_free_some_of_a_calm_area_are_proposed() -> None:
    (one,) = asked(crews(6), waiting=3, has=1)
    assert (one.frm, one.to, len(one.crews), one.seconds) == (HOME, NEXT, 2, 1800.0)
    assert [why.code for why in one.why] == ["relief_waiting", "relief_calm"]
    assert one.why[0].args == {"n": 3, "free": 1} and one.why[1].args == {"free": 6, "n": 0}


def test_that_home_keeps_half_of_what_it_can_spare_and_all_for_its_own_orders() -> None:
    (one,) = asked(crews(6), waiting=9)
    assert len(one.crews) == 3
    (one,) = asked(crews(6), waiting=9, home={"waiting": 4})
    assert len(one.crews) == 1
    assert asked(crews(6), waiting=9, home={"waiting": 6}) == []


def test_that_a_gale_that_is_forecast_brings_half_as_many_again_while_there_is_time() -> None:
    (one,) = asked(crews(9), has=4, gale_at=NOW + 4 * HOUR)
    assert len(one.crews) == 2 and [why.code for why in one.why] == ["relief_gale", "relief_calm"]
    assert one.why[0].args == {"hours": 4}
    (late,) = asked(crews(9), minutes=241, has=4, gale_at=NOW + 4 * HOUR)
    assert late.crews == () and late.unable == {"crew_too_late": 9}, "it would drive into it"
    assert asked(crews(9), has=4, gale_at=NOW) == [], "it is there"


def test_that_nobody_is_taken_from_where_a_gale_is_or_is_forecast() -> None:
    assert asked(crews(6), waiting=3, home={"gale_at": NOW}) == []
    assert asked(crews(6), waiting=3, home={"gale_at": NOW + HOUR}) == []


def test_that_only_who_may_work_there_and_can_is_moved_and_each_once() -> None:
    cases: tuple[tuple[dict[str, Any], float, str], ...] = (
        ({"authorised": (HOME,)}, 30.0, "crew_unauthorised"),
        ({"shift_ends_at": NOW + HOUR}, 30.0, "crew_shift_ends"),
        ({}, inf, "crew_no_road"),
    )
    for fields, minutes, code in cases:
        (one,) = asked(crews(6, **fields), minutes=minutes, waiting=3)
        assert (one.frm, one.crews, one.lacks, one.unable) == ("", (), 3, {code: 6})
    calm = crews(8)
    bureaus = [
        Bureau(name=HOME, free=tuple(calm)),
        Bureau(name=NEXT, waiting=5),
        Bureau(name="台山局", waiting=1),
    ]
    free = {name: hand(name, 0, authorised=(HOME, NEXT, "台山局")) for name in calm}
    ways = {(to, one): 600.0 for to in (NEXT, "台山局") for one in calm}
    found = reliefs(bureaus, free, ways, NOW, RULES)
    moved = [crew for one in found for crew in one.crews]
    assert len(moved) == len(set(moved)) == 4, "half of eight, whoever asks"
    assert found[0].to == NEXT, "who lacks most comes first"
