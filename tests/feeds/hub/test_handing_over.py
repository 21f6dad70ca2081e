"""A shift is handed over at the hub: frozen with its digest, signed by four, the same after a replay."""

import msgspec
import pytest

from feeds import frames
from feeds.codec import decode_fact, encode_fact
from feeds.hub.authority import Authority, Refused
from tests.feeds.hub.handing_over import DAY, NAMES, NETWORK, SERVICE, SHIFT, Hub
from tests.feeds.small import T0, numbered
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import ShiftHandover, ShiftReport
from wallboard.state.queries.handover import digest_of, frozen_report
from wallboard.state.store import Store


def test_that_a_shift_is_frozen_signed_by_four_and_sealed() -> None:
    hub = Hub()
    frozen = hub.act("a-1", "freeze").data
    assert isinstance(frozen, ShiftReport) and frozen.leads == NAMES
    assert hub.digest == frozen.digest
    hub.sign()
    row = hub.store.tables.shifts["roster/1"]
    assert row.sealed and [each.actor for each in row.signatures] == [SERVICE.name, NETWORK.name] * 2
    (sealed,) = [fact for fact in hub.said if isinstance(fact.data, ShiftHandover)]
    assert sealed.data == ShiftHandover(
        outgoing="陈/黄", incoming="区/李", signed_at=T0 + 600, digest=hub.digest
    )
    assert hub.refusal("c-1", "freeze") == Reason("already_sealed")

    again = Store()
    again.apply(
        [decode_fact(encode_fact(fact, with_seq=True)) for fact in hub.said]
    )  # as a log and a wall have them
    assert again.tables.shifts["roster/1"] == row
    report = frozen_report(again.tables, "roster/1")
    assert report is not None and digest_of(report) == row.digest and report.incoming == ("区", "李")


def test_that_a_report_frozen_anew_takes_the_signatures_with_it() -> None:
    hub = Hub()
    hub.act("a-1", "freeze")
    first = hub.digest
    hub.act("b-1", "sign", capacity="service_out", name="陈", digest=first)
    closed = msgspec.structs.replace(DAY, crews_on_duty=3, name="早班")
    hub.store.apply(numbered([Fact(closed, "roster/1", T0 + 9, "roster", "s9")], len(hub.said)))
    hub.act("a-2", "freeze", NETWORK)
    assert hub.digest != first and not hub.store.tables.shifts["roster/1"].signatures
    assert hub.refusal("b-2", "sign", capacity="network_out", name="黄", digest=first) == Reason(
        "report_changed"
    )


def test_that_an_act_sent_again_is_done_once() -> None:
    hub = Hub()
    first = hub.act("a-1", "freeze")
    assert hub.act("a-1", "freeze").seq == hub.said[-1].seq and first.data == hub.said[-1].data
    before = len(hub.said)
    for _ in range(2):
        hub.act("b-1", "sign", capacity="service_out", name="陈", digest=hub.digest)
    assert len(hub.said) == before + 1
    assert hub.refusal("a-1", "sign", capacity="network_out", name="黄", digest=hub.digest) == Reason(
        "act_id_taken"
    )


def test_that_only_the_shift_on_duty_can_be_frozen() -> None:
    hub = Hub()
    with pytest.raises(Refused) as refused:
        hub.act("a-1", "freeze", subject="roster/roster/2")
    assert refused.value.reason == Reason("not_on_duty", {"shift": "夜班"})
    with pytest.raises(Refused, match="no_report"):
        Authority().decide(
            hub.store, frames.Act(id="x", subject=SHIFT, verb="freeze", args={}), SERVICE, T0 + 600
        )
