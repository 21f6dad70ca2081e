"""An order's head at a desk: number, stage and holder in a line, and the figures that matter in its lane."""

from dataclasses import dataclass

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Lane
from widgets.parts.case_words import segment_words
from widgets.parts.ink import Run
from widgets.parts.order_words import customers_words, owner_words
from widgets.text import Text


@dataclass(frozen=True)
class Figure:
    """A value and, below it, what it is."""

    value: Run
    name: Run


def stage_words(order: Order, text: Text) -> str:
    """The stage in words; the word of a source whose stage is not mapped."""
    key = f"order.stage.{order.stage.value}"
    return order.said if order.said and not text.has(key) else text.t(key)


def head_runs(order: Order, outage: Outage | None, text: Text) -> tuple[Run, ...]:
    """Number, lane, stage, who has it, who answered first, how often it went round."""
    said = [order.number or order.id, text.t(f"lane.{order.lane.value}"), stage_words(order, text)]
    owner = owner_words(order, outage, text) or text.t("order.unclaimed")
    said += [owner] if owner != said[-1] else []
    if order.first_inquirer and order.first_inquirer not in (order.holder, order.holder_name):
        said.append(text.t("order.first_inquirer", who=text.name(order.first_inquirer)))
    if segment := segment_words(order, text):
        said.append(segment)
    if order.handover is not None:
        said.append(text.t("order.handing_over", to=text.name(order.handover.to)))
    for name in ("returned", "urged", "reopened", "handed_over"):
        if times := getattr(order, name):
            said.append(text.t(f"order.{name}", n=times))
    return tuple(
        Run(f"· {words}" if i else words, tone="muted", drop=0 if i < 3 else i, elide=i > 2, gap=6)
        for i, words in enumerate(said)
    )


def figures_of(order: Order, outage: Outage | None, text: Text, now: float) -> tuple[Figure, ...]:
    """Up to four; only what somebody has said."""
    found: list[tuple[str, str]] = []
    if order.lane is Lane.RESTORE:
        found.append((customers_words(order, outage, text), "figure.out"))
        if outage is not None and outage.told_customers is not None:
            found.append((text.number(outage.told_customers), "figure.told"))
        found.append(_restored_by(order, outage, text, now))
        keys = order.key_customers or (outage.key_customers if outage is not None else 0)
        found.append((text.number(keys) if keys else "", "figure.key"))
    else:
        found.append((text.number(order.kva) if order.kva else "", "figure.kva"))
        found.append((text.span(now - order.received_at), "figure.age"))
        promised = order.promised_at
        found.append((text.clock_time(promised, now) if promised is not None else "", "figure.promised"))
    return tuple(
        Figure(Run(value, "count", elide=True), Run(text.t(name), tone="muted", elide=True))
        for value, name in found
        if value
    )


def _restored_by(order: Order, outage: Outage | None, text: Text, now: float) -> tuple[str, str]:
    """When the light is expected: what somebody has said, else what was computed, by a name of its own."""
    said = order.etr if order.etr is not None else outage.promised if outage is not None else None
    if said is None and outage is not None and outage.etr is not None:
        return text.clock_time(outage.etr, now), "figure.etr_computed"
    return text.clock_time(said, now) if said is not None else "–", "figure.etr"
