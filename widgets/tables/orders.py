"""The table of all orders."""

from wallboard.domain.terms import Lane
from wallboard.rules.ranking import customers_of, rank_key
from wallboard.state.queries import OrderLine
from wallboard.state.tables import Tables
from widgets.parts.glyphs import LANE_GLYPH
from widgets.parts.ink import Run
from widgets.parts.order_facts import stage_words
from widgets.parts.order_words import clock_run, customers_words, owner_words, place_of
from widgets.tables.columns import Kind, Table, TableColumn, instant, name_words, named, number
from widgets.text import Text

LANES, STAGES = list(Lane), {name: place for place, name in enumerate(("new", "assigned", "accepted"))}


def _object(line: OrderLine, text: Text, now: float) -> str:
    return " ".join(text.name(part) for part in place_of(line.order, line.outage) if part)


def _size(line: OrderLine, text: Text, now: float) -> str:
    """Customers, or what a connection is to carry."""
    if line.order.kva:
        return text.t("order.kva", n=text.number(line.order.kva))
    return customers_words(line.order, line.outage, text)


def _asked(line: OrderLine, text: Text, now: float) -> str:
    """Where it came from."""
    order = line.order
    key = f"channel.{order.channel}"
    if order.channel:
        return text.t(key) if text.has(key) else order.channel
    return text.t(f"origin.{order.origin.value}")


def _clock(line: OrderLine, text: Text, now: float) -> Run:
    run = clock_run(line.clock, text, now, over=not line.order.open)
    return Run(run.text, "small", tone=run.tone, bold=True, glyph=run.glyph, elide=True)


def _lane(line: OrderLine, text: Text, now: float) -> Run:
    return Run("", glyph=LANE_GLYPH[line.order.lane], tone=line.order.lane.value)


def where(line: OrderLine, tables: Tables) -> tuple[float, float] | None:
    """Where an order is, degrees; its outage's place where it has none."""
    for row in (line.order, line.outage):
        if row is not None and row.lon is not None and row.lat is not None:
            return row.lon, row.lat
    return None


LANE = TableColumn(
    "lane",
    lambda line: line.order.lane.value,
    lambda line, text, now: text.t(f"lane.short.{line.order.lane.value}"),
    Kind.CHOICE,
    0.0,
    24,
    rank=lambda line: LANES.index(line.order.lane),
    look=_lane,
)
NUMBER = TableColumn(
    "number",
    lambda line: line.order.number or line.order.id,
    lambda line, text, now: line.order.number or line.order.id,
    share=0.2,
    least=124,  # a prefix, the day and a number of the day
    quiet=True,
)
OBJECT = TableColumn(
    "object",
    lambda line: " ".join(place_of(line.order, line.outage)),
    _object,
    share=2.4,
    least=150,
)
STAGE = TableColumn(
    "stage",
    lambda line: line.order.stage.value,
    lambda line, text, now: stage_words(line.order, text),
    Kind.CHOICE,
    0.5,
    66,
    rank=lambda line: (STAGES.get(line.order.stage.value, 9), line.order.stage.value),
    drop=2,
)
HOLDER = TableColumn(
    "holder",
    lambda line: line.order.holder_name or line.order.holder,
    lambda line, text, now: owner_words(line.order, line.outage, text) or text.t("order.unclaimed"),
    share=1.2,
    least=92,
    drop=1,
)
CLOCK = TableColumn(
    "clock",
    lambda line: line.clock.band.value,
    lambda line, text, now: clock_run(line.clock, text, now, over=not line.order.open).text,
    Kind.CHOICE,
    1.3,
    176,
    rank=lambda line: rank_key(line.order, line.clock, line.outage),
    look=_clock,
    right=True,
)
RECEIVED = instant("received", lambda line: line.order.received_at, drop=5)
TOWN = named("town", lambda line: line.order.town or (line.outage.town if line.outage else ""), usual=False)

TABLE = Table(
    "orders",
    (
        LANE,
        NUMBER,
        OBJECT,
        TableColumn(
            "size",
            lambda line: customers_of(line.order, line.outage) or line.order.kva,
            _size,
            Kind.NUMBER,
            0.5,
            74,
            rank=lambda line: (-(customers_of(line.order, line.outage) or 0), -(line.order.kva or 0.0)),
            right=True,
            drop=3,
        ),
        STAGE,
        HOLDER,
        CLOCK,
        TableColumn(
            "asked", lambda line: line.order.channel, _asked, share=0.6, least=70, quiet=True, drop=4
        ),
        RECEIVED,
        TOWN,
        named("unit", lambda line: line.order.unit, usual=False),
        named("cell", lambda line: line.order.cell, usual=False),
        number("returned", lambda line: line.order.returned or None, usual=False),
        number("urged", lambda line: line.order.urged or None, usual=False),
        TableColumn(
            "first_inquirer",
            lambda line: line.order.first_inquirer,
            name_words(lambda line: line.order.first_inquirer),
            share=1.0,
            least=92,
            usual=False,
        ),
    ),
    noun="order",
    line=lambda tables, key: tables.orders[key],
    sort="clock",
    order_of=lambda line: line.order.id,
    place_of=where,
    by_clock=True,
    nouns=("order", "outage", "response"),
)
