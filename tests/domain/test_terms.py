"""The closed vocabularies hang together."""

from enum import StrEnum
from inspect import getmembers, isclass

import pytest

from wallboard.domain import terms
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import ORDER_CLOSED, OUTAGE_DARK, OUTAGE_OPEN, Lane, OrderStage, OutageStage

VOCABULARIES = [
    cls for _, cls in getmembers(terms, isclass) if issubclass(cls, StrEnum) and cls is not StrEnum
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda cls: cls.__name__)
def test_that_every_word_is_its_name_in_lower_case(vocabulary: type[StrEnum]) -> None:
    assert [word.value for word in vocabulary] == [word.name.lower() for word in vocabulary]


@pytest.mark.parametrize("stage", list(OutageStage))
def test_that_reported_is_open_but_not_dark_and_unlisted_is_neither(stage: OutageStage) -> None:
    row = Outage(id="1", source="s", stage=stage)
    assert (row.open, row.dark) == (stage in OUTAGE_OPEN, stage in OUTAGE_DARK)
    if stage is OutageStage.RESTORED_REPORTED:
        assert (row.open, row.dark) == (True, False)
    if stage in (OutageStage.UNLISTED, OutageStage.CLOSED, OutageStage.CANCELLED):
        assert (row.open, row.dark) == (False, False)


@pytest.mark.parametrize("stage", list(OrderStage))
def test_that_an_order_is_open_until_it_is_closed(stage: OrderStage) -> None:
    row = Order(id="1", source="s", lane=Lane.RESTORE, received_at=0.0, stage=stage)
    assert row.open is (stage not in ORDER_CLOSED)
