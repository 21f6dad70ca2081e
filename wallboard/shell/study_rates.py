"""The true rates of the simulated city for the study's bound: what only the city itself can know."""

from math import inf

from feeds.sim import agenda
from feeds.sim import error_rates as told
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import TRANSFORMER, DeviceTree
from wallboard.config.scenario import Scenario

HELD = (25 * 60.0, 55 * 60.0)
"""Least and mean further seconds that a device stays open: desk, drive and work on site together."""
SWITCHED_BACK = (0.3, 6 * 60.0, 16 * 60.0)
"""Share of openings that are over by switching, and when: a feeder's sound sections, from afar."""
REFED = 0.25
SWITCHED = 1.5
"""Section switches opened for each of a feeder's faults, of all that a feeder has."""
HAZARD = {"breaker": 2.0e-6, "switch": 1.0e-6, "lateral_switch": 2.0e-6, "fuse": 2.0e-6, TRANSFORMER: 5.0e-7}
"""Openings a second where hazard breaks things, at its ordinary rates in a storm."""
LATERALS = ("lateral_switch", "fuse")


def rates_of(scenario: Scenario, tree: DeviceTree) -> Rates:
    """As docs/truth.md states them, and how many faults the scenario has."""
    service = _a_second(scenario, "service") / max(1, len(tree.customers))
    return Rates(
        opens=_opens(scenario, tree),
        storm=_storm(scenario),
        calm=_calm(scenario),
        held=HELD,
        switched=SWITCHED_BACK,
        refed=REFED,
        hold=told.HOLD,
        latency=agenda.LATENCY["metering"],
        late=told.LATE_AREAS,
        late_by=told.LATE_BY,
        dead=told.DEAD_CONCENTRATORS,
        missed=told.MISSED_AFTER,
        silent=min(0.2, told.SILENCES_A_DAY * told.SILENCES_IN_STORM * told.SILENCE_MEDIAN / 86_400.0),
        calls=told.CALL_SHARE * scenario.calls,
        own=told.OWN_TRANSFORMER_CALLS,
        first=told.CALL_FIRST,
        mean=told.CALL_MEAN,
        stray=service + told.OWN_BREAKER_A_DAY * 80.0 / 86_400.0 + 5.0e-6,
        more=4.0e-4,
        scada=_sum(told.SCADA_DELAY, agenda.LATENCY["scada"]),
        scada_late=told.SCADA_LATE,
        scada_late_by=told.SCADA_LATE_BY,
        shows=told.INDICATED_DEVICES * (1.0 - told.INDICATOR_MISSES),
        misses=told.INDICATOR_MISSES,
        false=told.INDICATED_DEVICES * told.INDICATOR_FALSE,
        shows_by=told.INDICATOR_DELAY,
    )


def _sum(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]


def _storm(scenario: Scenario) -> tuple[float, float]:
    """From when to when it storms, epoch s; for ever where the scenario draws no faults by a storm."""
    if scenario.storm is None or scenario.hazard:
        return -inf, inf
    return scenario.start_at + scenario.storm.begins, scenario.start_at + scenario.storm.ends


def _calm(scenario: Scenario) -> float:
    """How often devices open beside the storm, to how often within it."""
    storm, share = scenario.storm, scenario.storm_share
    if storm is None or scenario.hazard:
        return 1.0
    lasts = storm.ends - storm.begins
    return (1.0 - share) / max(1.0, scenario.lasts - lasts) * lasts / share


def _a_second(scenario: Scenario, kind: str) -> float:
    """How many faults of a kind come a second while it storms, or else all day."""
    count = getattr(scenario.faults, kind) + sum(entry.kind == kind for entry in scenario.set_fault)
    storm = scenario.storm
    if storm is None:
        return count / scenario.lasts
    return count * scenario.storm_share / (storm.ends - storm.begins)


def _opens(scenario: Scenario, tree: DeviceTree) -> tuple[float, ...]:
    """By device; a lateral's goes with its length, as the city draws them."""
    if scenario.hazard:
        return tuple(HAZARD[kind] * scenario.hazard for kind in tree.kind)
    weight = [tree.km[device] ** 0.7 if kind in LATERALS else 1.0 for device, kind in enumerate(tree.kind)]
    laterals = sum(w for w, kind in zip(weight, tree.kind, strict=True) if kind in LATERALS)
    breakers = max(1, tree.kind.count("breaker"))
    whole = {
        "breaker": _a_second(scenario, "feeder") / breakers,
        "switch": SWITCHED * _a_second(scenario, "feeder") / max(1, tree.kind.count("switch")),
        "lateral_switch": _a_second(scenario, "lateral") / max(1e-9, laterals),
        "fuse": _a_second(scenario, "lateral") / max(1e-9, laterals),
        TRANSFORMER: _a_second(scenario, "area") / max(1, tree.kind.count(TRANSFORMER)),
    }
    return tuple(whole[kind] * one for kind, one in zip(tree.kind, weight, strict=True))
