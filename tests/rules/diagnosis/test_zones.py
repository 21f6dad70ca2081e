"""Rule 7 of domain 5.4 (PSI: calls grouped by zone, mesh): what no device inside can part counts as one.

Here a zone is what hangs between the same devices. A place that the network does not know is no zone.
"""

from tests.rules.diagnosis.street import START, call, devices, judged
from tests.rules.supply_network.networks import wires
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.supply_network.network import Named, Network

NAMES = ("M1", "M2", "M3", "N1")


def meshed() -> Network:
    """busbar --CB-- 1 --RS-- 2 -- 3 -- 4 -- back to 2: a ring with three areas, a switch in it; and beside it
    area N1 behind a fuse. Each area hangs right on the line."""
    laid = wires(
        7,
        [(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (1, 5), (5, 6)],
        devices=((0, "breaker"), (1, "lateral_switch"), (3, "switch"), (5, "fuse")),
        areas=((2, 30), (3, 40), (4, 50), (6, 20)),
    )
    return Network(laid, Named(NAMES, ("CB", "RS", "IN", "FU"), ("F0",)))


def test_that_calls_of_one_zone_are_one_outage_though_no_area_has_two() -> None:
    """One call in each of three areas of a ring."""
    calls = [call(area, 60 + 50 * n) for n, area in enumerate(("M1", "M2", "M3"))]
    (found,) = judged(calls, 600, meshed()).hypotheses
    assert (found.device, set(found.areas), found.customers) == ("RS", {"M1", "M2", "M3"}, 120)


def test_that_a_closed_loop_is_one_zone_and_no_single_device_in_it_is_named() -> None:
    """Opening the switch in the ring leaves nobody dark: the calls go to what feeds the ring."""
    calls = [call(area, 60 + 30 * n, n) for area in ("M2", "M3") for n in range(2)]
    said = judged(calls, 600, meshed())
    assert {suspect.device for one in said.hypotheses for suspect in one.suspects} == {"RS"}
    assert meshed().cut_of("IN") is None


def test_that_calls_of_two_zones_are_two_outages() -> None:
    calls = [call(area, 60 + 30 * n, n) for area in ("M1", "M2", "M3") for n in range(2)]
    beside = [call("N1", 3000 + 30 * n, n) for n in range(3)]
    judge = Judge(meshed())
    judge.take(calls)
    assert devices(judge.at(START + 600)) == [("lateral", "RS")]
    judge.take(beside)
    found = judge.at(START + 3300)
    assert all(set(one.areas) in ({"N1"}, {"M1", "M2", "M3"}) for one in found.hypotheses)
    assert {"N1"} in [set(one.areas) for one in found.hypotheses]


def test_that_a_call_from_no_known_place_is_counted_and_put_nowhere() -> None:
    said = judged([call("", 60), call("new estate", 90), call("new estate", 120, 1)], 600, meshed())
    assert (said.unplaced, said.hypotheses) == (3, ())
