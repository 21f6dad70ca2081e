"""The course of one order: everything that was said and done about its problem, newest first."""

from tests.feeds.small import T0, numbered, thread
from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import (
    OrderAcknowledged,
    OrderCallback,
    OrderHandling,
    OrderHandover,
    OrderMark,
    OrderNeed,
    OrderNote,
)
from wallboard.domain.outages import (
    OutageCorrection,
    OutageDevice,
    OutageEtr,
    OutageNote,
    OutageSupply,
    OutageWork,
)
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Claimant, CrewStatus, EvidenceKind, Lane, OrderStage, Supply
from wallboard.state.queries.course import CourseStep, course
from wallboard.state.store import Store

ORDER, OUTAGE = "restore/oms/1", "oms/1"
SEAT = "服务调度 07"


def said(*told: tuple[str, float, Payload]) -> list[CourseStep]:
    facts = [Fact(data, key, T0 + at, "hub", f"e-{n}") for n, (key, at, data) in enumerate(told)]
    store = Store()
    store.apply(numbered([*thread(1), *facts]))
    return course(store.tables, ORDER)


def found(steps: list[CourseStep], what: str) -> CourseStep:
    (step,) = [step for step in steps if step.what == what]
    return step


def test_that_an_unknown_order_has_no_course() -> None:
    assert course(Store().tables, "none") == []


def test_that_calls_and_meters_are_counted_by_kind_with_their_first_and_last() -> None:
    def evidence(kind: EvidenceKind, at: float, n: int, of: int | None = None) -> Payload:
        return Evidence(kind=kind, n=n, of=of, happened_at=T0 + at)  # type: ignore[arg-type]

    steps = said(
        (OUTAGE, 30, evidence(EvidenceKind.CALL, 10, 1)),
        (OUTAGE, 31, evidence(EvidenceKind.CALL, 25, 2)),
        (OUTAGE, 32, evidence(EvidenceKind.METER_OFF, 20, 17, 40)),
    )
    calls, meters = found(steps, "evidence.call"), found(steps, "evidence.meter_off")
    assert (calls.at, calls.args) == (T0 + 25, {"n": 4, "first": T0, "last": T0 + 25})
    assert (meters.args["n"], meters.args["of"]) == (17, 40)
    assert [step.at for step in steps] == sorted((step.at for step in steps), reverse=True)


def test_that_acts_name_their_actor_and_words_and_those_before_the_last_stay() -> None:
    steps = said(
        (ORDER, 40, OrderAcknowledged(actor=SEAT)),
        (ORDER, 41, OrderMark(verb="accept", actor=SEAT, stage=OrderStage.ACCEPTED)),
        (ORDER, 42, OrderMark(verb="urge", actor="配网值班", words="客户再次来电")),
        (ORDER, 43, OrderNote(actor=SEAT, words="绕行")),
        (ORDER, 44, OrderHandover(frm=SEAT, to="网格 0312", sent_at=T0 + 44)),  # type: ignore[arg-type]
        (ORDER, 45, OrderCallback(actor="95598", satisfied=True)),
    )
    acts = [(step.what, step.who, step.words) for step in steps if step.what.startswith("act.")]
    assert acts == [
        ("act.call_back", "95598", ""),
        ("act.hand_over", SEAT, ""),
        ("act.note", SEAT, "绕行"),
        ("act.urge", "配网值班", "客户再次来电"),
        ("act.accept", SEAT, ""),
        ("act.acknowledge", SEAT, ""),
    ]
    assert found(steps, "act.hand_over").args["to"] == "网格 0312"
    assert found(steps, "act.call_back").args["satisfied"] is True


def test_that_a_handling_of_a_log_without_marks_is_told_once() -> None:
    handling = OrderHandling(
        verb="assign",
        actor=SEAT,
        role="desk",
        stage=OrderStage.ASSIGNED,
        since=T0 + 50,  # type: ignore[arg-type]
        args={"to": "抢修二组"},
    )
    alone = said((ORDER, 50, handling))
    assert found(alone, "act.assign").args == {"to": "抢修二组"}
    mark = OrderMark(verb="assign", actor=SEAT, args={"to": "抢修二组"}, stage=OrderStage.ASSIGNED)
    both = said((ORDER, 50, handling), (ORDER, 50, mark))
    assert found(both, "act.assign").args == {"to": "抢修二组", "stage": "assigned"}


def test_that_a_hand_over_and_a_call_back_of_the_hubs_own_are_told_once() -> None:
    steps = said(
        (ORDER, 50, OrderMark(verb="hand_over", actor=SEAT, args={"to": "08"})),
        (ORDER, 50, OrderHandover(frm=SEAT, to="08", sent_at=T0 + 50)),  # type: ignore[arg-type]
        (ORDER, 51, OrderMark(verb="call_back", actor=SEAT, args={"satisfied": True})),
        (ORDER, 51, OrderCallback(actor=SEAT, satisfied=True)),
    )
    assert found(steps, "act.hand_over").args == {"to": "08"}
    assert found(steps, "act.call_back").args == {"satisfied": True}


def test_that_what_the_outage_went_through_and_who_was_told_is_there() -> None:
    steps = said(
        (OUTAGE, 60, Told(told_at=T0 + 60, customers=2905, etr_revision=1)),  # type: ignore[arg-type]
        (OUTAGE, 61, ToldEntered(entered_at=T0 + 61)),  # type: ignore[arg-type]
        (OUTAGE, 62, OutageEtr(etr=T0 + 9000, revision=1)),  # type: ignore[arg-type]
        (OUTAGE, 62, OutageEtr(etr=T0 + 9600, claimant=Claimant.ANALYST, calculated=True)),  # type: ignore[arg-type]
        (OUTAGE, 63, OutageWork(status=CrewStatus.ON_SITE, since=T0 + 63, crew="抢修二组")),  # type: ignore[arg-type]
        (OUTAGE, 64, OutageSupply(supply=Supply.GENERATOR, since=T0 + 64)),  # type: ignore[arg-type]
        (OUTAGE, 65, OutageNote(actor="配网值班", words="积水")),
        (OUTAGE, 66, OutageCorrection(field="started_at", old="a", new="b")),
    )
    assert found(steps, "told").args["n"] == 2905
    assert found(steps, "etr").args["etr"] == T0 + 9000
    assert found(steps, "etr_computed").args["etr"] == T0 + 9600
    assert found(steps, "crew.on_site").args == {"crew": "抢修二组"}
    assert {"entered", "supply.generator", "act.note", "correction", "outage.confirmed", "received"} <= {
        step.what for step in steps
    }


def test_that_the_judged_device_stands_in_the_thread_beside_who_else_names_one() -> None:
    """研判 with its chance and reasons, and the word of a desk that confirmed another device (d.13)."""
    dark = Reason("judged_meters_dark", {"off": 118, "of": 124})
    judged = OutageDevice(
        claimant=Claimant.ANALYST, device="D1", name="1 号熔断器", probability=0.96, reasons=[dark]
    )
    seen = OutageDevice(claimant=Claimant.OPERATOR, device="D2", name="2 号熔断器")
    steps = said((OUTAGE, 30, judged), (OUTAGE, 50, seen))
    step = found(steps, "device.analyst")
    assert (step.at, step.args) == (T0 + 30, {"device": "1 号熔断器", "share": 0.96})
    assert step.reasons == (dark,)
    assert found(steps, "device.operator").args == {"device": "2 号熔断器"}


def test_that_what_was_done_to_another_order_of_the_same_outage_names_that_order() -> None:
    need = OrderNeed(lane=Lane.REQUEST, received_at=T0, number="DY20931", outage=OUTAGE)  # type: ignore[arg-type]
    steps = said(("crm/1", 70, need), ("crm/1", 71, OrderMark(verb="urge", actor="95598")))
    assert found(steps, "act.urge").args == {"order": "DY20931"}
