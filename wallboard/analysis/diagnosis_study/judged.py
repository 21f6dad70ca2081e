"""The judgement under study, asked at each look of a case in the study's own words."""

from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth, named
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.judgement import Judgement
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network

SERVICE = "service"
"""What opens below an area: not asked for here."""


def judged(case: Case, network: Network, model: EvidenceModel) -> list[Judged]:
    """What the judgement makes of a case at each of its looks. What comes from areas out for planned work
    belongs to the plan, and is kept from it as a room's hub does."""
    judge, found = Judge(network, model), list[Judged]()
    device = devices_of(case, network)
    heard = 0
    for truth in case.truths:
        begin = heard
        while heard < len(case.heard) and case.heard[heard].seen <= truth.at:
            heard += 1
        planned = {case.tree.names[area] for area in truth.planned}
        judge.take(fact for fact in case.heard[begin:heard] if _area(fact) not in planned)
        found.append(_in_our_words(case, device, truth, judge.at(truth.at), model.predict_from))
    return found


def devices_of(case: Case, network: Network) -> dict[str, int]:
    """The case's device by id; of several at one line it names one, and each of them is that one."""
    found = {id_: row for row, id_ in enumerate(case.tree.id)}
    edges = network.wires.device_edge.tolist()
    for id_, edge in zip(network.named.devices, edges, strict=True):
        if edge in case.tree.at:
            found.setdefault(id_, case.tree.at[edge])
    return found


def _area(fact: Fact) -> str:
    if isinstance(fact.data, CallReport):
        return fact.data.area
    return named(fact) if isinstance(fact.data, AreaMeters) else ""


def _in_our_words(
    case: Case, device: dict[str, int], truth: Truth, judgement: Judgement, least: float
) -> Judged:
    """Devices that are predicted, and who is behind them as the room is told; without service lines."""
    rows = {name: row for row, name in enumerate(case.tree.names)}
    devices, dark = set[int](), dict[int, float]()
    for one in judgement.hypotheses:
        if one.suspects[0].opener == SERVICE:
            continue
        known = [device[each.device] for each in one.suspects if each.device in device]
        if one.probability >= least and known:
            devices.add(case.tree.twins[known[0]])
            dark.update((rows[name], float(case.tree.customers[rows[name]])) for name in one.areas)
    return Judged(frozenset(devices), dark)
