"""An order in words: its title, its clock by the name of the limit, and who has it at which stage."""

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band, OrderStage, OutageStage
from wallboard.rules.ranking import customers_of
from wallboard.rules.sla import OrderClock
from widgets.parts.glyphs import BAND_GLYPH
from widgets.parts.ink import SPARE, Run
from widgets.parts.outage_words import etr_words, line_run, outage_customers_words
from widgets.text import Text

BAND_TONE: dict[Band, str] = {
    Band.CALM: "text",
    Band.WARNING: "warning",
    Band.BREACHED: "breached",
    Band.UNCOLOURED: "text",
}


LONG_VOLTAGE = "10 kV "
"""What an English row leaves out before a line's name: it would cut the name itself."""

WITHOUT_DUE: dict[str, str] = {
    "clock_held": "clock.held",
    "calendar_not_published": "clock.unpublished",
}
"""Why a clock has no due time -> how it says so."""


def bar_share(clock: OrderClock) -> int | None:
    """Thousandths of the limit, at most 1001 (beyond it the bar no longer changes)."""
    if clock.share is None:
        return None
    return min(1001, max(0, round(clock.share * 1000))) if clock.share <= 1 else 1001


def clock_run(clock: OrderClock, text: Text, now: float, *, over: bool = False) -> Run:
    """``到场 超 3 分``, ``复电 剩 26 分``, ``今日 17:30``; without a limit only what has passed.

    over: its order is closed: nothing is left of a limit that was kept, what it took stands.
    """
    target = text.t(f"target.{clock.target}") if clock.target else ""
    why = clock.reason.code if clock.reason is not None else ""
    if over and (clock.remaining is None or clock.remaining >= 0):
        words = text.t("clock.took", target=target, span=text.span(clock.elapsed))
    elif clock.remaining is None or clock.due is None:
        words = text.t(WITHOUT_DUE.get(why, "clock.so_far"), target=target, span=text.span(clock.elapsed))
    elif clock.remaining < 0:
        words = text.t("clock.over", target=target, span=text.span(-clock.remaining))
    elif clock.target == "promise":
        words = text.t("clock.by", target=target, time=text.clock_time(clock.due, now))
    elif clock.days_left is not None:
        key = "clock.workdays" if clock.working else "clock.days"
        words = text.t(key, target=target, n=clock.days_left)
    else:
        words = text.t("clock.left", target=target, span=text.span(clock.remaining))
    if why == "clock_corrected":
        words = text.t("clock.corrected", words=words)
    return Run(words, "row", tone=BAND_TONE[clock.band], glyph=BAND_GLYPH[clock.band])


def place_of(order: Order, outage: Outage | None) -> tuple[str, str]:
    """The most telling name, and a place beside it: feeder, town; town, place; region; number.

    As facts say them; ``Text.name`` has them in the viewer's language.
    """
    if outage is not None and outage.feeder:
        name, town = order.title or outage.feeder, outage.town or order.town
        return name, "" if town in name else town
    town = (outage.town if outage else "") or order.town
    place = order.title or (outage.place if outage else "") or order.place
    if town and place and not place.startswith(town):
        return town, place
    region = (outage.region if outage else "") or order.region
    if order.title and order.place and not town:
        return order.title, order.place
    return place or town or region or order.number or order.id, ""


def title_runs(order: Order, outage: Outage | None, text: Text) -> tuple[Run, ...]:
    """Where, how many customers, and whether a key customer hangs on it."""
    name, place = map(text.name, place_of(order, outage))
    runs = [line_run(name.removeprefix(LONG_VOLTAGE))]
    customers = customers_words(order, outage, text)
    if customers:
        runs.append(Run(customers, tone="muted"))
    keys = order.key_customers or (outage.key_customers if outage else 0)
    if keys:
        runs.append(Run(text.t("order.key", n=keys), bold=True, drop=1))
    if order.kva:
        runs.append(Run(text.t("order.kva", n=text.number(order.kva)), tone="muted", drop=3))
    if place and place not in name:
        runs.append(Run(place, tone="muted", drop=4, elide=True))
    return tuple(runs)


def customers_words(order: Order, outage: Outage | None, text: Text) -> str:
    """How many wait for the order, and what the count is worth: <5, 5-9, ≥ 5, ≈ 1,200; "" of none.

    A count that the outage has no more, and one of a row that a doubted poll lost, are the last known.
    """
    count = customers_of(order, outage)
    if count is None:
        return ""
    if outage is None:
        return text.t("customers", n=text.number(count))
    return outage_customers_words(outage, count, text)


def owner_runs(order: Order, outage: Outage | None, text: Text, now: float) -> tuple[Run, ...]:
    """Who has it, at which stage, what is to be doubted, the restoration time that was given, the reason."""
    said = [(owner_words(order, outage, text), True), (_stage(order, outage, text), False)]
    marks = marks_of(order, outage, text)
    said += [(words, False) for words in marks]
    if order.promised_at is not None and order.promise_doubtful:
        time = text.clock_time(order.promised_at, now)
        said.append((text.t("order.promise_doubtful", time=time), False))
    said += [(words, False) for words in ([] if outage is None else etr_words(outage, text, now))]
    if order.acknowledged_by:
        said.append((text.t("order.acknowledged", who=text.name(order.acknowledged_by)), False))
    if order.paused_since is not None:
        why = f"order.paused.{order.paused_code}"
        said.append((text.t(why if text.has(why) else "order.paused"), False))
    if order.hops:
        said.append((text.t("order.hops", n=order.hops), False))
    if order.cross_area:
        said.append((text.t("order.cross_area"), False))
    if outage is not None and outage.cause:
        said.append((text.name(outage.cause), True))
    if order.reason is not None and not (marks and order.reason.code in SAID_BY_MARKS):
        said.append((text.reason(order.reason), True))
    shown = [(words, long) for words, long in said if words]
    return tuple(
        Run(
            f"· {words}" if i else words,
            tone="text" if words in marks else "muted",
            elide=long or not i,
            drop=i if i < 2 else i + SPARE - 2,  # the owner is not shortened for the rest
            gap=6,
        )
        for i, (words, long) in enumerate(shown)
    )


NOT_CONTENT = "not_content"
"""Why an order was opened again that nobody lists anew: its customer was called back."""

SAID_BY_MARKS = frozenset({NOT_CONTENT, "reopened", "vanished", "vanished_while_capped"})
"""Reasons of an order that a mark in its row says already."""


def marks_of(order: Order, outage: Outage | None, text: Text) -> list[str]:
    """What makes a row less certain than others, in words: doubted, unlisted, back again, moved start."""
    marks: list[str] = []
    if outage is not None and (outage.held or outage.doubtful):
        marks.append(text.t("mark.doubtful"))
    elif outage is not None and not outage.listed:
        marks.append(text.t("mark.unlisted"))
    if order.reason is not None and order.reason.code == NOT_CONTENT:
        marks.append(text.reason(order.reason))
    elif order.reopened or (outage is not None and outage.reopened):
        marks.append(text.t("mark.reopened"))
    if outage is not None and outage.corrections:
        marks.append(text.t("mark.corrected"))
    return marks


def owner_words(order: Order, outage: Outage | None, text: Text) -> str:
    """Who has it, with the unit, else the crew that its outage names; "" where nobody says whose it is."""
    parts = (order.unit, order.holder_name or order.holder)
    name = " ".join(text.name(part) for part in parts if part)
    if name:
        return name
    if outage is not None and outage.work_crew:
        return text.name(outage.work_crew)
    return text.t("order.unclaimed") if order.stage is OrderStage.NEW else ""


def _stage(order: Order, outage: Outage | None, text: Text) -> str:
    """The stage, where it adds something: an order that nobody has says so as its owner already."""
    if order.stage is not OrderStage.NEW:
        return text.t(f"order.stage.{order.stage.value}")
    if outage is None or outage.stage is OutageStage.CONFIRMED:
        return ""
    stage = text.t(f"outage.stage.{outage.stage.value}")
    return stage if outage.probability is None else f"{stage} {text.share(outage.probability)}"
