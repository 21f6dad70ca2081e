"""The course of one order (处理过程): all that was said and done about its problem (domain 4.4).

One problem is one thread: calls, meters, outage, orders, who was told, acts with their actors. Only facts
that stand in the tables are read; the hub's log keeps more.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from wallboard.domain.calls import Evidence
from wallboard.domain.facts import Fact
from wallboard.domain.orders import (
    OrderAcknowledged,
    OrderCallback,
    OrderHandling,
    OrderHandover,
    OrderMark,
    OrderNote,
)
from wallboard.domain.outages import (
    OutageAcknowledged,
    OutageCorrection,
    OutageDevice,
    OutageEtr,
    OutageNote,
    OutageStageClaim,
    OutageSupply,
    OutageWork,
)
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order
from wallboard.domain.terms import EvidenceKind, OrderStage
from wallboard.state.tables import Tables, Thing

Args = dict[str, str | int | float | bool]

MOST = 300
"""Steps of one course, the newest ones."""


class CourseStep(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a course. at: when, epoch s; what: ``act.urge``, ``stage.on_site``, ``told`` …

    who: the person at a desk, "" where a source says it; words: verbatim; args: what else is known of it;
    reasons: of a judgement, the strongest first.
    """

    at: float
    what: str
    who: str = ""
    words: str = ""
    source: str = ""
    args: Args = {}
    reasons: tuple[Reason, ...] = ()


def course(tables: Tables, order: str) -> list[CourseStep]:
    """The steps of an order's problem, newest first; [] of an order that is not there."""
    row = tables.orders.get(order)
    if row is None:
        return []
    steps = [*_of_order(row, tables.thing("order", order))]
    if row.outage:
        steps += _of_outage(tables.thing("outage", row.outage))
        for other in tables.orders.values():
            if other.outage == row.outage and other.id != order:
                steps += _acts(tables.thing("order", other.id), other.number or other.id)
    return sorted(steps, key=lambda step: (-step.at, step.what, step.who, step.words))[:MOST]


def _of_order(row: Order, thing: Thing | None) -> Iterator[CourseStep]:
    args: Args = {"channel": row.channel} if row.channel else {}
    yield CourseStep(at=row.received_at, what="received", source=row.source, args=args)
    if thing is None:
        return
    yield from _acts(thing, "")
    done = {fact.at for fact in thing.entries.get("mark", {}).values()}
    for stage, at in row.reached.items():
        if at not in done and stage in set(OrderStage) - {OrderStage.NEW}:
            yield CourseStep(at=at, what=f"stage.{stage}", source=row.source)
    for each in row.course:
        yield CourseStep(at=each.at, what=f"step.{each.step}", source=row.source)


def _acts(thing: Thing | None, order: str) -> Iterator[CourseStep]:
    """What people did. order: its number where it is another one of the same problem."""
    if thing is None:
        return
    beside: Args = {"order": order} if order else {}
    marked = {fact.at for fact in thing.entries.get("mark", {}).values()}
    for fact in _entries(thing, "mark", "note", "callback", "handover"):
        data = fact.data
        if isinstance(data, (OrderCallback, OrderHandover)) and fact.at in marked:
            continue  # the act's own entry says it already
        if isinstance(data, OrderMark):
            args = {**data.args, **beside, **({"stage": data.stage.value} if data.stage is not None else {})}
            yield _act(fact, data.verb, data.actor, data.words, args)
        elif isinstance(data, OrderNote):
            yield _act(fact, "note", data.actor, data.words, beside)
        elif isinstance(data, OrderCallback):
            said: Args = {} if data.satisfied is None else {"satisfied": data.satisfied}
            yield _act(fact, "call_back", data.actor, data.words, {**said, **beside})
        elif isinstance(data, OrderHandover):
            yield _act(fact, "hand_over", data.frm, data.reason, {"to": data.to, **beside})
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(seen.data, OrderAcknowledged):
        yield _act(seen, "acknowledge", seen.data.actor, "", beside)
    last = thing.aspects.get("handling")
    if last is not None and isinstance(last.data, OrderHandling) and last.at not in marked:
        args = {name: value for name, value in last.data.args.items() if name != "words"}
        yield _act(last, last.data.verb, last.data.actor, str(last.data.args.get("words", "")), args)


def _of_outage(thing: Thing | None) -> Iterator[CourseStep]:
    if thing is None:
        return
    yield from _evidence(thing)
    for fact in _entries(thing, "told", "entered", "correction", "note"):
        step = _said_of_outage(fact)
        if step is not None:
            yield step
    for fact in sorted(thing.aspects.values(), key=lambda each: each.seq):
        step = _claimed(fact)
        if step is not None:
            yield step


def _said_of_outage(fact: Fact) -> CourseStep | None:
    data = fact.data
    if isinstance(data, Told):
        args: Args = {"n": data.customers, "revision": data.etr_revision, "channel": data.channel}
        return CourseStep(at=data.told_at, what="told", source=fact.source, args=args)
    if isinstance(data, ToldEntered):
        return CourseStep(at=data.entered_at, what="entered", source=fact.source)
    if isinstance(data, OutageCorrection):
        said: Args = {"field": data.field, "old": data.old, "new": data.new}
        return CourseStep(at=fact.at, what="correction", source=fact.source, args=said)
    return _act(fact, "note", data.actor, data.words, {}) if isinstance(data, OutageNote) else None


def _claimed(fact: Fact) -> CourseStep | None:
    """A value of the outage as a step: only what stands is known, not what stood before it."""
    data, at = fact.data, fact.at
    if isinstance(data, OutageStageClaim):
        return _step(fact, data.since, f"outage.{data.stage.value}", words=data.said)
    if isinstance(data, OutageEtr) and data.etr is not None:
        args: Args = {"etr": float(data.etr), "revision": data.revision, "by": data.claimant.value}
        what = "etr_computed" if data.calculated else "etr"
        return CourseStep(at=at, what=what, source=fact.source, args=args)
    if isinstance(data, OutageDevice) and (data.name or data.device):
        return _device(fact, data)
    if isinstance(data, OutageWork) and data.status is not None:
        return _step(fact, data.since, f"crew.{data.status.value}", words=data.said, crew=data.crew)
    if isinstance(data, OutageSupply):
        return _step(fact, data.since, f"supply.{data.supply.value}")
    if isinstance(data, OutageAcknowledged):
        return _act(fact, "acknowledge", data.actor, "", {})
    return None


def _device(fact: Fact, data: OutageDevice) -> CourseStep:
    """Which device is open by somebody's word: with chance and reasons where it was judged (研判, d.13)."""
    args: Args = {"device": data.name or data.device}
    if data.probability is not None:
        args["share"] = data.probability
    what = f"device.{data.claimant.value}"
    return CourseStep(at=fact.at, what=what, source=fact.source, args=args, reasons=tuple(data.reasons))


def _evidence(thing: Thing) -> Iterator[CourseStep]:
    """Evidence by its kind: how many, the first and the last of them."""
    found: dict[EvidenceKind, list[tuple[float, Evidence, str]]] = {}
    for fact in _entries(thing, "evidence"):
        if isinstance(data := fact.data, Evidence):
            at = data.happened_at if data.happened_at is not None else fact.at
            found.setdefault(data.kind, []).append((at, data, fact.source))
    for kind, each in found.items():
        times = [at for at, _, _ in each]
        args: Args = {"n": sum(data.n for _, data, _ in each), "first": min(times), "last": max(times)}
        if all(data.of is not None for _, data, _ in each):
            args["of"] = sum(data.of or 0 for _, data, _ in each)
        yield CourseStep(at=max(times), what=f"evidence.{kind.value}", source=each[0][2], args=args)


def _entries(thing: Thing, *aspects: str) -> Iterable[Fact]:
    for aspect in aspects:
        yield from thing.entries.get(aspect, {}).values()


def _act(fact: Fact, verb: str, who: str, words: str, args: Args) -> CourseStep:
    return CourseStep(at=fact.at, what=f"act.{verb}", who=who, words=words, source=fact.source, args=args)


def _step(fact: Fact, since: float | None, what: str, *, words: str = "", **args: Any) -> CourseStep:
    at = fact.at if since is None else float(since)
    kept: Args = {name: value for name, value in args.items() if value}
    return CourseStep(at=at, what=what, words=words, source=fact.source, args=kept)
