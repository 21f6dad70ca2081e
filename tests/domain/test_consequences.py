"""What an act on an order says of its outage, of another order and of its course, in the same commit."""

import pytest

from tests.domain.one_order import ONE, T0, TWO, Room
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.orders import OrderCallback, OrderHandover, OrderMark, OrderNeed
from wallboard.domain.outages import OutageEtr, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.terms import Claimant, Lane, OrderOrigin, OrderStage, OutageStage, VanStatus


def entries(room: Room, aspect: str, noun: str = "order", key: str = "oms/1") -> list[object]:
    thing = room.store.tables.thing(noun, key)
    return [fact.data for fact in thing.entries.get(aspect, {}).values()] if thing is not None else []


def test_that_a_desks_estimate_is_the_operators_word_and_stands_above_the_outage_systems() -> None:
    room = Room()
    room.outage()
    room.take(Fact(OutageEtr(etr=Instant(T0 + 3600)), "oms/7", T0, "oms"))
    assert room.do("set_etr", etr=T0 + 7200) == ""
    row = room.store.tables.outages["oms/7"]
    assert (row.etr, row.etr_by, row.etr_revision, row.etr_first) == (
        T0 + 7200,
        Claimant.OPERATOR,
        1,
        T0 + 3600,
    )
    room.take(Fact(OutageEtr(etr=Instant(T0 + 900)), "oms/7", room.now, "oms"))
    assert room.store.tables.outages["oms/7"].etr == T0 + 7200
    assert room.row.etr == T0 + 7200


def test_that_told_counts_for_the_estimate_that_was_told_and_not_for_a_later_one() -> None:
    """Domain 5.9: an older version of the restoration time is not told."""
    room = Room()
    room.outage(customers=120)
    assert room.do("mark_told", customers=80) == ""
    assert room.store.tables.outages["oms/7"].told_customers == 80
    assert room.do("mark_told") == ""  # nobody counted: all who are out
    assert room.store.tables.outages["oms/7"].told_customers == 200
    assert room.do("set_etr", etr=T0 + 7200) == room.do("set_etr", etr=T0 + 9000) == ""
    row = room.store.tables.outages["oms/7"]
    assert (row.etr_revision, row.told_customers, row.told_first) == (1, None, T0 + 60)


def test_that_whoever_cannot_arrive_has_told_the_customers() -> None:
    room = Room()
    room.outage(customers=7)
    assert room.do("accept") == room.do("cannot_arrive", words="道路积水") == ""
    assert room.store.tables.outages["oms/7"].told_customers == 7
    assert room.row.cannot_arrive_at == room.row.told_at == room.now


def test_that_no_restore_order_is_closed_while_its_customers_are_out() -> None:
    """Closed while dark is what customers complain of elsewhere (domain 4.5)."""
    room = Room()
    room.outage(customers=31)
    assert room.do("accept") == ""
    assert room.ask("close", ONE, Role.DESK, None, "oms/1", {"words": "好了"}) == Reason(
        "outage_dark", {"outage": "oms/7", "customers": 31}
    )
    back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(room.now))
    room.take(Fact(back, "oms/7", room.now, "oms"))
    assert room.do("close", words="好了") == ""
    assert room.do("call_back", satisfied=False, supplied=False, score=1) == ""
    assert (room.row.stage, room.row.reopened) == (OrderStage.ACCEPTED, 1)  # the same order, no second one
    assert entries(room, "callback") == [OrderCallback(actor=ONE, satisfied=False, supplied=False, score=1)]


def test_that_nobody_says_supply_while_a_van_is_connected() -> None:
    """反送电 (d.132): the van comes off first, before anything is switched on."""
    room = Room()
    room.outage(customers=31)
    assert room.do("accept") == ""
    room.take(Fact(VanProfile(name="应急发电车 03"), "gps/V3", room.now, "gps"))
    on = VanStatusValue(status=VanStatus.CONNECTED, since=Instant(room.now), outage="oms/7")
    room.take(Fact(on, "gps/V3", room.now, "gps"))
    van_off = Reason("van_off_first", {"van": "应急发电车 03"})
    assert room.ask("close", ONE, Role.DESK, None, "oms/1", {"words": "好了"}) == van_off
    back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(room.now))
    room.take(Fact(back, "oms/7", room.now, "oms"))
    assert room.ask("close", ONE, Role.DESK, None, "oms/1", {"words": "好了"}) == van_off
    off = VanStatusValue(status=VanStatus.EN_ROUTE, since=Instant(room.now))
    room.take(Fact(off, "gps/V3", room.now, "gps"))
    assert room.do("close", words="好了") == ""


def test_that_every_hop_of_a_hand_over_is_an_entry_from_to_sent_and_accepted_or_sent_back() -> None:
    """d.23: nobody passes on in silence."""
    room = Room()
    assert room.do("accept") == room.do("hand_over", to=TWO, words="属网格业务") == ""
    sent = OrderHandover(frm=ONE, to=TWO, sent_at=Instant(room.now), reason="属网格业务")
    assert entries(room, "handover") == [sent]
    assert room.do("return", TWO, code="not_mine") == ""
    assert (room.row.holder, room.row.stage, room.row.returned) == (ONE, OrderStage.ACCEPTED, 1)
    assert room.row.handover is None
    assert room.do("hand_over", to=TWO) == room.do("take_over", TWO) == ""
    ends = [(each.accepted_at, each.declined_at) for each in entries(room, "handover")]  # type: ignore[attr-defined]
    assert ends == [(None, None), (None, T0 + 180), (None, None), (room.now, None)]
    assert (room.row.holder, room.row.hops, room.row.first_inquirer) == (TWO, 1, ONE)


def test_that_each_act_leaves_a_mark_in_the_orders_course() -> None:
    room = Room()
    assert room.do("accept") == room.do("urge", words="再次来电") == ""
    marks = [each for each in entries(room, "mark") if isinstance(each, OrderMark)]
    assert [(each.verb, each.actor, each.words, each.stage) for each in marks] == [
        ("accept", ONE, "", OrderStage.ACCEPTED),
        ("urge", ONE, "再次来电", OrderStage.ACCEPTED),
    ]


def test_that_an_urged_order_still_follows_its_source_until_a_desk_moves_it() -> None:
    room = Room()
    assert room.do("urge") == ""
    assert not room.row.taken
    assert room.do("accept") == ""
    assert room.row.taken


def other(room: Room, key: str = "oms/2", **need: object) -> None:
    data = OrderNeed(lane=Lane.REQUEST, received_at=Instant(T0 + 30), **need)  # type: ignore[arg-type]
    room.take(Fact(data, key, room.now, "oms"))


def test_that_a_duplicate_is_counted_and_not_shown_twice_and_goes_on_when_it_is_none() -> None:
    """Domain 4.4: one problem, one thread."""
    room = Room()
    other(room)
    assert room.do("accept", TWO, of="oms/2") == ""
    assert room.do("link", subject="order/oms/2", code="duplicate") == ""
    folded = room.store.tables.orders["oms/2"]
    assert (folded.open, folded.part_of, room.row.duplicates) == (False, "oms/1", ("order/oms/2",))
    assert room.do("reopen", of="oms/2", words="?") == "part_of_another"
    assert room.do("link", subject="call/95598-7/c-1", code="duplicate") == ""
    assert room.row.linked == room.row.duplicates == ("order/oms/2", "call/95598-7/c-1")
    assert room.do("unlink", subject="order/oms/2") == ""
    back = room.store.tables.orders["oms/2"]
    assert (back.stage, back.holder, back.part_of) == (OrderStage.ACCEPTED, TWO, "")
    assert "cancelled" not in back.reached
    assert room.row.duplicates == ("call/95598-7/c-1",)


def test_that_a_restore_order_of_its_own_dark_outage_is_nobodys_duplicate() -> None:
    room = Room()
    room.outage()
    other(room, "restore/oms/7", outage="oms/7", origin=OrderOrigin.NETWORK)
    assert room.do("link", subject="order/restore/oms/7", code="duplicate") == "outage_dark"
    assert room.do("link", subject="order/restore/oms/7") == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"subject": "call/none"}, "unknown_subject"),
        ({"subject": "call/95598-7/none"}, "unknown_subject"),
        ({"subject": "nonsense"}, "unknown_subject"),
        ({"subject": "order/oms/1"}, "linked_to_itself"),
        ({"subject": "call/95598-7", "code": "twin"}, "unknown_link_code"),
        ({"subject": "outage/oms/7", "code": "duplicate"}, "no_duplicate"),
    ],
)
def test_that_what_cannot_be_linked_is_refused(said: dict[str, str], code: str) -> None:
    room = Room()
    room.outage()
    assert room.do("link", **said) == code


def test_that_a_community_has_a_coordinator_and_a_single_customer_a_contractor() -> None:
    """d.130, d.131: nobody is left alone with what is his own."""
    room = Room()
    assert room.do("mark_customer_owned", to="宏达电力安装") == ""
    assert (room.row.contractor, room.row.coordinator, room.row.customer_owned_at) == (
        "宏达电力安装",
        "",
        room.now,
    )
    marked = room.now
    need = OrderNeed(lane=Lane.RESTORE, received_at=Instant(T0), segment="community")
    room.take(Fact(need, "oms/1", room.now, "oms"))
    assert room.do("mark_customer_owned", to="社区经理 3") == ""
    assert (room.row.coordinator, room.row.customer_owned_at) == ("社区经理 3", marked)


def test_that_a_slot_off_peak_lies_ahead_and_has_a_length() -> None:
    room = Room()
    assert room.do("book_slot", since=T0 - 1, until=T0 + 9000) == "slot_not_ahead"
    assert room.do("book_slot", since=T0 + 9000, until=T0 + 9000) == "slot_not_ahead"
    assert room.do("book_slot", since=T0 + 9000, until=T0 + 12600) == ""
    assert (room.row.slot_from, room.row.slot_to) == (T0 + 9000, T0 + 12600)


def test_that_a_question_is_answered_by_whom_it_was_put_to() -> None:
    """d.27, d.98: a decision is no reply, and a specialist does not decide."""
    room = Room()
    assert room.do("accept") == room.do("ask_specialist", to="电缆班", words="哪一段?") == ""
    assert room.row.asked is not None and room.row.asked.at == room.now
    assert room.do("decide", role=Role.NETWORK_LEAD, words="换") == "answer_awaited"
    assert room.do("reply", words="中间接头") == ""
    assert room.row.asked is None
    assert room.do("ask_decision", to="配网值班长", words="停上级?") == ""
    assert room.do("reply", words="停") == "decision_awaited"
    assert room.do("decide", role=Role.DESK, words="停") == "role_may_not"
    assert room.do("decide", role=Role.SERVICE_LEAD, words="停") == "role_may_not_here"
    assert room.do("decide", role=Role.NETWORK_LEAD, words="停", code="perhaps") == "unknown_ruling"
    assert room.do("decide", role=Role.NETWORK_LEAD, words="停", code="approved") == ""
    assert (room.row.stage, room.row.ruling) == (OrderStage.ACCEPTED, "approved")
