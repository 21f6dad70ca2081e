"""The true rates of the simulated city for the study's bound: what only the city itself can know."""

from collections.abc import Sequence
from math import inf

from feeds.sim import agenda
from feeds.sim import error_rates as told
from feeds.sim.failing import MANUAL_SWITCHING, REMOTE_SHARE, REMOTE_SWITCHING
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import TRANSFORMER, DeviceTree
from wallboard.config.scenario import Scenario

HELD = (25 * 60.0, 55 * 60.0)
"""Least and mean further seconds that a device stays open: desk, drive and work on site together."""
SWITCHED_BACK = (0.3, 6 * 60.0, 16 * 60.0)
"""Share of openings that are over by switching, and when: a feeder's sound sections, from afar."""
REFED = 0.25
PARTED = 1.5
"""Section switches opened for each of a feeder's faults, of all that a feeder has."""
ASTRAY = 6.0e-8
"""Calls a second and customer of a lit area that are of a neighbour, or a second time."""
HAZARD = {"breaker": 2.0e-6, "switch": 2.0e-8, "lateral_switch": 2.0e-6, "fuse": 2.0e-6, TRANSFORMER: 5.0e-7}
"""Openings a second where hazard breaks things, at its ordinary rates in a storm."""
LATERALS = ("lateral_switch", "fuse")


def rates_of(scenario: Scenario, tree: DeviceTree) -> Rates:
    """As docs/truth.md states them, and how many faults the scenario has."""
    return Rates(
        opens=_opens(scenario, tree),
        storm=_storm(scenario),
        calm=_calm(scenario),
        held=HELD,
        switched=SWITCHED_BACK,
        parted=PARTED,
        parts_after=((REMOTE_SHARE, *REMOTE_SWITCHING), (1.0 - REMOTE_SHARE, *MANUAL_SWITCHING)),
        refed=REFED,
        unread=told.STALE_STATIONS,
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
        stray=tuple(
            _a_second(scenario, broken) * (customers > 1)
            + (told.OWN_BREAKER_A_DAY / 86_400.0 + ASTRAY) * customers
            for broken, customers in zip(_services(scenario, tree), tree.customers, strict=True)
        ),
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


def _a_second(scenario: Scenario, count: float) -> float:
    """How many a second while it storms, or else all day, of so many in all."""
    storm = scenario.storm
    if storm is None:
        return count / scenario.lasts
    return count * scenario.storm_share / (storm.ends - storm.begins)


def _count(scenario: Scenario, kind: str) -> float:
    """Faults of a kind in all."""
    return getattr(scenario.faults, kind) + sum(entry.kind == kind for entry in scenario.set_fault)


def _opens(scenario: Scenario, tree: DeviceTree) -> tuple[float, ...]:
    """By device; a lateral's goes with its length, as the city draws them, and none fails twice. A breaker
    below another one has no faults of its own. A service line of an area's only customer leaves as much dark
    as the transformer."""
    if scenario.hazard:
        return tuple(HAZARD[kind] * scenario.hazard for kind in tree.kind)
    found = [0.0] * len(tree.id)
    heads = [
        device
        for device in _of(tree, "breaker")
        if not any(tree.kind[above] == "breaker" for above in tree.way_up(device)[1:])
    ]
    laterals, transformers = _of(tree, *LATERALS), _of(tree, TRANSFORMER)
    ways = (
        ("feeder", heads, [1.0] * len(heads)),
        ("lateral", laterals, [tree.km[device] ** 0.7 for device in laterals]),
        ("area", transformers, [1.0] * len(transformers)),
    )
    for kind, devices, weights in ways:
        for device, count in zip(devices, shared_out(_count(scenario, kind), weights), strict=True):
            found[device] += _a_second(scenario, count)
    services = _services(scenario, tree)
    for device in transformers:
        if tree.customers[tree.area[device]] == 1:
            found[device] += _a_second(scenario, services[tree.area[device]])
    switches = _of(tree, "switch")
    unread = told.STALE_STATIONS * PARTED * _a_second(scenario, _count(scenario, "feeder"))
    for device in switches:
        found[device] += unread / len(switches)
    return tuple(found)


def _services(scenario: Scenario, tree: DeviceTree) -> list[float]:
    """Broken service lines by area."""
    own = tree.own or [False] * len(tree.customers)
    weights = [0.0 if mine else count**0.8 for count, mine in zip(tree.customers, own, strict=True)]
    return shared_out(_count(scenario, "service"), weights)


def _of(tree: DeviceTree, *kinds: str) -> list[int]:
    return [device for device, kind in enumerate(tree.kind) if kind in kinds]


def shared_out(count: float, weights: Sequence[float]) -> list[float]:
    """So many by weight, at the most one each."""
    found = [0.0] * len(weights)
    open_ = [row for row, weight in enumerate(weights) if weight > 0.0]
    while open_ and count > 0.0:
        whole = sum(weights[row] for row in open_)
        full = [row for row in open_ if count * weights[row] >= whole]
        for row in full or open_:
            found[row] = 1.0 if full else count * weights[row] / whole
        if not full:
            break
        count -= len(full)
        open_ = [row for row in open_ if row not in full]
    return found
