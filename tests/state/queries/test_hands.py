"""Through whose hands an order went, and how long each had it: from acts, from sources, and from both."""

from itertools import pairwise
from typing import Any

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority
from feeds.sim.business import Tale
from tests.feeds.sim.business.told import facts_of, the_sad_one
from tests.feeds.small import T0, numbered, placed
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderHandover, OrderHolder, OrderNeed, OrderStageValue
from wallboard.domain.roles import Role
from wallboard.domain.terms import Lane, OrderStage
from wallboard.state.queries.hands import Hand, hands
from wallboard.state.store import Store
from wallboard.state.tables import Tables

ORDER = "crm/1"
NEED = placed(OrderNeed(lane=Lane.REQUEST, received_at=T0), ORDER, T0, "crm")  # type: ignore[arg-type]
MINUTE = 60.0


def held(*facts: Fact) -> tuple[Hand, ...]:
    store = Store()
    store.apply(numbered([NEED, *facts]))
    return hands(store.tables, ORDER)


def acted(*acts: tuple[float, str, str, dict[str, Any]]) -> Tables:
    """The tables after these acts: minutes after T0, who, verb, what was said with it."""
    store, authority = Store(), Authority()
    store.apply(numbered([NEED]))
    for n, (minute, who, verb, args) in enumerate(acts):
        act = frames.Act(id=f"a{n}", subject=f"order/{ORDER}", verb=verb, args=args)
        made = authority.decide(store, act, Actor(Role.DESK, who, True), T0 + minute * MINUTE)
        store.apply(numbered(made, store.head + 1))
    return store.tables


def sent(at: float, frm: str, to: str, accepted: float | None = None) -> Fact:
    data = OrderHandover(
        frm=frm,
        to=to,
        sent_at=T0 + at,  # type: ignore[arg-type]
        accepted_at=None if accepted is None else T0 + accepted,  # type: ignore[arg-type]
    )
    return placed(data, ORDER, T0 + (at if accepted is None else accepted), "crm")


def has(who: str, at: float, **more: object) -> Fact:
    return placed(OrderHolder(holder=who, name=who, since=T0 + at, **more), ORDER, T0 + at, "crm")  # type: ignore[arg-type]


def test_that_an_order_that_nobody_took_has_no_hands() -> None:
    assert held() == () and hands(Store().tables, "none") == ()


def test_that_acts_of_the_room_give_each_holder_his_time() -> None:
    """Taken at 1 min, handed over at 5 and taken over at 8, sent back at 20, assigned at 30, closed at 90."""
    found = acted(
        (1, "07", "accept", {}),
        (5, "07", "hand_over", {"to": "02"}),
        (8, "02", "take_over", {}),
        (20, "02", "return", {"code": "not_mine"}),
        (30, "07", "assign", {"to": "抢修一组"}),
        (40, "07", "arrive", {}),
        (90, "07", "close", {"words": "好了"}),
    )
    assert [(hand.who, hand.since - T0, hand.until - T0) for hand in hands(found, ORDER)] == [  # type: ignore[operator]
        ("07", 1 * MINUTE, 8 * MINUTE),
        ("02", 8 * MINUTE, 20 * MINUTE),
        ("抢修一组", 30 * MINUTE, 90 * MINUTE),
    ]


def test_that_what_is_sent_and_not_taken_stays_in_the_hands_of_whoever_sent_it() -> None:
    found = acted(
        (1, "07", "accept", {}),
        (5, "07", "hand_over", {"to": "02"}),
        (9, "02", "return", {"code": "not_mine"}),
    )
    assert hands(found, ORDER) == (Hand("07", T0 + MINUTE),)
    assert hands(found, ORDER)[0].span(T0 + 31 * MINUTE) == 30 * MINUTE


def test_that_a_sources_hand_overs_tell_who_had_it_before() -> None:
    accepted = OrderStageValue(
        stage=OrderStage.ACCEPTED,
        since=T0 + 60,  # type: ignore[arg-type]
        reached={"accepted": T0 + 60},  # type: ignore[dict-item]
    )
    stage = placed(accepted, ORDER, T0 + 60, "crm")
    found = held(
        stage, sent(600, "03", "网格 0312"), sent(600, "03", "网格 0312", 900), has("网格 0312", 900)
    )
    assert found == (Hand("03", T0 + 60, T0 + 900), Hand("网格 0312", T0 + 900))


def test_that_a_source_that_only_says_who_has_it_gives_that_one_and_no_guess() -> None:
    assert held(has("计量二班", 120, hops=2)) == (Hand("计量二班", T0 + 120),)
    nameless = placed(OrderHolder(holder="计量二班"), ORDER, T0, "crm")
    (only,) = held(nameless)
    assert only.since is None and only.span(T0 + 600) is None


def test_that_an_order_passed_round_names_every_one_of_the_simulated_city() -> None:
    """ping-pong: the times of all hands do not overlap, and the last one is who has it."""
    store = Store()
    story = the_sad_one(Tale.PING_PONG, "day")
    store.apply(facts_of(story.beats))
    order = story.key
    found, row = hands(store.tables, order), store.tables.orders[order]
    assert len(found) >= 3
    for before, after in pairwise(found):
        assert before.until is not None and after.since is not None
        assert before.since <= before.until <= after.since  # type: ignore[operator]
    assert found[-1].who in (row.holder, row.holder_name)
