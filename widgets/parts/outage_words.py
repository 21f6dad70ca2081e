"""An outage in words: what and where, how many wait, how sure we are, when it will be over, who is there."""

from dataclasses import replace

from wallboard.domain.back_feed import back_feed
from wallboard.domain.order_row import Order
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import Band, CountQuality, OutageStage, Supply
from wallboard.rules.etr import passes_soon
from widgets.parts.glyphs import BAND_GLYPH, stage_glyph
from widgets.parts.ink import SPARE, Run
from widgets.text import Text

VOLTAGES = ("10kV ", "10 kV ")
"""In front of a line's name."""

REASON_EM = 9.0
"""Characters of a reason below which it tells nothing."""

NOT_EXACT = frozenset({CountQuality.ESTIMATED, CountQuality.KEPT})
"""Counts that may be off to either side."""


def outage_customers_words(outage: Outage, count: int, text: Text) -> str:
    """How many, and what the count is worth: <5, 5-9, ≥ 5, ≈ 1,200.

    A count that the outage has no more, and one of a row that a doubted poll lost, are the last known.
    """
    if outage.customers_out is None or outage.held or outage.count_quality in NOT_EXACT:
        return text.t("customers", n=text.bounded(count, about=True))
    if outage.count_quality is not CountQuality.MASKED:
        return text.t("customers", n=text.number(count))
    most = outage.customers_most
    if most is None:
        return text.t("customers", n=text.bounded(count, at_least=True))
    if count <= 1:
        return text.t("customers.under", n=text.number(most + 1))
    return text.t("customers.range", least=text.number(count), most=text.number(most))


def etr_words(outage: Outage, text: Text, now: float) -> list[str]:
    """The restoration time that was given, how often it was moved; that it passes soon, or has passed; that
    there is none, or only a computed one, with its range."""
    if outage.etr is None:
        return [text.t("etr.none")]
    if outage.etr_calculated:
        return [_computed_words(outage, outage.etr, text, now)]
    if outage.etr < now:
        return [text.t("etr.expired", span=text.span(now - outage.etr))]
    words = text.t("etr.at", time=text.clock_time(outage.etr, now))
    if passes_soon(outage, now):
        words += " " + text.t("etr.left", span=text.span(outage.etr - now))
    if outage.etr_revision:
        words += " " + text.t("etr.revised", n=outage.etr_revision)
    return [words]


def _computed_words(outage: Outage, etr: float, text: Text, now: float) -> str:
    """What was computed is no promise, and says so."""
    if outage.etr_default:
        return text.t("etr.default", time=text.clock_time(etr, now))
    low, high = outage.etr_earliest, outage.etr_latest
    if low is None or high is None:
        return text.t("etr.computed", time=text.clock_time(etr, now))
    times = {"low": text.clock_time(low, now), "high": text.clock_time(high, now)}
    return text.t("etr.computed_range", **times)


def etr_run(outage: Outage, text: Text, now: float) -> Run:
    """The same as the clock of a row: what has passed is late, and says so by colour, sign and word."""
    band = etr_band(outage, now)
    tone = {Band.BREACHED: "breached", Band.WARNING: "warning", Band.CALM: "text"}.get(band, "muted")
    return Run(etr_words(outage, text, now)[0], "row", tone=tone, glyph=BAND_GLYPH[band])


def etr_band(outage: Outage, now: float) -> Band:
    """Of a time that was given to customers; without one there is nothing to be late for."""
    if outage.etr is None or outage.etr_calculated:
        return Band.UNCOLOURED
    if passes_soon(outage, now):
        return Band.WARNING
    return Band.BREACHED if outage.etr < now else Band.CALM


def etr_share(outage: Outage, now: float) -> int | None:
    """Thousandths of the time that was promised, at most 1001; None where none was."""
    if outage.etr is None or outage.etr_calculated:
        return None
    if outage.etr <= outage.began or now > outage.etr:
        return 1001
    return max(0, round((now - outage.began) / (outage.etr - outage.began) * 1000))


def line_run(name: str) -> Run:
    """A line, by its name alone where room lacks: most lines are of one voltage."""
    bare = next((name.removeprefix(one) for one in VOLTAGES if name.startswith(one)), "")
    return Run(name, "row", elide=True, short=bare)


def name_runs(outage: Outage, text: Text) -> tuple[Run, ...]:
    """The sign of its stage, where it is, how many are out, and whether a key customer hangs on it."""
    name = outage.feeder or outage.device_name or outage.town or outage.place or outage.region or outage.id
    glyph = stage_glyph(outage.stage, outage.supply)
    runs = [replace(line_run(text.name(name)), glyph=glyph)]
    if outage.customers_out is not None:
        runs.append(Run(outage_customers_words(outage, outage.customers_out, text), tone="muted"))
    if outage.key_customers:
        runs.append(Run(text.t("order.key", n=outage.key_customers), bold=True, drop=1))
    if outage.town and outage.town not in name:
        runs.append(Run(text.name(outage.town), tone="muted", drop=4, elide=True))
    return tuple(runs)


def known_runs(
    outage: Outage, text: Text, now: float, van: Van | None = None, order: Order | None = None
) -> tuple[Run, ...]:
    """How sure we are and by what evidence, at which device, and who is there. van: that feeds it, with its
    power, its fuel, the slot that its order has booked, and the hazard where it must come off.

    Where room lacks the reason goes first, then the device: who is there is asked for most.
    """
    stage = text.t(f"outage.stage.{outage.stage.value}")
    if outage.probability is not None and outage.stage is not OutageStage.CONFIRMED:
        stage = f"{stage} {text.share(outage.probability)}"
    said = [Run(stage, gap=6)]
    if outage.supply is Supply.GENERATOR:
        named = van is not None and van.name
        words = text.t("outage.on_generator", van=text.name(named)) if named else text.t("outage.generator")
        said += [Run(words, tone="muted", drop=2), *(van_runs(van, text) if van is not None else ())]
    said += slot_runs(order, text, now)
    said += hazard_runs(outage, van, text)
    if outage.device_name and outage.device_name != outage.feeder:
        device = within(text.name(outage.device_name), text.name(outage.feeder))
        said.append(Run(device, tone="muted", elide=True, drop=3))
    said += [
        Run(text.reason(reason), tone="muted", elide=True, drop=SPARE + 1, least=REASON_EM)
        for reason in outage.reasons[:1]
    ]
    said.append(Run(_crew(outage, text, now), tone="muted", drop=1))
    return tuple(
        replace(run, text=f"· {run.text}" if i and not run.glyph else run.text, gap=6)
        for i, run in enumerate(said)
        if run.text
    )


def van_runs(van: Van, text: Text) -> tuple[Run, ...]:
    """How much a generator van gives, and for how long its fuel lasts."""
    runs: list[Run] = []
    if van.kva:
        runs.append(Run(text.t("order.kva", n=text.number(van.kva)), tone="muted", drop=4))
    if van.fuel_hours is not None:
        runs.append(Run(text.t("tip.fuel", n=text.number(van.fuel_hours)), tone="muted", drop=3))
    return tuple(runs)


def hazard_runs(outage: Outage | None, van: Van | None, text: Text) -> tuple[Run, ...]:
    """Back-feed (反送电): said to be restored, and a van is still connected."""
    if outage is None or van is None or back_feed(outage, [van]) is None:
        return ()
    words = text.t("outage.back_feed", van=text.name(van.name or van.id))
    return (Run(words, tone="breached", glyph="diamond", bold=True),)


def slot_runs(order: Order | None, text: Text, now: float) -> tuple[Run, ...]:
    """The slot off the peak that is booked for the repair while a van feeds (d.132)."""
    if order is None or order.slot_from is None or order.slot_to is None:
        return ()
    times = {"since": text.clock_time(order.slot_from, now), "until": text.clock_time(order.slot_to, now)}
    return (Run(text.t("outage.slot", **times), tone="muted", drop=1),)


def within(name: str, line: str) -> str:
    """What a device is called beside its line: 1 号支线熔断器, of 10kV 平里乙线 1 号支线熔断器."""
    rest = name.removeprefix(line) if line else name
    return rest.strip() if rest.startswith(" ") else name


def since_runs(outage: Outage, text: Text, now: float) -> tuple[Run, ...]:
    """For how long it is dark, and how many of its customers know what we know."""
    span = text.span(max(0.0, now - outage.began))
    runs = [Run(text.t("outage.dark_for", span=span), tone="muted")]
    if outage.customers_out:
        told = min(outage.customers_out, outage.told_customers or 0)
        share = text.share(told / outage.customers_out)
        words = text.t("outage.told", share=share) if told else text.t("outage.untold")
        runs.append(Run(f"· {words}", tone="muted" if told >= outage.customers_out else "text", drop=SPARE))
    return tuple(runs)


def _crew(outage: Outage, text: Text, now: float) -> str:
    """Who works at it, and since when he is at what he does; that nobody does."""
    if not outage.work_crew and outage.work is None:
        return "" if outage.planned else text.t("outage.no_crew")
    if outage.work is None:
        return text.name(outage.work_crew)
    status = text.t(f"crew.status.{outage.work.value}")
    return f"{text.name(outage.work_crew)} {status}".strip()
