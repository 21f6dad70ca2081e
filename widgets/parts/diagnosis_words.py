"""The diagnostics in words: (label, value) pairs of each block, in the window's language.

What is not known is a dash, never a zero. What needs somebody is marked by weight, not by colour.
"""

import re
from dataclasses import dataclass

from wallboard.domain.clock import ClockState
from wallboard.domain.terms import ClockMode
from wallboard.state.atlas import Atlas
from widgets.diagnosis import Counts, LinkFigures, ProgramFigures, TickFace, literal
from widgets.text import Text

NONE = "–"
KIB, MIB, GIB = 1024.0, 1024.0**2, 1024.0**3
HOLE = re.compile(r"\{(\w+)\}")
NUMBERS = frozenset({"seconds", "minutes", "hours", "days", "status", "bytes", "facts", "rate", "most"})
"""What the catalogue's words leave room for, where it is a number."""
DIGEST = 12
"""Signs of a digest that are shown."""


@dataclass(frozen=True)
class Pair:
    """One line of a block. mark: somebody should look at it."""

    label: str
    value: str
    mark: bool = False


def size_words(text: Text, count: float | None) -> str:
    """Bytes as KiB, MiB or GiB, one decimal."""
    if count is None:
        return NONE
    for unit, key in ((GIB, "gib"), (MIB, "mib"), (KIB, "kib")):
        if count >= unit:
            return text.t(f"diagnosis.{key}", n=f"{count / unit:,.1f}")
    return text.t("diagnosis.bytes", n=f"{count:,.0f}")


def uptime_words(text: Text, seconds: float) -> str:
    """Seconds in the first minute, then two units."""
    return text.age(seconds) if seconds < 60 else text.duration(seconds)


def state_words(text: Text, state: str) -> str:
    """A link's state; one without words of its own is lost."""
    return text.t(f"diagnosis.link.{state}" if text.has(f"diagnosis.link.{state}") else "diagnosis.link.lost")


def program_pairs(text: Text, program: ProgramFigures) -> list[Pair]:
    """Versions, age and size of this process, and its faults."""
    versions = [Pair(name, version) for name, version in program.versions]
    descriptors = NONE if program.descriptors is None else text.number(program.descriptors)
    faults = text.number(program.troubles)
    if program.last_trouble:
        faults += f" · {program.last_trouble}"
    return [
        Pair("Wallboard", program.version),
        *versions,
        Pair(text.t("diagnosis.uptime"), uptime_words(text, program.uptime)),
        Pair(text.t("diagnosis.pid"), str(program.pid)),
        Pair(text.t("diagnosis.memory"), size_words(text, program.memory)),
        Pair(text.t("diagnosis.descriptors"), descriptors),
        Pair(text.t("diagnosis.troubles"), faults, program.troubles > 0),
    ]


def link_pairs(text: Text, link: LinkFigures, clock: ClockState) -> list[Pair]:
    """State, ends, places in the log, and what came."""
    state = state_words(text, link.state)
    why = f" · {literal(text.reason(link.why))}" if link.why is not None else ""
    heard = NONE if link.heard is None else text.t("diagnosis.ago", age=text.age(link.heard))
    server = " · ".join(part for part in (link.server, link.protocol) if part) or NONE
    last = f"{link.epoch or NONE} : {text.number(link.seq)}" if link.epoch else NONE
    frames = text.t("diagnosis.of_bad", n=text.number(link.frames), bad=text.number(link.bad_frames))
    facts = text.t("diagnosis.of_bad", n=text.number(link.facts), bad=text.number(link.bad_facts))
    came, went = size_words(text, link.bytes_in), size_words(text, link.bytes_out)
    return [
        Pair(text.t("diagnosis.state"), state + why, link.state != "live"),
        Pair(text.t("diagnosis.address"), link.address),
        Pair(text.t("diagnosis.hub"), server),
        Pair(text.t("diagnosis.head"), last),
        Pair(text.t("diagnosis.applied"), text.number(link.applied)),
        Pair(
            text.t("diagnosis.heard"),
            text.t("diagnosis.heard_every", age=heard, period=text.number(link.period)),
        ),
        Pair(text.t("diagnosis.clock"), clock_words(text, clock)),
        Pair(text.t("diagnosis.skew"), skew_words(text, link, clock)),
        Pair(
            text.t("diagnosis.connects"),
            text.t("diagnosis.of_tries", n=text.number(link.connects), tries=text.number(link.tries)),
        ),
        Pair(text.t("diagnosis.last_end"), last_end_words(text, link)),
        Pair(text.t("diagnosis.frames"), frames, link.bad_frames > 0),
        Pair(text.t("diagnosis.facts"), facts, link.bad_facts > 0),
        Pair(text.t("diagnosis.traffic"), text.t("diagnosis.in_out", came=came, went=went)),
    ]


def last_end_words(text: Text, link: LinkFigures) -> str:
    """When and why a connection, or a try, ended last."""
    if not link.last_ends:
        return NONE
    end = link.last_ends[0]
    ago = text.t("diagnosis.ago", age=text.age(end.age))
    return f"{ago} · {literal(text.reason(end.reason))}"


def clock_words(text: Text, clock: ClockState) -> str:
    """Live, replay or scenario, and how fast."""
    mode = text.t(f"diagnosis.clock.{clock.mode.value}")
    if clock.mode is ClockMode.LIVE:
        return mode
    if clock.ended:
        return f"{mode} · {text.t('banner.ended')}"
    rate = text.t("banner.rate", n=text.number(clock.rate)) if clock.rate else text.t("banner.paused")
    return f"{mode} · {rate}"


def skew_words(text: Text, link: LinkFigures, clock: ClockState) -> str:
    """By how much hub and wall differ; known only where both tell the present."""
    if link.skew is None or clock.mode is not ClockMode.LIVE:
        return NONE
    return text.t("diagnosis.seconds", n=f"{link.skew:+.3f}".replace("-", "–"))


def tick_pairs(text: Text, ticks: TickFace) -> list[Pair]:
    """What drawing costs, and what waits."""

    def ms(value: float) -> str:
        return text.t("diagnosis.ms", n=f"{value:,.1f}") if ticks.ticks else NONE

    def rate(value: float | None) -> str:
        return NONE if value is None else text.t("diagnosis.per_s", n=text.number(value))

    return [
        Pair(text.t("diagnosis.cpu", q="p50"), ms(ticks.p50)),
        Pair(text.t("diagnosis.cpu", q="p99"), ms(ticks.p99)),
        Pair(text.t("diagnosis.cpu_most"), ms(ticks.worst)),
        Pair(text.t("diagnosis.ticks"), f"{text.number(ticks.ticks)} · {rate(ticks.ticks_per_s)}"),
        Pair(text.t("diagnosis.applied_facts"), f"{text.number(ticks.facts)} · {rate(ticks.facts_per_s)}"),
        Pair(text.t("diagnosis.waiting"), text.number(ticks.waiting)),
        Pair(text.t("diagnosis.cadence"), text.t("diagnosis.ms", n=ticks.cadence)),
    ]


def network_pairs(text: Text, atlas: Atlas | None, announced: str) -> list[Pair]:
    """The network that is drawn, and whether it is the one that the hub names."""
    if atlas is None:
        said = text.t("diagnosis.network.coming", digest=announced[:DIGEST]) if announced else NONE
        return [Pair(text.t("diagnosis.network"), said, bool(announced))]
    rows = {name: text.number(atlas.tables[name].rows) for name in ("nodes", "edges")}
    areas = text.number(atlas.tables["areas"].rows)
    other = bool(announced) and announced != atlas.digest
    digest = atlas.digest[:DIGEST]
    if other:
        digest = text.t("diagnosis.network.other", digest=digest, announced=announced[:DIGEST])
    return [
        Pair(text.t("diagnosis.network"), literal(atlas.title) or NONE),
        Pair(text.t("diagnosis.digest"), digest, other),
        Pair(text.t("diagnosis.rows"), text.t("diagnosis.network.rows", **rows)),
        Pair(text.t("diagnosis.network.areas"), areas),
    ]


def counter_pairs(text: Text, link: LinkFigures) -> list[Pair]:
    """Every counter by name: what was passed over, what is unknown here, why connections ended."""
    return [
        *_named(text, "diagnosis.count", link.counts),
        *(
            Pair(text.t("diagnosis.unknown", name=name), text.t("diagnosis.times", n=text.number(n)), True)
            for name, n in link.unknown
        ),
        *_named(text, "reason", link.ends),
    ]


def _named(text: Text, prefix: str, counts: Counts) -> list[Pair]:
    """By the catalogue's words, n for a number that differs from time to time; else by its own name."""
    pairs: list[Pair] = []
    for name, n in counts:
        key = f"{prefix}.{name}"
        words = (
            HOLE.sub(lambda hole: "n" if hole[1] in NUMBERS else "…", text.t(key)) if text.has(key) else name
        )
        pairs.append(Pair(words, text.t("diagnosis.times", n=text.number(n))))
    return pairs
