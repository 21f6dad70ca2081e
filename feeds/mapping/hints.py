"""What ``check`` tells beside the faults: paths that gave nothing in any record, and near misses."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from feeds.mapping.paths import compile_path, template_paths
from feeds.mapping.records import Record
from feeds.mapping.values import ValueFault
from wallboard.config.mapping_file import FactRule, FieldRule, MappingFile, PlaceRule

LOOKED_AT = 500
"""Records that are looked through."""

DEEPEST = 4  # levels of names that are offered

NAMED = 12  # names of a record that a hint lists


def hints(mapping: MappingFile, records: list[Record]) -> list[str]:
    """A line for every path of a fact that gave nothing in any of the records."""
    records = records[:LOOKED_AT]
    if not records:
        return []
    known = sorted({name for record in records[:50] for name in _names(record)})
    found: list[str] = []
    for rule in mapping.fact:
        for field, paths in _paths(rule):
            if not any(_gives(path, records) for path in paths):
                found.append(_hint(f"{rule.type}.{field}", paths, len(records), known))
    return found


def _hint(field: str, paths: list[str], count: int, known: list[str]) -> str:
    looked = " or ".join(f'"{path}"' for path in paths)
    near = get_close_matches(paths[0], known, 1, 0.7) or get_close_matches(
        paths[0].rpartition(".")[2], known, 1, 0.7
    )
    if near and near[0] not in paths:
        remedy = f'did you mean "{near[0]}"?'
    else:
        listed = [name for name in known if "." not in name]
        remedy = "they hold " + ", ".join(listed[:NAMED]) + (", …" if listed[NAMED:] else "")
    records = f"any of the {count} records" if count > 1 else "the only record"
    return f"hint: {field}: {looked} gives nothing in {records}; {remedy}"


def _paths(rule: FactRule) -> Iterator[tuple[str, list[str]]]:
    """(what it is for, paths of which one should give something)."""
    rules: list[tuple[str, str | FieldRule | None]] = [("at", rule.at), *rule.fields.items()]
    for name, field in rules:
        paths = _of_field(field)
        if paths:
            yield name, paths
    points = rule.point if isinstance(rule.point, list) else [rule.point]
    for name, places in (("point", points), ("polygon", [rule.polygon])):
        paths = [path for place in places for path in _of_place(place)]
        if paths:
            yield name, paths


def _of_field(rule: str | FieldRule | None) -> list[str]:
    if rule is None:
        return []
    if isinstance(rule, str):
        return [rule]
    if rule.template is not None:
        return template_paths(rule.template)
    return [rule.path] if isinstance(rule.path, str) else list(rule.path)


def _of_place(place: PlaceRule | None) -> list[str]:
    if place is None:
        return []
    return [path for path in (place.path, place.lon) if path]


def _gives(path: str, records: Iterable[Record]) -> bool:
    get = compile_path(path)
    for record in records:
        try:
            if get(record) is not None:
                return True
        except ValueFault:
            return True  # told as a fault of its record
    return False


def _names(value: Any, head: str = "", depth: int = 0) -> Iterator[str]:
    """Dotted names of everything in a record."""
    if not isinstance(value, dict) or depth >= DEEPEST:
        return
    for name, inner in value.items():
        if name.startswith("_") or "." in name:
            continue
        yield head + name
        yield from _names(inner, f"{head}{name}.", depth + 1)
