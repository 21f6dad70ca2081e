"""An order in words: who asked first, who has it, what was done last, how much of its limit is used."""

from wallboard.domain.order_row import Order
from wallboard.domain.rows import Outage
from wallboard.domain.terms import OrderStage
from wallboard.rules.sla import OrderClock
from widgets.parts.ink import SPARE, Run
from widgets.text import Text


def used_runs(clock: OrderClock, text: Text, now: float) -> tuple[Run, ...]:
    """What has passed, and of what: minutes of minutes, or days until the day at which it ends."""
    if clock.limit is None or clock.due is None:
        return ()
    passed = text.span(clock.elapsed)
    if clock.days_left is not None:  # due at the very end of a day: the day is what counts
        last = text.day(clock.due - 1.0)
        words = text.t("clock.used_until", span=passed, time=last)
    elif clock.target == "promise":
        words = text.t("clock.used_until", span=passed, time=text.clock_time(clock.due, now))
    else:
        words = text.t("clock.used_of", span=passed, limit=text.span(clock.limit))
    return (Run(words, tone="muted", drop=SPARE - 1),)


def limit_words(limit: float, text: Text, *, worked: bool) -> str:
    """A limit (s) beside what has passed; worked: it counts working time."""
    return text.t("lane.limit_worked" if worked else "lane.limit", span=text.span(limit))


def chain_runs(order: Order, text: Text, now: float, held: float | None = None) -> tuple[Run, ...]:
    """The first inquirer, how often it was handed on, who has it, and to whom it is on its way.

    held: for how long he has had it, s; None where nobody says.
    """
    hops, first = max(order.hops, order.handed_over), order.first_inquirer
    runs: list[Run] = []
    if first and first not in (order.holder, order.holder_name):
        way = "→" if hops < 2 else text.t("case.hops", n=hops)
        runs += [Run(text.t("case.first", who=text.name(first)), tone="muted", gap=8, drop=SPARE)]
        runs += [Run(way, tone="muted", gap=8, drop=SPARE)]
    runs.append(Run(who_has(order, text), tone=_tone(order), elide=True, gap=8))
    if held is not None:
        runs.append(Run(text.t("case.in_hand", span=text.span(held)), tone="muted", drop=2, gap=10))
    if order.handover is not None:
        span = text.span(max(0.0, now - order.handover.sent_at))
        words = text.t("case.unaccepted", who=text.name(order.handover.to), span=span)
        runs.append(Run(words, bold=True, drop=2, gap=10))
    if order.stage is not OrderStage.NEW:  # of a new one, who has it says it all
        stage = text.t(f"order.stage.{order.stage.value}")
        runs.append(Run(f"· {stage}", tone="muted", drop=3 if held is None else SPARE + 1))
    if segment := segment_words(order, text):
        runs.append(Run(f"· {segment}", tone="muted", drop=SPARE + 2))
    return tuple(runs)


def segment_words(order: Order, text: Text) -> str:
    """What kind of customer it is; a source's own word where it is none of ours, "" where nobody says."""
    key = f"order.segment.{order.segment}"
    return text.t(key) if order.segment and text.has(key) else order.segment


def last_runs(order: Order, text: Text, now: float, outage: Outage | None = None) -> tuple[Run, ...]:
    """Who has it, and what was done last, by whom and when; an order that nobody touched says its stage.

    outage: the one that it restores; its crew stands where nobody has the order itself.
    """
    if outage is not None and outage.work_crew and not (order.holder or order.holder_name):
        return _crew_runs(outage, text, now)
    runs = _holder_runs(order, text)
    stage = text.t(f"order.stage.{order.stage.value}")
    key = f"verb.{order.last_verb}"
    if order.last_verb and text.has(key):
        age = text.age(max(0.0, now - (order.since if order.last_at is None else order.last_at)))
        words = text.t("case.last", verb=text.t(key), age=age)
        runs.append(Run(f"· {words}", tone="muted", drop=1, gap=7))
        if order.last_actor and order.last_actor not in (order.holder, order.holder_name):
            runs.append(Run(text.name(order.last_actor), tone="muted", drop=SPARE))
    elif order.holder or order.holder_name:
        age = text.age(max(0.0, now - order.since))
        runs.append(Run(f"· {text.t('case.stage_since', stage=stage, age=age)}", tone="muted", drop=1))
    return tuple(runs)


def _holder_runs(order: Order, text: Text) -> list[Run]:
    """Who has it; where room lacks the name alone, without the unit."""
    name = order.holder_name or order.holder
    if not (order.unit and name):
        return [Run(who_has(order, text), tone=_tone(order), elide=True)]
    unit = Run(text.name(order.unit), drop=SPARE + 1, gap=7)
    return [unit, Run(text.name(name), elide=True)]


def _crew_runs(outage: Outage, text: Text, now: float) -> tuple[Run, ...]:
    runs = [Run(text.name(outage.work_crew), elide=True)]
    if outage.work is not None and outage.work_since is not None:
        stage, age = text.t(f"crew.status.{outage.work.value}"), text.age(max(0.0, now - outage.work_since))
        runs.append(Run(f"· {text.t('case.stage_since', stage=stage, age=age)}", tone="muted", drop=1))
    return tuple(runs)


def _tone(order: Order) -> str:
    return "text" if order.holder or order.holder_name else "muted"


def who_has(order: Order, text: Text) -> str:
    """Its holder in words, or that nobody has it."""
    parts = (order.unit, order.holder_name or order.holder)
    name = " ".join(text.name(part) for part in parts if part)
    return name or text.t("order.unclaimed")
