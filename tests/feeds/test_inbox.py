"""The inbox: any cutting into frames and ticks leaves the same tables, and it stays bounded."""

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.inbox import Inbox
from tests.fact_strategies import facts
from tests.feeds.small import T0, numbered, outage, placed, thread
from wallboard.domain.facts import Fact, Removed
from wallboard.domain.outages import OutageRetired
from wallboard.state.store import Store

LISTS = st.lists(facts(), max_size=40).map(numbered)
CUTS = st.lists(st.integers(1, 9), min_size=1, max_size=8)


def take(store: Store, inbox: Inbox, budget: int) -> None:
    batch = inbox.drain(budget)
    assert batch.snapshot or len(batch.facts) <= budget
    if batch.snapshot:
        store.load(batch.facts, batch.seq)
    else:
        store.apply(batch.facts)


@settings(max_examples=60, deadline=None)
@given(LISTS, CUTS, CUTS, st.booleans())
def test_that_any_cutting_leaves_the_same_tables(
    stream: list[Fact], cuts: list[int], budgets: list[int], begin: bool
) -> None:
    plain = Store()
    plain.apply(stream)
    store, inbox = Store(), Inbox()
    at = turn = 0
    if begin:  # the first part comes as a snapshot
        at = len(stream) // 2
        before = Store()
        before.apply(stream[:at])
        inbox.put_snapshot(before.snapshot(), "e", at)
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        inbox.put(stream[at : at + step], "e", min(at + step, len(stream)))
        at += step
        if turn % 2:
            take(store, inbox, budgets[turn % len(budgets)])
        turn += 1
    while len(inbox):
        take(store, inbox, budgets[0])
    assert store.digest() == plain.digest()


def test_that_values_coalesce_and_entries_do_not() -> None:
    inbox = Inbox()
    stream = numbered([fact for at in range(10) for fact in thread(1, 1000.0 + at)])
    inbox.put(stream, "e", 50)
    batch = inbox.drain(1000)
    assert len(batch.facts) == 4 + 10  # four values of one thread, ten calls
    assert batch.seq == 50
    assert inbox.coalesced == 36


def test_that_a_snapshot_replaces_what_waits_and_comes_whole() -> None:
    inbox = Inbox()
    inbox.put(numbered([outage(9, 1)]), "e", 1)
    inbox.put_snapshot(numbered([outage(n, n) for n in range(50)]), "f", 50)
    inbox.put(numbered([outage(3, 77), outage(60, 1)], 51), "f", 52)
    batch = inbox.drain(5)
    assert batch.snapshot
    assert (len(batch.facts), batch.left, batch.seq) == (52, 0, 52)
    assert [fact.seq for fact in batch.facts[-2:]] == [51, 52]  # the store takes the newer one of two
    assert inbox.coalesced == 0 and not inbox.renewed
    assert not inbox.drain(5).snapshot


def test_that_the_window_is_woken_once_for_a_burst() -> None:
    woken: list[int] = []
    inbox = Inbox(lambda: woken.append(1))
    for number in range(5):
        inbox.put(numbered([outage(number, 1)], number + 1), "e", number + 1)
    assert len(woken) == 1
    inbox.drain(100)
    inbox.put(numbered([outage(9, 1)], 9), "e", 9)
    assert len(woken) == 2


def test_that_too_much_waiting_is_let_go_and_a_snapshot_asked_for() -> None:
    inbox = Inbox(limit=100)
    inbox.put(numbered([outage(n, n) for n in range(101)]), "e", 101)
    assert len(inbox) == 0
    assert inbox.take_overflow()
    assert not inbox.take_overflow()
    inbox.put(numbered([outage(1, 1)], 102), "e", 102)
    assert len(inbox) == 0  # a picture with a hole is worse than an old one
    inbox.put_snapshot(numbered([outage(1, 1)]), "e", 103)
    inbox.put(numbered([outage(2, 1)], 104), "e", 104)
    assert len(inbox.drain(10).facts) == 2


def test_that_an_end_that_is_taken_back_or_late_stays_the_end() -> None:
    """Hypothesis found it: taking back a retirement is void, so it may not push the retirement out."""
    ended = [placed(OutageRetired(since=at), "oms/1", at, "oms") for at in (T0 + 9, T0 + 5)]
    taken_back = placed(Removed(of="outage.retired"), "oms/1", T0 + 9, "oms")
    stream = numbered([outage(1, 100), *ended, taken_back])
    plain, store, inbox = Store(), Store(), Inbox()
    plain.apply(stream)
    inbox.put(stream, "e", 4)
    take(store, inbox, 100)
    assert store.digest() == plain.digest()
    assert not store.tables.outages
