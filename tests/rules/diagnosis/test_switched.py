"""What is heard behind something that was switched: late words, and light that comes from beyond."""

import numpy as np

from tests.rules.diagnosis.street import (
    SIZES,
    START,
    all_off,
    all_on,
    call,
    devices,
    judged,
    meters,
    position,
    street,
)
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.switched import Switched

EVERYBODY = ["A1", "A2", "B1", "B2"]
TRIPPED = position("CB", 60, closed=False, tripped=True)


def test_that_the_silence_of_many_areas_does_not_outweigh_a_breaker_read_open() -> None:
    """They are late for one reason, not each for its own; here every one of them says 1 to 100,000 that it
    would have spoken by now."""
    prompt = EvidenceModel(report_never=1e-5, report_late=0.0, report_known=1e9)
    (found,) = judged([TRIPPED], 900, model=prompt).hypotheses
    assert (found.device, found.customers) == ("CB", sum(SIZES.values()))


def test_that_light_ends_what_was_told_after_it() -> None:
    """Counts come late: that it is dark was told at 900 s, and that it is lit was read at 700."""
    judge = Judge(street())
    judge.take([*all_off(["A1", "A2"], 60), *all_on(["B1"], 60)])
    assert devices(judge.at(START + 900)) == [("lateral", "FU1")]
    judge.take(all_on(["A1"], 700))
    assert sum(one.customers for one in judge.at(START + 1000).hypotheses) == 0


def test_that_one_lit_area_behind_an_open_breaker_says_that_its_zone_is_fed_from_beyond() -> None:
    """What the others of its zone read before that is of the time when it was dark; the other zone waits."""
    judge = Judge(street(2, tied=True))
    judge.take([TRIPPED, *all_off(EVERYBODY, 150)])
    assert sum(one.customers for one in judge.at(START + 600).hypotheses) == sum(SIZES.values())
    judge.take(all_on(["B1"], 1000))
    found = judge.at(START + 1020)
    assert [(one.device, one.customers) for one in found.hypotheses if one.customers] == [("CB", 100)]


def test_that_what_read_lit_behind_an_open_breaker_stays_so_though_somebody_else_calls() -> None:
    """A call opens another onset of the feeder; nothing can have opened there that was not open."""
    judge = Judge(street(2, tied=True))
    judge.take([TRIPPED, *all_off(EVERYBODY, 150), *all_on(["B1", "B2"], 700)])
    before = judge.at(START + 900)
    judge.take([call("A1", 1500)])
    after = judge.at(START + 1560)
    for judgement in (before, after):
        assert sum(one.customers for one in judgement.hypotheses) == 100


def test_that_a_switch_is_no_suspect_once_somebody_right_behind_it_is_lit() -> None:
    """The breaker is closed again; a section switch may have been opened to part off the fault. Light right
    behind it says that it was not, whatever one call says later."""
    cuts = street().cuts
    row = int(cuts.row_of_device[street().device_rows["SW"]])
    switched = Switched(street())
    switched.closed(0, START + 600)
    rows, dark = np.array([row]), np.full(len(SIZES), -np.inf)
    lit = dark.copy()
    lit[street().area_rows["B1"]] = START + 700
    assert not switched.of(rows, dark, START + 900).whole[0]
    assert switched.of(rows, lit, START + 900).whole[0]
    assert switched.of(rows, lit - 200, START + 900).lately[0]
    assert not switched.of(rows, lit - 200, START + 900).whole[0]


def test_that_light_beyond_an_inner_tie_says_nothing_of_the_switch_nearer_to_the_source() -> None:
    """B's zone may be fed from beyond SW's tie; A's, behind the breaker, has not said anything."""
    network = street(2, tied=True)
    switched = Switched(network)
    switched.opened(0, START + 60)
    light = np.full(2 * len(SIZES), -np.inf)
    light[network.area_rows["B1"]] = START + 700
    breaker, switch = (int(network.cuts.row_of_device[network.device_rows[name]]) for name in ("CB", "SW"))
    found = switched.of(np.array([breaker, switch]), light, START + 900)
    assert (found.lit.tolist(), found.whole.tolist()) == ([True, True], [False, True])


def test_that_an_area_that_cannot_be_reached_is_no_veto() -> None:
    """Silent is not dark, and not lit either: all its meters fell silent before the calls began, and it has
    nothing to report. Of an area that can be reached, saying nothing for so long would speak for light."""
    calls = [call("A2", 1500), call("A2", 1700, 1), call("A2", 1900, 2)]
    silent = meters("A2", 0, 0, 600, silent=60)
    with_it, without = (judged([*more, *calls], 2600) for more in ([silent], []))
    assert with_it.expected > 2.0 * without.expected  # customers out, over all worlds
