"""The judgement is asked in the study's words, and is not told what belongs to a plan (domain 5.4)."""

from feeds.networks import network_of
from tests.analysis.diagnosis_study.small import counted
from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth
from wallboard.analysis.diagnosis_study.judged import judged
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
