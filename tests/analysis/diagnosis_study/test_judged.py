"""The judgement is asked in the study's words, and is not told what belongs to a plan (domain 5.4)."""

import msgspec

from feeds.networks import network_of
from tests.analysis.diagnosis_study.small import counted
from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth
from wallboard.analysis.diagnosis_study.judged import devices_of, judged
from wallboard.analysis.diagnosis_study.tree import device_tree
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.state.atlas import unpack
from wallboard.state.supply_wires import supply_network

ATLAS = unpack(network_of("town")[1])
TREE = device_tree(ATLAS)
AREA = 9


def said_of_a_dark_area(planned: frozenset[int]) -> Judged:
    heard = [counted(TREE.names[AREA], 100.0, off=TREE.customers[AREA], on=0)]
    truth = Truth(900.0, frozenset(), frozenset(), frozenset(), planned)
    case = Case("small", TREE, 0.0, heard, [truth])
    (found,) = judged(case, supply_network(ATLAS), EvidenceModel())
    return found


def test_that_an_area_whose_meters_are_off_is_said_to_be_dark_with_its_device() -> None:
    found = said_of_a_dark_area(frozenset())
    assert found.devices == {TREE.twins[TREE.leaf[AREA]]}
    assert found.dark == {AREA: TREE.customers[AREA]}


def test_that_what_an_area_says_during_planned_work_belongs_to_the_plan() -> None:
    assert not said_of_a_dark_area(frozenset([AREA])).devices


def test_that_of_two_devices_at_one_line_either_is_the_one_that_the_case_names() -> None:
    """The judgement named the other end's switch: neither a word nor the customers behind it were counted."""
    network = supply_network(ATLAS)
    row = next(row for row, edge in enumerate(network.wires.device_edge.tolist()) if edge in TREE.at)
    edge = int(network.wires.device_edge[row])
    named = [*network.named.devices[:row], "the other end", *network.named.devices[row + 1 :]]
    network.named = msgspec.structs.replace(network.named, devices=tuple(named))
    case = Case("small", TREE, 0.0, [], [])
    assert devices_of(case, network)["the other end"] == TREE.at[edge]
