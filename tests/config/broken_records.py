"""What becomes of broken records of a foreign feed, and of broken facts on the wire, in one line each."""

from pathlib import Path
from typing import Any

import msgspec

from feeds.codec import BadFact, decode_fact
from feeds.mapping.input import InputFault, read_input
from feeds.mapping.mapper import Mapper
from wallboard.config.errors import shown_path, shown_value
from wallboard.config.mapping_check import load_mapping
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageEtr, OutageExtent
from wallboard.domain.roster import SourceFreshness

RECORDS = Path(__file__).parent / "broken" / "records"
FACTS = Path(__file__).parent / "broken" / "facts"
BROKEN_RECORDS = [path for path in sorted(RECORDS.glob("record-*.json")) if path.stem != "record-sound"]
BROKEN_KEY = "list/A1"


def record_messages() -> dict[str, str]:
    """Input -> what is said about it, for every file of records and of facts."""
    sound = _extent(_poll(RECORDS / "record-sound.json")[1])
    said = {path.name: record_message(path, sound) for path in BROKEN_RECORDS}
    return said | {path.name: fact_message(path) for path in sorted(FACTS.glob("fact-*.json"))}


def record_message(path: Path, sound: OutageExtent | None) -> str:
    """Which record and field failed and why, what was counted, and what stands on the glass instead."""
    try:
        mapper, facts = _poll(path)
    except InputFault as fault:
        return str(fault).replace(str(path), path.name).replace(shown_path(path), path.name)
    found = [*mapper.problems, *mapper.dropped]
    parts = [f"{p.record}: {p.field}: {p.raw} {p.problem}; {p.remedy}" for p in found]
    counted = {name: n for name, n in sorted(mapper.dirt.items()) if name != "bad_record"}
    parts += [f"counted: {name} {n}" for name, n in counted.items()]
    parts.append(_outcome(_extent(facts), sound) + ("" if _has_etr(facts) else ", without an ETR"))
    for fact in facts:
        if isinstance(fact.data, SourceFreshness) and fact.data.reason is not None:
            args = ", ".join(f"{name} {value}" for name, value in fact.data.reason.args.items())
            flags = ", ".join(flag.value for flag in fact.data.flags)
            parts.append(f"source {flags}: {fact.data.reason.code} ({args})")
            if fact.data.dropped:
                parts.append(f"source: dropped {fact.data.dropped}")
    return " · ".join(parts)


def fact_message(path: Path) -> str:
    """Why one fact on the wire is refused; empty where it is taken."""
    try:
        decode_fact(path.read_bytes())
    except BadFact as bad:
        return f"refused: {bad.words()}"
    return ""


def _poll(path: Path) -> tuple[Mapper, list[Fact]]:
    mapping = load_mapping(RECORDS / "list.toml")
    mapper = Mapper(mapping)
    facts = [fact for at, document in read_input(mapping, path) for fact in mapper.poll(document, at)]
    return mapper, facts


def _extent(facts: list[Fact]) -> OutageExtent | None:
    found = [f.data for f in facts if f.key == BROKEN_KEY and isinstance(f.data, OutageExtent)]
    return found[-1] if found else None


def _has_etr(facts: list[Fact]) -> bool:
    """Whether the broken record, where it is shown, has its ETR."""
    etrs = [f.data.etr for f in facts if f.key == BROKEN_KEY and isinstance(f.data, OutageEtr)]
    return _extent(facts) is None or any(etrs)


def _outcome(extent: OutageExtent | None, sound: OutageExtent | None) -> str:
    if extent is None:
        return "not shown"
    if sound is None or extent == sound:
        return "shown like a sound one"
    fields = msgspec.structs.fields(extent)
    changed = [f.name for f in fields if getattr(extent, f.name) != getattr(sound, f.name)]
    return "shown with " + ", ".join(f"{name} {_value(getattr(extent, name))}" for name in changed)


def _value(value: Any) -> str:
    return "unknown" if value is None else shown_value(value)
