"""Inputs of sound form that no room may take at their word, each with the reason that it gives.

A case builds what was said and asks the part of the room that judges it; what comes back is that part's own
reason. ``docs/flagged-inputs.md`` is made of them.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import pytest

from feeds import frames
from feeds.codec import BadFact, decode_fact, encode_fact
from feeds.hub.access import Actor
from feeds.hub.alarms import stood
from feeds.hub.authority import Authority, Refused
from feeds.hub.channel import Channel
from feeds.hub.limits import ServerLimits
from feeds.hub.publishing import Publishing
from feeds.hub.vacancies import Vacancies
from feeds.hub.verifying import STILL
from feeds.networks import town
from tests.config.broken_inputs import BROKEN, message_of
from tests.feeds.hub import handing_over
from tests.feeds.hub.test_darkness import T0 as MIDNIGHT
from tests.feeds.hub.test_darkness import Hub, at_area, extent, stage
from tests.feeds.small import T0, numbered, outage, placed, thread
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import ManualClock
from wallboard.domain.connections import CellOwners
from wallboard.domain.crews import CrewProfile, VanProfile, VanStatusValue
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.domain.orders import OrderAcknowledged, OrderNeed, OrderPause, OrderStageValue
from wallboard.domain.outages import OutageEtr
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.terms import AreaClass, Lane, OrderStage, VanStatus
from wallboard.rules.sla import Clocks
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.followed import Followed
from wallboard.state.queries.attention import concerns
from wallboard.state.queries.handover import frozen_report
from wallboard.state.queries.routing import routing
from wallboard.state.store import Store
from wallboard.state.tables import Tables

ORDER, MINUTE, DAY = "crm/1", 60.0, 86_400.0
RULES = load_rule_set("state-grid-2022")
CELL = "网格 0312"


class Case(NamedTuple):
    """group: of the page; said: the input in words; where: who judges; code: what it has to say."""

    group: str
    said: str
    where: str
    code: str
    judge: Callable[[], Reason]


Act = tuple[float, str, str, dict[str, Any]]
"""Minutes after T0, who, verb, arguments."""


def need(**what: Any) -> Fact:
    return placed(
        OrderNeed(**({"lane": Lane.REQUEST, "received_at": T0, "title": "电费账单"} | what)), ORDER, T0, "crm"
    )


def store_of(*facts: Fact) -> Store:
    store = Store()
    store.apply(numbered(list(facts)))
    return store


def tables_of(*facts: Fact) -> Tables:
    return store_of(*facts).tables


def acted(facts: list[Fact], *acts: Act, role: Role = Role.DESK, order: str = ORDER) -> Store:
    """A store after these acts; the last one may be refused."""
    store, authority = Store(), Authority()
    store.apply(numbered(facts))
    for n, (minute, who, verb, args) in enumerate(acts):
        own, args = args.get("id", f"a{n}"), {k: v for k, v in args.items() if k not in ("id", "seen")}
        seen = acts[n][3].get("seen")
        act = frames.Act(id=own, subject=f"order/{order}", verb=verb, args=args, expect_seq=seen)
        made = authority.decide(store, act, Actor(role, who, True), T0 + minute * MINUTE)
        store.apply(numbered(made, store.head + 1))
        authority.remember(made)
    return store


def refused(
    *acts: Act, facts: list[Fact] | None = None, role: Role = Role.DESK, order: str = ORDER
) -> Reason:
    """What the last of these acts was refused with."""
    with pytest.raises(Refused) as said:
        acted(facts if facts is not None else [need()], *acts, role=role, order=order)
    return said.value.reason


def concern(tables: Tables, minute: float, code: str = "") -> Reason:
    """Why the attention queue has the order: its first reason, or the one with this code."""
    (found,) = concerns(tables, RULES, T0 + minute * MINUTE, AreaClass.URBAN)
    return next((each for each in found.reasons if each.code == code), found.reasons[0])


def vacant(*facts: Fact) -> Reason:
    """Why its owner is not known, as a desk reads it."""
    tables = tables_of(*facts)
    found = routing(tables, tables.orders[ORDER], RULES).route.vacant
    assert found is not None
    return found


def alarm(**owners: Any) -> Reason:
    """The vacancy alarm of a cell, with an order open in it."""
    cell = placed(CellOwners(name=CELL, **owners), "grid/0312", T0, "grid")
    store, vacancies = store_of(cell, need(cell=CELL)), Vacancies()
    vacancies.read(store.tables, Followed("cell", "order", "alarm").take(store))
    ((_, state),) = vacancies.said(store.tables, T0)
    return state.words


def clock(rules: str, minute: float = 60.0, **fields: Any) -> Reason:
    """What the order's clock says of itself."""
    stages = fields.pop("stages", None)
    facts = [need(**fields), *([placed(stages, ORDER, T0 + 999 * MINUTE, "crm")] if stages else [])]
    order = tables_of(*facts).orders[ORDER]
    now = order.received_at + minute * MINUTE
    found = Clocks(load_rule_set(rules), AreaClass.URBAN).of(order, now).reason
    assert found is not None
    return found


def unpublishable(fact: Fact, name: str, kinds: tuple[str, ...] = (), *standing: Fact) -> Reason:
    """What its producer is answered."""
    store = Store()
    store.apply(numbered(list(standing)))
    publishing = Publishing(Untouched(Channel("room", "e1", store)), ServerLimits(), Counter())
    frame = frames.Ev(id="p", facts=[msgspec.Raw(encode_fact(fact))])
    ack = asyncio.run(publishing.take(frame, Actor(Role.SOURCE, name, True, kinds)))
    assert not ack.accepted and ack.reason is not None
    return ack.reason


class Untouched:
    """A room into which nothing comes that its door has refused."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.clock = channel, ManualClock(T0)

    async def publish(self, facts: Sequence[Fact], *, decoded: bool = False) -> int:
        raise AssertionError(f"{facts} came in")


def undecodable(fact: Fact) -> Reason:
    """Why it is no fact on the wire."""
    with pytest.raises(BadFact) as said:
        decode_fact(encode_fact(fact))
    return said.value.reason


@cache
def atlas() -> Atlas:
    return unpack(town()[1])


def restored(*later: tuple[float, str, Any]) -> Hub:
    """An area of 49 customers reported restored after an hour; what came after it (minute, key, fact)."""
    hub = Hub(atlas())
    hub.say(6, extent(49), at_area("TA-001"), stage("confirmed", 6))
    hub.say(60, extent(0), stage("restored_reported", 60))
    for minute, key, data in later:
        hub.say(minute, data, key=key)
        hub.wait(minute)
    return hub


def still_dark() -> Reason:
    hub = restored((64, "metering/TA-001", AreaMeters(off=12, on=36, silent=1, total=49)))
    return hub.store.tables.outages[f"{STILL}oms/1/TA-001"].reasons[0]


def fed_back() -> Reason:
    on = VanStatusValue(status=VanStatus.CONNECTED, since=MIDNIGHT, area="TA-001", outage="oms/1")  # type: ignore[arg-type]
    hub = restored((61, "gps/V3", VanProfile(name="应急发电车 03", kva=400.0)), (62, "gps/V3", on))
    state = stood(hub.store.tables, "back_feed/gps/V3")
    assert state is not None
    return state.words


def late_word() -> OrderStageValue:
    """On site 40 minutes after the report, as somebody says 999 minutes after it."""
    at = T0 + 40 * MINUTE
    return OrderStageValue(stage=OrderStage.ON_SITE, since=at, reached={"on_site": at})  # type: ignore[arg-type, dict-item]


def unsigned(verb: str, *before: str, role: Role = Role.DESK, **args: Any) -> Reason:
    """Why a hand-over is not frozen, or not signed. before: what was done, as ``freeze``, ``sign``."""
    hub = handing_over.Hub()
    for step in before:
        if step == "sign":
            hub.sign()
        elif step == "first":
            hub.act("x-1", "sign", capacity="service_out", name="陈", digest=hub.digest)
        else:
            hub.act(f"x-{step}", "freeze")
    said = {name: hub.digest if value == "its own" else value for name, value in args.items()}
    subject = said.pop("subject", handing_over.SHIFT)
    with pytest.raises(Refused) as found:
        hub.act("y-1", verb, Actor(role, "07", True), subject, **said)
    return found.value.reason


def tampered() -> Reason:
    """A document that does not match its digest is not shown as frozen: it may be frozen and signed anew."""
    hub = handing_over.Hub()
    fact = hub.act("x-1", "freeze")
    forged = msgspec.structs.replace(fact.data, digest="0" * 64)
    hub.store.apply(numbered([Fact(forged, fact.key, fact.at, "hub", "f")], hub.store.head + 1))
    assert frozen_report(hub.store.tables, fact.key) is None
    return Reason("no_report")


YEAR_END = 1_798_500_000.0  # 2026-12-29 in the evening


def broken(name: str) -> Reason:
    """What is said of a file that cannot be used, in English as all words to whoever edits files."""
    return Reason(name, {"words": message_of(BROKEN / name)})


PROMISED = need(promised_at=T0 + 600)
TAKEN: list[Act] = [(1, "07", "accept", {})]
SENT: list[Act] = [*TAKEN, (2, "07", "hand_over", {"to": "02"})]
ASKED: list[Act] = [*TAKEN, (2, "07", "ask_department", {"to": "物资", "words": "两台配变"})]
OWN: list[Act] = [*TAKEN, (2, "07", "mark_customer_owned", {"to": "安装公司"})]
STAFFED = CellOwners(name=CELL, manager="王", equipment="李")
METERING = CrewProfile(name="计量一班", unit="台山局", skills=["metering"])

NOBODY, UNKNOWN, AGAINST = "Nobody has it", "Unknown cell, limit or calendar", "Contradicting what stands"
FORGED, SIGNED = "Of another's name", "A hand-over that cannot stand"


def pause(code: str, actor: str) -> Fact:
    paused = OrderPause(paused=True, since=T0, code=code, actor=actor)  # type: ignore[arg-type]
    return Fact(paused, ORDER, T0, "crm", "p", T0)


def etr(source: str) -> Fact:
    return placed(OutageEtr(etr=T0 + 3600), "oms/1", T0, source)  # type: ignore[arg-type]


def round_and_round() -> Store:
    """Three times from one to the next."""
    people = ("07", "02", "03", "04")
    passed: list[Act] = []
    for n, (frm, to) in enumerate(pairwise(people)):
        passed += [(2 * n + 2, frm, "hand_over", {"to": to}), (2 * n + 3, to, "take_over", {})]
    return acted([PROMISED], *TAKEN, *passed)


QUEUE, COURSE, CELLS = "attention queue", "a desk's course", "alarms of the cells"
CLOCKS, HUB, DOOR = "clocks", "the hub's authority", "the hub's door for sources"

CASES: list[Case] = [
    # nobody has it
    Case(
        NOBODY,
        "a request that nobody takes",
        QUEUE,
        "no_owner",
        lambda: concern(tables_of(PROMISED), 90, "no_owner"),
    ),
    Case(
        NOBODY,
        "handed over, and nobody accepts it",
        QUEUE,
        "handover_unaccepted",
        lambda: concern(acted([need()], *SENT).tables, 30),
    ),
    Case(
        NOBODY,
        "taken over, and nothing since",
        QUEUE,
        "not_followed",
        lambda: concern(acted([PROMISED], *SENT, (3, "02", "take_over", {})).tables, 600, "not_followed"),
    ),
    Case(
        NOBODY,
        "passed on three times",
        QUEUE,
        "passed_round",
        lambda: concern(round_and_round().tables, 30, "passed_round"),
    ),
    Case(
        NOBODY,
        "a department that does not answer",
        QUEUE,
        "question_unanswered",
        lambda: concern(acted([need()], *ASKED).tables, 2000),
    ),
    Case(
        NOBODY,
        "a fault of the customer's own, and nobody spoke to him",
        QUEUE,
        "customer_not_calmed",
        lambda: concern(acted([need()], *OWN).tables, 600),
    ),
    Case(
        NOBODY,
        "a cell without a customer manager",
        CELLS,
        "cell_without_manager",
        lambda: alarm(equipment="李"),
    ),
    Case(
        NOBODY,
        "a cell without an equipment owner",
        CELLS,
        "cell_without_equipment_owner",
        lambda: alarm(manager="王"),
    ),
    Case(
        NOBODY,
        "an order in a cell whose owners are off duty",
        CELLS,
        "cell_nobody_on_duty",
        lambda: alarm(manager="王", equipment="李", on_duty=False),
    ),
    Case(
        NOBODY,
        "theft in a bureau whose crews know meters only",
        COURSE,
        "no_specialist",
        lambda: vacant(need(kind="theft", region="台山局"), placed(METERING, "gps/C1", T0, "gps")),
    ),
    # unknown
    Case(UNKNOWN, "an order that names no cell", COURSE, "cell_untold", lambda: vacant(need())),
    Case(
        UNKNOWN,
        "an order in a cell that nobody knows",
        COURSE,
        "cell_unknown",
        lambda: vacant(need(cell="9999"), placed(STAFFED, "grid/0312", T0, "grid")),
    ),
    Case(
        UNKNOWN,
        "five working days that end in a year without a calendar",
        CLOCKS,
        "calendar_not_published",
        lambda: clock("state-grid-2022", kind="meter_verification", received_at=YEAR_END),
    ),
    Case(
        UNKNOWN,
        "a room that names a rule set which is not there",
        "files",
        "room-unknown-rule-set.toml",
        lambda: broken("room-unknown-rule-set.toml"),
    ),
    Case(
        UNKNOWN,
        "a rule set that borrows from one which is not there",
        "files",
        "rules-borrows-what-is-not-there.toml",
        lambda: broken("rules-borrows-what-is-not-there.toml"),
    ),
    Case(
        UNKNOWN,
        "a limit of a target that no order has",
        "files",
        "rules-unknown-target.toml",
        lambda: broken("rules-unknown-target.toml"),
    ),
    # contradiction
    Case(
        AGAINST,
        "reported restored, and a quarter of its meters are dark",
        "an outage of its own",
        "dark_after_restoration",
        still_dark,
    ),
    Case(
        AGAINST,
        "reported restored, and a generator van is still connected",
        "a critical alarm",
        "back_feed",
        fed_back,
    ),
    Case(
        AGAINST,
        "a restore order is closed while its customers are dark",
        HUB,
        "outage_dark",
        lambda: refused(*TAKEN, (2, "07", "close", {"words": "好"}), facts=thread(1), order="restore/oms/1"),
    ),
    Case(
        AGAINST,
        "told 16 hours later that the crew was there in time",
        CLOCKS,
        "clock_corrected",
        lambda: clock("state-grid-2022", 1000, lane=Lane.RESTORE, stages=late_word()),
    ),
    Case(
        AGAINST,
        "the second of two desks that accept at once",
        HUB,
        "changed_meanwhile",
        lambda: refused(*TAKEN, (1, "02", "accept", {"seen": 1})),
    ),
    Case(
        AGAINST,
        "one act's id for another act",
        HUB,
        "act_id_taken",
        lambda: refused((1, "07", "accept", {"id": "a"}), (2, "07", "urge", {"id": "a"})),
    ),
    Case(
        AGAINST,
        "acknowledged a second time",
        HUB,
        "already_acknowledged",
        lambda: refused((1, "07", "acknowledge", {}), (2, "02", "acknowledge", {})),
    ),
    Case(
        AGAINST,
        "taken over by somebody to whom it was not sent",
        HUB,
        "handover_to_another",
        lambda: refused(*SENT, (3, "05", "take_over", {})),
    ),
    Case(
        AGAINST,
        "handed over while it is on its way",
        HUB,
        "handover_under_way",
        lambda: refused(*SENT, (3, "07", "hand_over", {"to": "03"})),
    ),
    Case(
        AGAINST,
        "taken over though nobody sent it",
        HUB,
        "no_handover",
        lambda: refused(*TAKEN, (2, "02", "take_over", {})),
    ),
    Case(
        AGAINST,
        "handed over to who has it",
        HUB,
        "holder_already",
        lambda: refused(*TAKEN, (2, "07", "hand_over", {"to": "07"})),
    ),
    Case(
        AGAINST,
        "decided where a department was asked",
        HUB,
        "answer_awaited",
        lambda: refused(*ASKED, (3, "值长", "decide", {"words": "同意"}), role=Role.SERVICE_LEAD),
    ),
    Case(
        AGAINST,
        "answered where a decision was asked for",
        HUB,
        "decision_awaited",
        lambda: refused(
            *TAKEN,
            (2, "07", "ask_decision", {"to": "值长", "words": "增容"}),
            (3, "07", "reply", {"words": "可以"}),
        ),
    ),
    Case(
        AGAINST,
        "decided by the other lane's lead",
        HUB,
        "role_may_not_here",
        lambda: refused(
            *TAKEN,
            (2, "07", "ask_decision", {"to": "值长", "words": "增容"}),
            (3, "值长", "decide", {"words": "同意"}),
            role=Role.NETWORK_LEAD,
        ),
    ),
    # forged
    Case(
        FORGED,
        "a source that speaks under another's name",
        DOOR,
        "foreign_source",
        lambda: unpublishable(outage(1, 1), "gps"),
    ),
    Case(
        FORGED,
        "a source that says that a lead has acknowledged",
        DOOR,
        "hubs_own_type",
        lambda: unpublishable(placed(OrderAcknowledged(actor="值长"), ORDER, T0, "oms"), "oms"),
    ),
    Case(
        FORGED,
        "a source of positions that tells of outages",
        DOOR,
        "foreign_kind",
        lambda: unpublishable(outage(1, 1, source="gps"), "gps", ("crew",)),
    ),
    Case(
        FORGED,
        "a second source that tells of the first one's outage",
        DOOR,
        "foreign_subject",
        lambda: unpublishable(etr("crm"), "crm", (), etr("oms")),
    ),
    Case(
        FORGED,
        "a clock is stopped without a reason",
        "the wire",
        "bad_data",
        lambda: undecodable(pause("", "07")),
    ),
    Case(
        FORGED,
        "a clock is stopped by nobody",
        "the wire",
        "bad_data",
        lambda: undecodable(pause("weather", "")),
    ),
    # a hand-over
    Case(
        SIGNED,
        "signed before it was frozen",
        HUB,
        "no_report",
        lambda: unsigned("sign", capacity="service_out", name="陈", digest="0"),
    ),
    Case(
        SIGNED,
        "signed under another report than the one that stands",
        HUB,
        "report_changed",
        lambda: unsigned("sign", "a", capacity="service_out", name="陈", digest="0"),
    ),
    Case(
        SIGNED,
        "signed by somebody whom the roster does not name",
        HUB,
        "not_the_lead",
        lambda: unsigned("sign", "a", capacity="service_out", name="王", digest="its own"),
    ),
    Case(
        SIGNED,
        "signed twice as the same",
        HUB,
        "signed_already",
        lambda: unsigned("sign", "a", "first", capacity="service_out", name="陈", digest="its own"),
    ),
    Case(
        SIGNED,
        "the network lead's desk signs as service",
        HUB,
        "other_lead_signs",
        lambda: unsigned(
            "sign", "a", role=Role.NETWORK_LEAD, capacity="service_out", name="陈", digest="its own"
        ),
    ),
    Case(
        SIGNED,
        "frozen anew after everybody has signed",
        HUB,
        "already_sealed",
        lambda: unsigned("freeze", "a", "sign"),
    ),
    Case(
        SIGNED,
        "frozen for a shift that is not on duty",
        HUB,
        "not_on_duty",
        lambda: unsigned("freeze", subject="roster/roster/2"),
    ),
    Case(SIGNED, "a document that does not match its digest", "what is printed", "no_report", tampered),
]
