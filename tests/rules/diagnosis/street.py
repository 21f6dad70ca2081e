"""One feeder that a reader can follow, and what may be heard of it.

busbar --CB-- n1 --+--FU1-- n2 -- T1 (area A1, 40)
                   |           \\- T2 (area A2, 60)
                   +--SW--- n5 --+-- T3 (area B1, 50)
                                 +-- T4 (area B2, 1: a factory's own)
"""

from collections.abc import Iterable

from tests.rules.supply_network.networks import wires
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState
from wallboard.domain.plans import PlanWork
from wallboard.domain.terms import EvidenceKind
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.judgement import Judgement
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Named, Network

START = 1_800_000_000.0
SIZES = {"A1": 40, "A2": 60, "B1": 50, "B2": 1}
EDGES = [(0, 1), (1, 2), (2, 3), (2, 4), (1, 5), (5, 6), (5, 7)]


def street(feeders: int = 1, *, tied: bool = False, station: bool = False) -> Network:
    """So many feeders of this kind at one busbar; the second's names end with ``'``. tied: an open point
    between the first two; station: the busbar hangs on a source behind one switch of its own, ``ST``."""
    edges, devices, areas, trafos = [], [], [], []
    named: tuple[list[str], list[str]] = ([], [])
    for turn in range(feeders):
        first, mark = 7 * turn, "'" * turn
        at = [0, *range(first + 1, first + 8)]
        devices += [(first, "breaker"), (first + 1, "fuse"), (first + 4, "switch")]
        trafos += [first + 2, first + 3, first + 5, first + 6]
        edges += [(at[a], at[b]) for a, b in EDGES]
        areas += list(zip((at[3], at[4], at[6], at[7]), SIZES.values(), strict=True))
        named[0].extend(name + mark for name in SIZES)
        named[1].extend(name + mark for name in ("CB", "FU1", "SW"))
    nodes, open_edges = 1 + 7 * feeders, ()
    if tied:
        open_edges = (len(edges),)
        edges.append((5, 12))
    if station:
        devices.append((len(edges), "switch"))
        named[1].append("ST")
        edges.append((nodes, 0))
    laid = wires(
        nodes + station,
        edges,
        roots=(nodes if station else 0,),
        trafos=tuple(trafos),
        open_edges=open_edges,
        devices=tuple(devices),
        areas=tuple(areas),
    )
    return Network(laid, Named(tuple(named[0]), tuple(named[1]), tuple(f"F{i}" for i in range(feeders))))


def said(data: Payload, key: str, after: float) -> Fact:
    """A fact, seconds after the start."""
    return Fact(data, key, START + after, key.partition("/")[0], f"{key}|{after}", START + after)


def meters(area: str, off: int, on: int, after: float, silent: int = 0) -> Fact:
    return said(AreaMeters(off=off, on=on, silent=silent), f"metering/{area}", after)


def all_off(areas: Iterable[str], after: float) -> list[Fact]:
    return [meters(area, SIZES[area.rstrip("'")], 0, after) for area in areas]


def all_on(areas: Iterable[str], after: float) -> list[Fact]:
    return [meters(area, 0, SIZES[area.rstrip("'")], after) for area in areas]


def call(area: str, after: float, number: int = 0, topic: str = "no_power") -> Fact:
    data = CallReport(channel="95598", received_at=START + after, area=area, topic=topic)
    return said(data, f"95598/{area}-{after}-{number}", after)


def position(device: str, after: float, *, closed: bool, good: bool = True, tripped: bool = False) -> Fact:
    return said(DevicePosition(closed=closed, good=good, tripped=tripped), f"scada/{device}", after)


def indicator(device: str, after: float, *, passed: bool = True) -> Fact:
    return said(IndicatorState(passed=passed), f"scada/FI-{device}", after)


def word(kind: EvidenceKind, device: str, after: float, n: int = 1) -> Fact:
    """Somebody says that a device is open, or (n of 0) that it is not."""
    return said(Evidence(kind=kind, device=device, n=n), "oms/O1", after)


def plan(key: str, devices: list[str], begins: float, ends: float) -> list[Fact]:
    """Planned work that runs in its window."""
    work = PlanWork(title=key, window_from=START + begins, window_to=START + ends, devices=devices)
    return [said(work, f"plans/{key}", begins)]


def judged(
    facts: Iterable[Fact], after: float, network: Network | None = None, model: EvidenceModel | None = None
) -> Judgement:
    """The judgement of an instant from nothing but these facts."""
    judge = Judge(network or street(), model)
    judge.take(facts)
    return judge.at(START + after)


def devices(judgement: Judgement) -> list[tuple[str, str]]:
    """Kind and device of each hypothesis."""
    return [(one.kind.value, one.device) for one in judgement.hypotheses]
