"""What a tooltip says of a thing: what, where, how many, which clock, who has it, until when, how old.

Lines of runs, painted as plain text; words of feeds are never read as markup.
"""

from collections.abc import Sequence
from dataclasses import replace

from wallboard.domain.rows import Crew, Order, Outage, Van
from wallboard.domain.terms import Band
from wallboard.rules.sla import clock_of
from wallboard.state.queries.sources import heard_at
from widgets.map.labels import customers_words
from widgets.map.marks import Mark, MarkShape
from widgets.map.outage_book import ORDER_HEAD
from widgets.map.picking import CREW, CROWD, ORDER, OUTAGE, VAN, Pick
from widgets.parts.ink import Run
from widgets.parts.order_words import clock_run, owner_runs, place_of, title_runs
from widgets.parts.outage_words import etr_words, hazard_runs, slot_runs
from widgets.session import Session
from widgets.text import Text

Lines = tuple[tuple[Run, ...], ...]


def lines_of(pick: Pick, session: Session, members: Sequence[Mark] = ()) -> Lines:
    """The lines for one thing; none where it has gone meanwhile. members: of a crowd, the heaviest first."""
    tables = session.tables
    if pick.kind == CROWD and len(members) > 1:
        return _crowd(members, session)
    if pick.kind in (OUTAGE, CROWD):
        outage = tables.outages.get(pick.id)
        lines = outage_lines(outage, tables.orders.get(ORDER_HEAD + pick.id), session) if outage else ()
        return (*lines, _place_in_crowd(pick, members, session)) if lines and pick.of else lines
    if pick.kind == ORDER:
        order = tables.orders.get(pick.id)
        return _order(order, tables.outages.get(order.outage), session) if order else ()
    if pick.kind == CREW:
        crew = tables.crews.get(pick.id)
        return _crew(pick, crew, session)
    if pick.kind == VAN:
        return _van(pick, tables.vans.get(pick.id), session)
    return ()


def order_of(pick: Pick, session: Session) -> str:
    """The open order that picking a thing chooses: its own, the one that a vehicle works on; "" without."""
    tables = session.tables
    if pick.kind == ORDER:
        order = pick.id
    elif pick.kind in (OUTAGE, CROWD):
        order = ORDER_HEAD + pick.id
    elif pick.kind == CREW and (crew := tables.crews.get(pick.id)) is not None:
        order = crew.order or ORDER_HEAD + crew.outage
    elif pick.kind == VAN and (van := tables.vans.get(pick.id)) is not None:
        order = ORDER_HEAD + van.outage
    else:
        return ""
    row = tables.orders.get(order)
    return order if row is not None and row.open else ""


def _order(order: Order, outage: Outage | None, session: Session) -> Lines:
    """An order: title and customers, its clock, who has it and the rest of its row, place, ages."""
    text, now = session.text, session.now()
    clock = clock_of(order, session.rules, now, area_class=session.room.area_class)
    first = tuple(replace(run, drop=0) for run in title_runs(order, outage, text))
    where = _where(order, outage, " ".join(run.text for run in first), text)
    since = outage.started_at if outage is not None and outage.started_at else order.received_at
    return kept(
        _small(first),
        (replace(clock_run(clock, text, now), role="small", bold=True),),
        where,
        tuple(replace(run, drop=0, elide=False) for run in owner_runs(order, outage, text, now)),
        _ages(since, outage.source if outage is not None else order.source, session),
    )


def outage_lines(outage: Outage, order: Order | None, session: Session) -> Lines:
    """An outage by its restore order; one without an order by what the outage itself says."""
    if order is not None:
        return _order(order, outage, session)
    text = session.text
    name = outage.device_name or outage.feeder or outage.town or outage.place or outage.region or outage.id
    said = text.t("map.legend.planned") if outage.planned else text.t(f"outage.stage.{outage.stage.value}")
    first = [Run(text.name(name), bold=True)]
    if outage.customers_out is not None:
        first.append(Run(text.t("customers", n=text.number(outage.customers_out)), tone="muted"))
    where = tuple(
        Run(text.name(part), tone="muted") for part in (outage.region, outage.town) if part and part != name
    )
    now = session.now()
    etr = () if outage.etr is None else (Run(etr_words(outage, text, now)[0]),)
    return kept(tuple(first), (Run(said), *etr), where, _ages(outage.began, outage.source, session))


def _crowd(members: Sequence[Mark], session: Session) -> Lines:
    """How many, for how many customers, how many clocks are late; the worst by name."""
    text = session.text
    out = [mark for mark in members if mark.shape is not MarkShape.UNVERIFIED]
    first = [Run(text.t("tip.crowd", n=text.number(len(members))), bold=True)]
    if any(mark.customers is not None for mark in out):
        least, about = any(mark.at_least for mark in out), any(mark.about for mark in out)
        total = text.bounded(sum(mark.customers or 0 for mark in out), at_least=least, about=about)
        first.append(Run(text.t("map.customers", n=total), tone="muted"))
    late: list[Run] = []
    for band, glyph in ((Band.WARNING, "triangle"), (Band.BREACHED, "diamond")):
        if count := sum(mark.band is band for mark in members):
            words = text.t(f"tip.{band.value}", n=text.number(count))
            late.append(Run(words, tone=band.value, glyph=glyph, bold=True))
    worst = members[0]
    name = Run(text.t("tip.worst", name=text.name(worst.title)), elide=True)
    figure = customers_words(worst, worst.shape, session)
    return kept(tuple(first), tuple(late), (name, Run(figure, tone="muted")), (_hint(session),))


def _hint(session: Session) -> Run:
    return Run(session.text.t("tip.more_clicks"), tone="muted")


def _place_in_crowd(pick: Pick, members: Sequence[Mark], session: Session) -> tuple[Run, ...]:
    """Which of a crowd's members this is."""
    at = next((n for n, mark in enumerate(members, 1) if mark.id == pick.id), 0)
    return (Run(session.text.t("tip.one_of", n=at, of=len(members)), tone="muted"),)


def _crew(pick: Pick, crew: Crew | None, session: Session) -> Lines:
    text, tables = session.text, session.tables
    if crew is None:
        return kept((Run(pick.id, bold=True),), _fix(pick, session))
    status = text.t(f"crew.status.{crew.status.value if crew.status else 'unknown'}")
    doing = [Run(status)]
    if crew.eta is not None:
        doing.append(Run(text.t("tip.eta", time=text.clock_time(crew.eta, session.now())), tone="muted"))
    return kept(
        (
            Run(session.text.name(crew.name or crew.id), bold=True),
            Run(session.text.name(crew.unit), tone="muted"),
        ),
        tuple(doing),
        _job(tables.orders.get(crew.order or ORDER_HEAD + crew.outage), session),
        _fix(pick, session),
    )


def _van(pick: Pick, van: Van | None, session: Session) -> Lines:
    text = session.text
    if van is None:
        return kept((Run(pick.id, bold=True),), _fix(pick, session))
    first = [Run(text.name(van.name or van.id), bold=True)]
    if van.kva:
        first.append(Run(text.t("order.kva", n=text.number(van.kva)), tone="muted"))
    doing = [Run(text.t(f"van.status.{van.status.value if van.status else 'unknown'}"))]
    if van.fuel_hours is not None:
        doing.append(Run(text.t("tip.fuel", n=text.number(van.fuel_hours)), tone="muted"))
    order, outage = session.tables.orders.get(ORDER_HEAD + van.outage), session.tables.outages.get(van.outage)
    return kept(
        tuple(first),
        tuple(doing),
        _job(order, session),
        slot_runs(order, text, session.now()),
        hazard_runs(outage, van, text),
        _fix(pick, session),
    )


def _job(order: Order | None, session: Session) -> tuple[Run, ...]:
    """What a vehicle works on."""
    if order is None:
        return ()
    text, outage = session.text, session.tables.outages.get(order.outage)
    name = " ".join(map(text.name, place_of(order, outage))).strip()
    return (Run(text.t("tip.job", name=name), elide=True),)


def _fix(pick: Pick, session: Session) -> tuple[Run, ...]:
    """How old the position of a vehicle is."""
    fix = session.tables.positions.of(f"{pick.kind}/{pick.id}")
    if fix is None:
        return ()
    age = session.text.age(session.now() - fix[3])
    return (Run(session.text.t("tip.fix", age=age), tone="muted"),)


def _where(order: Order, outage: Outage | None, said: str, text: Text) -> tuple[Run, ...]:
    """Region, town and place, as far as the first line does not say them."""
    parts: list[str] = []
    for word in ("region", "town", "place"):
        part = text.name((getattr(outage, word) if outage is not None else "") or getattr(order, word))
        if part and part not in said and part not in parts:
            parts.append(part)
    return tuple(Run(part, tone="muted") for part in parts)


def _ages(since: float, source: str, session: Session) -> tuple[Run, ...]:
    """Since when, and how old its source's word is."""
    text, now = session.text, session.now()
    span = text.span(now - since)
    runs = [Run(text.t("tip.since", time=text.clock_time(since, now), span=span), tone="muted")]
    row = session.tables.sources.get(source)
    heard = heard_at(row) if row is not None else None
    if row is not None and heard is not None:
        words = text.t("tip.source", name=text.name(row.title) or row.id, age=text.age(now - heard))
        runs.append(Run(words, tone="muted"))
    return tuple(runs)


def _small(runs: Sequence[Run]) -> tuple[Run, ...]:
    """A row's runs in small print, its name heavy."""
    return tuple(
        replace(run, role="small", bold=True if run.role == "row" else run.bold, elide=False) for run in runs
    )


def kept(*lines: tuple[Run, ...]) -> Lines:
    """Lines that say something."""
    said = (tuple(run for run in line if run.text) for line in lines)
    return tuple(line for line in said if line)
