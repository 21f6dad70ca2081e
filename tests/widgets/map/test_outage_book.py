"""The book's columns, kept by what changed, are those of a book that reads everything anew."""

import random

import numpy as np
from msgspec.structs import replace

from tests.widgets.map.moments import NOW, storm
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent, OutageRetired
from wallboard.domain.terms import AreaClass
from wallboard.state.store import Store
from widgets.map.outage_book import OutageBook


def test_that_columns_kept_by_changes_are_those_read_anew() -> None:
    chance, facts = random.Random(11), storm(120)
    extents = [f for f in facts if isinstance(f.data, OutageExtent)]
    store, book = Store(), OutageBook(None, AreaClass.URBAN)
    seq = len(facts)
    waiting = facts
    for step in range(60):
        batch, waiting = waiting[:12], waiting[12:]
        for fact in chance.sample(extents, 3):
            seq += 1
            if step % 7 == 3:
                batch.append(Fact(OutageRetired(since=NOW), fact.key, NOW + seq, "a", f"r{seq}", NOW, seq))
            else:
                data = replace(fact.data, customers_out=chance.randrange(900), lon=chance.uniform(-126, -118))
                batch.append(Fact(data, fact.key, NOW + seq, fact.source, f"m{seq}", NOW, seq))
        change = store.apply(batch)
        book.read(store.tables, change.of("outage"), NOW)
        held, again = book.columns(), OutageBook(None, AreaClass.URBAN)
        again.read_all(store.tables, NOW)
        fresh = again.columns()
        assert held[0] == fresh[0]
        assert np.array_equal(held[1], fresh[1])
        assert np.array_equal(held[2], fresh[2])
        assert book.columns() is held, "no change, no new columns"
        assert book.lit == again.lit
    assert len(book.marks) > 40


def test_that_another_run_leaves_nothing_of_the_one_before() -> None:
    book = OutageBook(None, AreaClass.URBAN)
    stores = [Store(), Store(), Store()]
    for store, facts in zip(stores, (storm(120), storm(40, seed=5), []), strict=True):
        store.apply(facts)
        book.read_all(store.tables, NOW)
        fresh = OutageBook(None, AreaClass.URBAN)
        fresh.read_all(store.tables, NOW)
        assert book.marks == fresh.marks
        assert [mark.id for mark in book.columns()[0]] == [mark.id for mark in fresh.columns()[0]]
        assert (book.lit, list(book.heaviest())) == (fresh.lit, list(fresh.heaviest()))
        assert sorted(book.census) == sorted(fresh.census)
        assert book.census.unplaced == fresh.census.unplaced
