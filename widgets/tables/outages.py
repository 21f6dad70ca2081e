"""The table of open outages, worst first."""

from collections.abc import Iterable

import msgspec

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import OutageStage
from wallboard.state.changes import Change
from wallboard.state.tables import Tables
from widgets.parts.glyphs import stage_glyph
from widgets.parts.ink import Run
from widgets.parts.outage_words import outage_customers_words
from widgets.tables.columns import Kind, Table, TableColumn, choice, instant, named, number
from widgets.text import Text

STAGES = list(OutageStage)


class OutageLine(msgspec.Struct, frozen=True):
    """An outage, and the order that restores it; None while nobody raised one."""

    outage: Outage
    order: Order | None


def _line(tables: Tables, key: str) -> OutageLine:
    return OutageLine(tables.outages[key], tables.orders.get(f"restore/{key}"))


def _touched(change: Change, tables: Tables) -> Iterable[str]:
    """Outages whose order changed."""
    return [key.removeprefix("restore/") for key in change.of("order") if key.startswith("restore/")]


def _name(outage: Outage) -> str:
    return outage.feeder or outage.device_name or outage.town or outage.place or outage.region or outage.id


def _customers(line: OutageLine, text: Text, now: float) -> str:
    count = line.outage.customers_out
    return "" if count is None else outage_customers_words(line.outage, count, text)


def _stage(line: OutageLine, text: Text, now: float) -> str:
    return text.t(f"outage.stage.{line.outage.stage.value}")


def _look(line: OutageLine, text: Text, now: float) -> Run:
    return Run(
        _stage(line, text, now), glyph=stage_glyph(line.outage.stage, line.outage.supply), elide=True, gap=6
    )


def _told(line: OutageLine) -> float | None:
    """Customers that were told, as a share of those that are out."""
    outage = line.outage
    if not outage.customers_out:
        return None
    return min(1.0, (outage.told_customers or 0) / outage.customers_out)


TABLE = Table(
    "outages",
    (
        TableColumn(
            "outage_stage",
            lambda line: line.outage.stage.value,
            _stage,
            Kind.CHOICE,
            0.3,
            92,
            rank=lambda line: STAGES.index(line.outage.stage),
            look=_look,
        ),
        named("line", lambda line: _name(line.outage), 130, share=1.6),
        TableColumn(
            "customers",
            lambda line: line.outage.customers_out,
            _customers,
            Kind.NUMBER,
            0.3,
            96,
            right=True,
        ),
        number("key_customers", lambda line: line.outage.key_customers or None, 48, drop=3),
        named("town", lambda line: line.outage.town, 74, drop=1, share=0.6),
        instant("began", lambda line: line.outage.began),
        TableColumn(
            "etr",
            lambda line: line.outage.promised,
            lambda line, text, now: (
                text.clock_time(line.outage.promised, now) if line.outage.promised is not None else ""
            ),
            Kind.TIME,
            0.2,
            96,
            right=True,
        ),
        TableColumn(
            "told",
            lambda line: None if _told(line) is None else round(100 * (_told(line) or 0.0), 1),
            lambda line, text, now: "" if (told := _told(line)) is None else text.share(told),
            Kind.NUMBER,
            0.2,
            62,
            right=True,
            drop=4,
        ),
        named("crew", lambda line: line.outage.work_crew, 92, drop=2),
        choice(
            "working",
            lambda line: line.outage.work.value if line.outage.work is not None else None,
            "crew.status",
            usual=False,
        ),
        named("region", lambda line: line.outage.region, usual=False),
        named("device", lambda line: line.outage.device_name, usual=False),
        named("cause", lambda line: line.outage.cause, usual=False),
        number("areas", lambda line: line.outage.areas_out, usual=False),
        number("revised", lambda line: line.outage.etr_revision or None, usual=False),
    ),
    noun="outage",
    line=_line,
    sort="customers",
    down=True,
    kept=lambda line: line.outage.open,
    order_of=lambda line: line.order.id if line.order is not None else "",
    place_of=lambda line, tables: (
        None if line.outage.lon is None or line.outage.lat is None else (line.outage.lon, line.outage.lat)
    ),
    touched=_touched,
    nouns=("outage", "order"),
)
