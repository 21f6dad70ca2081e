"""The hub's own names are told apart from those of a room's sources, in one place."""

from wallboard.domain.fact_table import SPECS
from wallboard.domain.source_names import ANALYST, HUB, OF_THE_HUB, OPERATOR, RESERVED
from wallboard.domain.terms import Claimant


def test_that_what_the_hub_says_anew_for_itself_is_reserved_too() -> None:
    assert set(RESERVED) > OF_THE_HUB


def test_that_claimants_and_owners_of_facts_are_named_as_the_sources_are() -> None:
    assert (Claimant.ANALYST.value, Claimant.OPERATOR.value) == (ANALYST, OPERATOR)
    assert HUB in {spec.owner for spec in SPECS.values()}
