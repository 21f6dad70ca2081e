"""What a desk is offered is what the hub takes, and what it is not offered says why."""

import pytest

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority, Refused
from tests.feeds.small import T0, numbered, thread
from wallboard.domain.commands import Role
from wallboard.domain.life_cycle import MOVES, ReturnCode
from wallboard.domain.offers import offers
from wallboard.domain.rows import Order
from wallboard.state.store import Store

ORDER, SEAT = "restore/oms/1", "服务调度 07"
FILLED = {
    "words": "说明",
    "to": "08",
    "code": ReturnCode.NOT_MINE.value,
    "subject": "call/1",
    "satisfied": True,
    "etr": T0 + 7200.0,
}


def played(*verbs: str) -> tuple[Store, Order]:
    """An order to which these were done one after the other."""
    store = Store()
    store.apply(numbered(thread(1)))
    for n, verb in enumerate(verbs):
        args = {name: FILLED[name] for name in MOVES[verb].needs}
        act = frames.Act(id=f"a-{n}", subject=f"order/{ORDER}", verb=verb, args=args)
        fact = Authority().decide(store, act, Actor(Role.DESK, SEAT, True), T0 + 60 + n)
        store.apply(numbered([fact], store.head + 1))
    return store, store.tables.orders[ORDER]


@pytest.mark.parametrize(
    "before",
    [
        (),
        ("accept",),
        ("accept", "hand_over"),
        ("accept", "arrive", "link"),
        ("accept", "suspend"),
        ("accept", "ask_department"),
        ("accept", "close"),
        ("accept", "close", "call_back"),
        ("cancel",),
    ],
)
def test_that_what_is_offered_is_taken_and_what_is_not_is_refused_with_that_reason(
    before: tuple[str, ...],
) -> None:
    store, row = played(*before)
    now = T0 + 120.0
    found = {offer.verb: offer for offer in offers(row, SEAT, Role.DESK, now)}
    assert set(found) == set(MOVES)
    for verb, offer in found.items():
        args = {name: FILLED[name] for name in offer.asks}
        act = frames.Act(id=f"try-{verb}", subject=f"order/{ORDER}", verb=verb, args=args)
        try:
            Authority().decide(store, act, Actor(Role.DESK, SEAT, True), now)
        except Refused as refused:
            assert offer.why is not None and offer.why.code == refused.reason.code, verb
        else:
            assert offer.why is None, verb


def test_that_somebody_elses_hand_over_is_not_offered_and_a_wall_is_offered_nothing() -> None:
    _, row = played("accept", "hand_over")
    mine = {offer.verb: offer.why for offer in offers(row, "08", Role.DESK, T0 + 120)}
    other = {offer.verb: offer.why for offer in offers(row, SEAT, Role.DESK, T0 + 120)}
    assert mine["take_over"] is None
    assert other["take_over"] is not None and other["take_over"].code == "handover_to_another"
    assert all(offer.why is not None for offer in offers(row, "08", Role.WALL, T0 + 120))
