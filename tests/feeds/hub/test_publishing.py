"""Subject ownership: a source publishes its own name, its own kinds, and nobody else's subjects."""

from collections import Counter

import pytest

from feeds.hub.publishing import own_facts, refusal_of
from tests.feeds.small import T0, numbered, outage, placed
from wallboard.domain.facts import Fact, Payload, Removed
from wallboard.domain.orders import OrderAcknowledged
from wallboard.domain.outages import OutageEtr
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import Claimant, SourceState
from wallboard.state.store import Store


def of(data: Payload, source: str, key: str = "oms/1") -> Fact:
    return placed(data, key, T0, source)


def test_that_a_source_speaks_in_its_own_name_only() -> None:
    tables = Store().tables
    assert refusal_of(outage(1, 1), "oms", (), tables) is None
    assert refusal_of(outage(1, 1), "gps", (), tables) == "foreign_source"
    assert refusal_of(outage(1, 1, source="hub"), "hub", (), tables) == "foreign_source"


def test_that_what_the_room_itself_says_is_nobody_elses() -> None:
    tables = Store().tables
    forged = of(OrderAcknowledged(actor="值班长", role="desk"), "oms")
    assert refusal_of(forged, "oms", (), tables) == "hubs_own_type"
    fresh = SourceFreshness(state=SourceState.LIVE)
    assert refusal_of(of(fresh, "oms", "oms"), "oms", (), tables) is None
    assert refusal_of(of(fresh, "oms", "gps"), "oms", (), tables) == "hubs_own_type"


def test_that_a_source_may_say_that_it_lives_after_the_hub_has_called_it_lost() -> None:
    store = Store()
    lost = SourceFreshness(state=SourceState.LOST, reason=Reason("source_silent"))
    store.apply(numbered([of(lost, "analyst", "oms")]))
    again = of(SourceFreshness(state=SourceState.LIVE), "oms", "oms")
    assert refusal_of(again, "oms", (), store.tables) is None
    assert refusal_of(again, "oms", ("outage",), store.tables) is None


@pytest.mark.parametrize(("kinds", "word"), [((), None), (("outage",), None), (("crew",), "foreign_kind")])
def test_that_a_token_may_name_the_kinds(kinds: tuple[str, ...], word: str | None) -> None:
    assert refusal_of(outage(1, 1), "oms", kinds, Store().tables) == word


def test_that_a_subject_has_one_owner_and_each_claimant_is_a_subject() -> None:
    store = Store()
    store.apply(numbered([outage(1, 5)]))
    taken = placed(outage(1, 9).data, "oms/1", T0, "other")
    assert refusal_of(taken, "other", (), store.tables) == "foreign_subject"
    crews = of(OutageEtr(claimant=Claimant.CREW, etr=T0 + 60), "crews")
    assert refusal_of(crews, "crews", (), store.tables) is None
    gone = of(Removed(of="outage.extent", claimant=Claimant.OUTAGE_SYSTEM), "oms")
    store.apply(numbered([gone], 2))
    assert refusal_of(taken, "other", (), store.tables) is None


def test_that_the_good_ones_are_taken_and_the_others_counted() -> None:
    counts: Counter[str] = Counter()
    facts = [outage(1, 1), outage(2, 2, source="gps"), outage(3, 3)]
    mine = own_facts(facts, "oms", (), Store().tables, counts)
    assert [fact.key for fact in mine] == ["oms/1", "oms/3"]
    assert counts == {"foreign_source": 1}
