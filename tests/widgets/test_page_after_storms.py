"""What is retired leaves every book, board and cache of a wall: a second storm finds what the first found."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from tests.widgets.map import moments
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderRetired
from wallboard.domain.outages import OutageRetired
from wallboard.domain.terms import Lane
from wallboard.shell.registry import make_page
from wallboard.state import store as store_module
from wallboard.state.changes import Change
from widgets.map.map_view import MapView
from widgets.map.sprites import MOST_SPRITES, SHEET, SpriteKey
from widgets.page import Page

N, DAY = 220, 86_400.0

OURS = ("wallboard.state", "widgets")
"""Where the walk goes on: objects of these packages."""

BOUNDED = ("_advances", "_pictures", "_places", "_recent", "_words", "_graves", "_things", "_ends", "_starts")
"""Caches and heaps with a bound of their own, tested beside them."""


def sizes(thing: Any, path: str, seen: set[int]) -> Iterator[tuple[str, int]]:
    """(path, length) of every container that an object of ours holds, however deep."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, dict | list | tuple | set | frozenset | deque | np.ndarray):
        yield path, len(thing)
        inner = (
            thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list | tuple) else ()
        )
        for part in inner:
            yield from sizes(part, f"{path}[]", seen)
    elif type(thing).__module__.startswith(OURS) and not isinstance(thing, type):
        names = [*getattr(thing, "__dict__", {}), *getattr(type(thing), "__slots__", ())]
        for name in (n for n in names if n not in BOUNDED and hasattr(thing, n)):
            yield from sizes(getattr(thing, name), f"{path}.{name}", seen)


def longest(page: Page) -> dict[str, int]:
    found: dict[str, int] = {}
    for path, size in sizes(page, "page", set()):
        found[path] = max(size, found.get(path, 0))
    return found


def of_storm(number: int, seq: int) -> tuple[list[Fact], list[Fact]]:
    """The facts of a storm with ids of its own, a day after the last one, and what retires all of it."""
    shift = (number + 1) * DAY
    came = [
        Fact(
            renamed(f.data, number), own(f.key, number), f.at + shift, f.source, f"{number}/{f.id}", f.seen, 0
        )
        for f in moments.storm(N)
    ]
    at = max(f.at for f in came) + 3600
    over = [
        Fact(kind(since=at), key, at, "analyst", f"r/{key}", at, 0)
        for key, kind in {
            f.key: OrderRetired if f.key.startswith("restore/") else OutageRetired for f in came
        }.items()
    ]
    numbered = [
        Fact(f.data, f.key, f.at, f.source, f.id, f.seen, n) for n, f in enumerate([*came, *over], seq)
    ]
    return numbered[: len(came)], numbered[len(came) :]


def own(key: str, number: int) -> str:
    head, _, tail = key.partition("b/")
    return f"{head}b/{number}-{tail}"


def renamed(data: Any, number: int) -> Any:
    if getattr(data, "outage", ""):
        return type(data)(
            lane=Lane.RESTORE, received_at=data.received_at + number, outage=own(data.outage, number)
        )
    return data


@pytest.fixture
def page(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr(store_module, "TOMBSTONES", 20)
    session = moments.session([], moments.room(heat=True), rules=load_rule_set("state-grid-2022"))
    page = make_page(session, load_screen("overview"))
    for _, panel in page.panels:
        panel.rest = 0.0  # nobody waits for a heavy panel's turn here
    page.resize(1920, 1080)
    page.show()
    page.on_change(Change(0, reset=True))
    return page


def live_through(page: Page, number: int) -> None:
    """A storm comes in slices, is looked at and painted, and is retired in slices."""
    store, clock = page.session._store, page.session.clock
    came, over = of_storm(number, store.head + 1)
    for facts in (came, over):
        clock.advance(max(0.0, facts[0].at - clock.now()))  # type: ignore[attr-defined]
        for at in range(0, len(facts), 150):
            page.on_change(store.apply(facts[at : at + 150]))
            page.grab()
        page.on_second(clock.now())
        while page._owed | page._begun:  # also what has not rested yet
            page.pay()
        page.grab()
        if facts is came:
            assert len(store.tables.outages) > N // 2, "the storm is there"
    assert not store.tables.outages
    assert not store.tables.orders


def test_that_nothing_of_a_storm_stays_once_all_of_it_is_retired(page: Page) -> None:
    live_through(page, 0)
    view = next(panel for _, panel in page.panels if isinstance(panel, MapView))
    book = view._scene.book
    for held in (book.marks, book._turns, book._ranked, book._lights, book.lit, book._ids):
        assert len(held) == 0
    assert view._scene.arrangement.glyphs == ()
    assert not [face for face in view._scene.labels if not face.muted]
    before = longest(page)
    for number in range(1, 4):
        live_through(page, number)
    after = longest(page)
    grown = {path: (before.get(path, 0), n) for path, n in after.items() if n > before.get(path, 0) + 8}
    for ring in ("_minutes", "_hours", "_frames"):  # as long as time is; tests/state/history holds their ends
        grown.pop(f"page.session._store.tables._history.{ring}", None)
    assert grown == {}
    assert sum(len(keyed) for keyed in page.session.tables._things.values()) <= 2 * 20 + 8
    assert len(view._scene.sheet._places) <= MOST_SPRITES + 120, "one picture's sprites beyond the bound"


def test_that_numbers_of_crowds_that_are_gone_do_not_fill_the_sprites(page: Page) -> None:
    store = page.session._store
    came, _ = of_storm(0, 1)
    page.on_change(store.apply(came))
    view = next(panel for _, panel in page.panels if isinstance(panel, MapView))
    for number in range(3 * MOST_SPRITES):
        view._scene.sheet.where(SpriteKey("cluster", 30, text=f"{number}"))
        if number % 20 == 0:
            view._rearrange()
    assert len(view._scene.sheet._places) <= MOST_SPRITES + 20
    assert view._scene.sheet.pixmap.height() <= 4 * SHEET
    page.grab()
    glyphs = view._scene.arrangement.glyphs
    assert glyphs
    assert all(glyph.key in view._scene.sheet._places for glyph in glyphs), "what stands there is drawn again"
