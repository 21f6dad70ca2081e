"""The columns of a desk's table of orders: what each says, how it is sorted, how wide it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from wallboard.domain.terms import Lane
from wallboard.rules.ranking import customers_of, rank_key
from wallboard.state.queries import OrderLine
from widgets.parts.glyphs import LANE_GLYPH
from widgets.parts.ink import Run
from widgets.parts.order_facts import stage_words
from widgets.parts.order_words import clock_run, customers_words, owner_words, place_of
from widgets.scale import Scale
from widgets.text import Text

MARGIN, BETWEEN = 20.0, 12.0
"""Study px at the sides of the table, and between two columns."""

Words = Callable[[OrderLine, Text, float], str]


@dataclass(frozen=True)
class TableColumn:
    """name: of its head; share: of the width that is left; least: study px; drop: goes when room lacks.

    rank: what it is sorted by, after which the order's id decides.
    """

    name: str
    share: float
    least: float
    words: Words
    rank: Callable[[OrderLine], tuple]
    drop: int = 0
    right: bool = False

    def runs(self, line: OrderLine, text: Text, now: float) -> tuple[Run, ...]:
        """What stands in a row."""
        if self.name == "lane":
            return (Run("", glyph=LANE_GLYPH[line.order.lane], tone=line.order.lane.value),)
        if self.name == "clock":
            run = clock_run(line.clock, text, now, over=not line.order.open)
            return (replace(run, role="small", bold=True, elide=True),)
        quiet = self.name in ("number", "asked", "received")
        return (Run(self.words(line, text, now), tone="muted" if quiet else "text", elide=True),)


def _lane(line: OrderLine, text: Text, now: float) -> str:
    return text.t(f"lane.short.{line.order.lane.value}")


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


def _amount(line: OrderLine) -> tuple[float, float]:
    return -(customers_of(line.order, line.outage) or 0), -(line.order.kva or 0.0)


LANES, STAGES = list(Lane), {name: place for place, name in enumerate(("new", "assigned", "accepted"))}

COLUMNS: tuple[TableColumn, ...] = (
    TableColumn("lane", 0.0, 24, _lane, lambda line: (LANES.index(line.order.lane),)),
    TableColumn(
        "number",
        0.2,
        122,  # a prefix, the day and a number of the day
        lambda line, text, now: line.order.number or line.order.id,
        lambda line: (line.order.number or line.order.id,),
        drop=3,
    ),
    TableColumn("object", 2.4, 150, _object, lambda line: place_of(line.order, line.outage)),
    TableColumn("size", 0.5, 74, _size, _amount, drop=2, right=True),
    TableColumn(
        "stage",
        0.5,
        66,
        lambda line, text, now: stage_words(line.order, text),
        lambda line: (STAGES.get(line.order.stage.value, 9), line.order.stage.value),
        drop=1,
    ),
    TableColumn(
        "holder",
        1.2,
        92,
        lambda line, text, now: owner_words(line.order, line.outage, text) or text.t("order.unclaimed"),
        lambda line: (not (line.order.holder_name or line.order.holder), line.order.holder_name),
    ),
    TableColumn(
        "clock",
        1.3,
        176,
        lambda line, text, now: clock_run(line.clock, text, now, over=not line.order.open).text,
        lambda line: (rank_key(line.order, line.clock, line.outage),),
        right=True,
    ),
    TableColumn("asked", 0.6, 70, _asked, lambda line: (line.order.channel, line.order.origin.value), drop=4),
    TableColumn(
        "received",
        0.5,
        96,
        lambda line, text, now: text.clock_time(line.order.received_at, now),
        lambda line: (line.order.received_at,),
        drop=5,
        right=True,
    ),
)
"""From left to right; ``clock`` is the order of the lanes: worst first."""


def columns_for(width: int, scale: Scale) -> list[tuple[TableColumn, int, int]]:
    """The columns that fit into a table of that width: (column, left edge, width), window px."""
    kept = list(COLUMNS)
    room = width - 2 * scale.px(MARGIN)
    while True:
        least = sum(scale.px(column.least) for column in kept) + scale.px(BETWEEN) * (len(kept) - 1)
        worst = max(kept, key=lambda column: column.drop)
        if least <= room or not worst.drop:
            break
        kept.remove(worst)
    spare, shares = max(0.0, room - least), sum(column.share for column in kept) or 1.0
    found, left = [], scale.px(MARGIN)
    for column in kept:
        wide = scale.px(column.least) + spare * column.share / shares
        found.append((column, round(left), round(wide)))
        left += wide + scale.px(BETWEEN)
    return found
