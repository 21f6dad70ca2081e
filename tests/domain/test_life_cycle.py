"""The moves of an order: every verb at every stage and lane, counts, pauses, and random days."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Refused
from tests.domain.one_order import ONE, T0, TWO, Room, said
from wallboard.domain.facts import Fact
from wallboard.domain.life_cycle import HELD, MOVES, OPEN, Said, illegal
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Lane, OrderStage, OutageNature, OutageStage
from wallboard.state.changes import Change
from wallboard.state.store import Store


@pytest.mark.parametrize("verb", MOVES)
def test_that_a_verb_is_legal_in_its_stages_and_lanes_and_refused_in_all_others(verb: str) -> None:
    move = MOVES[verb]
    for lane in Lane:
        for stage in OrderStage:
            row = Order(id="o", source="s", lane=lane, received_at=T0, stage=stage, holder="x")
            reason = illegal(verb, row, Said(**said(verb)))
            code = reason.code if reason is not None else ""
            if lane not in move.lanes:
                assert code == "not_in_lane"
            elif stage not in move.stages:
                assert reason == Reason("not_in_stage", {"stage": stage.value})
            else:
                assert code == {"take_over": "no_handover", "unlink": "not_linked"}.get(verb, "")


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("role", [Role.WALL, Role.SOURCE])
def test_that_no_wall_and_no_source_moves_an_order(verb: str, role: Role) -> None:
    assert Room().do(verb, role=role, **said(verb)) == "role_may_not"


def test_that_what_matters_most_is_as_written_here_by_hand() -> None:
    assert OrderStage.NEW not in MOVES["close"].stages  # nobody closes what nobody has
    assert MOVES["resume"].stages == {OrderStage.SUSPENDED}
    assert OrderStage.ARCHIVED not in set().union(*(move.stages for move in MOVES.values()))
    assert MOVES["urge"].stages == OPEN
    assert not HELD & ORDER_CLOSED
    assert MOVES["archive"].stages == {OrderStage.VERIFIED, OrderStage.CANCELLED}


def test_that_an_order_goes_from_first_report_to_archive_and_keeps_its_first_inquirer() -> None:
    room = Room()
    assert room.do("accept") == ""
    assert room.do("urge") == room.do("urge") == ""
    assert room.do("hand_over", to=TWO) == ""
    assert room.row.handover is not None and room.row.holder == ONE  # sent is not accepted
    assert room.do("hand_over", to="别处") == "handover_under_way"
    assert room.do("take_over") == "handover_to_another"
    assert room.do("take_over", TWO) == ""
    assert (room.row.holder, room.row.first_inquirer, room.row.handed_over) == (TWO, ONE, 1)
    assert room.row.handover is None
    assert room.do("ask_specialist", to="专家", words="电缆?") == ""
    assert room.row.stage is OrderStage.WAITING
    assert room.do("reply", words="换一段") == ""
    assert room.row.stage is OrderStage.ACCEPTED
    assert room.do("close", words="已修复") == ""
    assert room.do("archive") == "not_in_stage"  # nobody has called back
    assert room.do("call_back", satisfied=False) == ""
    assert room.do("reopen", words="仍无电") == ""
    assert (room.row.stage, room.row.reopened) == (OrderStage.ACCEPTED, 1)
    assert "done" not in room.row.reached
    assert room.do("close", words="好了") == room.do("call_back", satisfied=True) == room.do("archive") == ""
    assert room.row.stage is OrderStage.ARCHIVED
    assert (room.row.urged, room.row.first_inquirer) == (2, ONE)


def test_that_a_suspension_stops_the_clock_through_other_acts_and_resuming_adds_it_up() -> None:
    room = Room()
    assert room.do("accept") == room.do("suspend", code="safety_hold") == ""
    began = room.now
    assert room.do("urge") == ""
    assert (room.row.paused_since, room.row.paused_code) == (began, "safety_hold")
    moved_on = OrderStageValue(stage=OrderStage.EN_ROUTE, since=T0)
    room.take(Fact(moved_on, "oms/1", room.now, "oms"))
    assert room.row.stage is OrderStage.SUSPENDED  # the source does not end what a desk has ordered
    assert room.do("resume") == ""
    assert room.row.stage is OrderStage.EN_ROUTE
    assert (room.row.paused_since, room.row.paused_total) == (None, room.now - began)


def test_that_a_source_keeps_its_own_words_and_what_it_says_later_stands() -> None:
    room = Room()
    assert room.do("accept") == ""
    done = OrderStageValue(stage=OrderStage.DONE, since=T0)
    room.take(Fact(done, "oms/1", room.now, "oms"))
    assert room.row.stage is OrderStage.DONE
    assert room.do("reopen", words="仍无电") == ""
    thing = room.store.tables.thing("order", "oms/1")
    assert thing is not None and thing.aspects["stage"].data == done
    assert room.row.stage is OrderStage.ACCEPTED


def test_that_the_second_of_two_desks_is_told_who_did_what() -> None:
    room = Room()
    seen = room.store.head
    assert room.do("accept", seen=seen) == ""
    act = frames.Act(id="late", subject="order/oms/1", verb="accept", args={}, expect_seq=seen)
    with pytest.raises(Refused) as refused:
        room.authority.decide(room.store, act, Actor(Role.DESK, TWO, True), room.now)
    told = {"who": ONE, "what": "order.handling", "verb": "accept"}
    assert refused.value.reason == Reason("changed_meanwhile", told)


def test_that_a_move_sent_again_is_answered_by_what_it_made() -> None:
    room = Room()
    act = frames.Act(id="a-1", subject="order/oms/1", verb="urge", args={}, expect_seq=None)
    desk = Actor(Role.DESK, ONE, True)
    for fact in room.authority.decide(room.store, act, desk, T0 + 1):
        room.take(fact)
    (again,) = room.authority.decide(room.store, act, desk, T0 + 500)
    assert again.seq == len(room.log)
    assert room.row.urged == 1


def test_that_an_order_may_be_acknowledged_again_after_a_while_only() -> None:
    room = Room()
    assert room.do("acknowledge") == ""
    assert room.do("acknowledge", TWO) == "already_acknowledged"
    room.now += 600
    assert room.do("acknowledge", TWO) == ""
    assert room.row.acknowledged_by == TWO


@pytest.mark.parametrize(
    ("verb", "args", "code"),
    [
        ("assign", {}, "field_missing"),
        ("assign", {"to": "  "}, "field_missing"),
        ("accept", {"to": "x"}, "bad_args"),
        ("return", {"code": "tired"}, "unknown_return_code"),
        ("return", {}, "field_missing"),
        ("escalate", {}, "no_words"),
        ("set_etr", {"etr": T0 - 1}, "etr_not_ahead"),
        ("set_etr", {"etr": 1e300}, "etr_not_ahead"),
        ("set_etr", {"etr": "soon"}, "bad_args"),
        ("urge", {"words": "长" * 401}, "words_too_long"),
        ("unlink", {"subject": "call/1"}, "not_linked"),
        ("close", {"words": "x"}, "not_in_stage"),
        ("urge", {"cook": "x"}, "bad_args"),
    ],
)
def test_that_what_is_ill_said_is_refused_with_its_reason(verb: str, args: dict[str, Any], code: str) -> None:
    room = Room()
    before = len(room.log)
    assert room.do(verb, **args) == code
    assert len(room.log) == before


STEPS = st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from([ONE, TWO])), max_size=40)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from(list(Lane)))
def test_that_any_day_leaves_the_order_legal_its_counts_right_and_the_same_on_replay(
    steps: list[tuple[str, str]], lane: Lane
) -> None:
    room, done = Room(lane), list[str]()
    for verb, who in steps:
        stage = room.row.stage
        if not room.do(verb, who, **said(verb)):
            assert stage in MOVES[verb].stages
            done.append(verb)
    row = room.row
    assert (row.urged, row.returned) == (done.count("urge"), done.count("return"))
    assert (row.reopened, row.handed_over) == (done.count("reopen"), done.count("take_over"))
    assert (row.paused_since is not None) == (row.stage is OrderStage.SUSPENDED)
    assert (row.stage in HELD) <= bool(row.holder)
    again = Store()
    again.apply(room.log)
    assert again.tables.orders["oms/1"] == row


def test_that_the_analyst_does_not_move_along_what_a_desk_has_taken() -> None:
    room, judge = Room(), Analyst(None, AreaClass.URBAN)
    out = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=9)
    stage = OutageStageClaim(stage=OutageStage.CONFIRMED, since=T0)
    for data in (out, stage):
        room.take(Fact(data, "oms/7", T0, "oms"))
    for fact in judge.on_facts(room.store, Change(1, reset=True), room.log, T0):
        room.take(fact)
    own = "restore/oms/7"
    act = frames.Act(id="a-1", subject=f"order/{own}", verb="accept", args={}, expect_seq=None)
    for fact in room.authority.decide(room.store, act, Actor(Role.DESK, ONE, True), T0 + 60):
        room.take(fact)
    said_more = judge.on_facts(room.store, Change(1, reset=True), room.log, T0 + 120)
    assert not [fact for fact in said_more if isinstance(fact.data, OrderStageValue)]
    assert room.store.tables.orders[own].stage is OrderStage.ACCEPTED
