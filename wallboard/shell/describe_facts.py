"""Writes ``docs/facts.md`` from the fact table: ``make docs``. A test fails when the page is out of date."""

import inspect
import re
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

from feeds.codec import encode_fact
from wallboard.domain.fact_table import NOUN_MODULES, SPECS, FactSpec
from wallboard.domain.facts import Fact, Instant, Payload, parse_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import FactKind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "facts.md"
EXAMPLE_AT = "2026-11-23T08:30:00Z"

HEAD = """# The fact table

Everything that the room can be told, by noun. This page is written from the code by `make docs`.

**A fact is whole.** It is one *value*, *reading* or *entry* about one subject; there are no partial facts.

- A *value* is all of one aspect of one thing. The highest `(epoch, seq)` wins; `"data": null` removes it.
- A *reading* is measured. The newest `time` wins.
- An *entry* is one of many. It is kept by `id`, and is valid in any order and however late.

**On the wire** a fact is one JSON object with CloudEvents names: `id` (unique within its source), `source`,
`type`, `subject` (`noun/key/aspect`, and the claimant where there is one), `time` (when it happened), `seen`
(when the hub received it), `data`. The key is `<source>/<external id>`, or minted by the hub from first place
and start.

**Claims.** Where "claimed" says yes, each claimant (`operator`, `outage_system`, `crew`, `analyst`) has a
value of its own, and `wallboard/rules/claims.py` decides whose word stands: in this order, and a person's ETR
above a calculated one.

**Types.** *time*: RFC 3339 with offset. *count*: a whole number, never negative; a count that nobody knows is
left out, never 0. *reason*: `{"code", "args"}`, put into words in the viewer's language. A field that is not
required may be left out. Places are degrees, WGS-84.
"""

_OUTSIDE = re.compile(r"\s*\((?:d\.|domain |design )[^)]*\)|,\s*(?:d\.|domain )\d[\d.]*(?=\))")
_COMMENT = re.compile(r"^\s+(\w+)\s*:.*?#\s*(.+)$")


def page() -> str:
    """The whole page."""
    parts = [HEAD, _overview()]
    noun = ""
    for spec in in_order():
        if spec.noun != noun:
            noun = spec.noun
            parts.append(f"## {noun}\n")
        parts.append(_section(spec))
    return "\n".join(parts)


def in_order() -> list[FactSpec]:
    """Every type, noun by noun, in the order in which the table lists its modules."""
    modules = [module.__name__ for module in NOUN_MODULES]
    first: dict[str, int] = {}
    for spec in SPECS.values():
        place = modules.index(spec.cls.__module__)
        first[spec.noun] = min(place, first.get(spec.noun, place))

    def rank(spec: FactSpec) -> tuple[int, str, int]:
        """Within a noun by module too: which module was imported first must not matter."""
        return first[spec.noun], spec.noun, modules.index(spec.cls.__module__)

    return sorted(SPECS.values(), key=rank)


def _overview() -> str:
    kinds = {kind: sum(1 for spec in SPECS.values() if spec.kind is kind) for kind in FactKind}
    counted = ", ".join(f"{number} {kind.value}" for kind, number in kinds.items())
    lines = [
        f"{len(SPECS)} types: {counted}.\n",
        "| type | kind | claimed | who publishes it | what it says |",
        "|---|---|---|---|---|",
    ]
    for spec in in_order():
        name = f"[{spec.type}](#{spec.type.replace('.', '')})"
        claimed = "yes" if spec.claimed else ""
        summary = _summary(spec.cls)
        lines.append(f"| {name} | {spec.kind.value} | {claimed} | {spec.owner} | {summary} |")
    return "\n".join(lines) + "\n"


def _section(spec: FactSpec) -> str:
    claimant = "/CLAIMANT" if spec.claimed else ""
    lines = [
        f"### {spec.type}\n",
        _cell(spec.cls.__doc__ or "") + "\n",
        f"{spec.kind.value.capitalize()} of `{spec.noun}/KEY/{spec.aspect}{claimant}`, by {spec.owner}.\n",
        "| field | type | default | meaning |",
        "|---|---|---|---|",
    ]
    comments = field_comments(spec.cls)
    info = shapes.type_info(spec.cls)
    assert isinstance(info, shapes.StructType)
    for field in info.fields:
        note = "; ".join(
            part for part in (describe_meaning(field.type), comments.get(field.name, "")) if part
        )
        default = "required" if field.required else _default(field)
        lines.append(f"| `{field.name}` | {describe_type(field.type)} | {default} | {_cell(note)} |")
    return "\n".join(lines) + f"\n\n```json\n{example_json(spec)}\n```\n"


def field_comments(cls: type[Payload]) -> dict[str, str]:
    """Field name -> the comment behind it in the source."""
    own = [base for base in reversed(cls.__mro__) if issubclass(base, Payload)]
    lines = [line for base in own for line in inspect.getsource(base).splitlines()]
    return {match[1]: match[2] for match in map(_COMMENT.match, lines) if match}


def describe_type(shape: shapes.Type) -> str:
    """A type in words: ``time``, ``count``, ``one of …``, ``list of …``."""
    match shape:
        case shapes.Metadata(type=inner):
            return describe_type(inner)
        case shapes.UnionType(types=members):
            return " or ".join(describe_type(member) for member in members if not _is_nothing(member))
        case shapes.EnumType(cls=words):
            return "one of " + ", ".join(f"`{word.value}`" for word in words)
        case shapes.ListType(item_type=item):
            return f"list of {describe_type(item)}"
        case shapes.TupleType(item_types=items):
            return "(" + ", ".join(describe_type(item) for item in items) + ")"
        case shapes.DictType(key_type=key, value_type=value):
            return f"{describe_type(key)} → {describe_type(value)}"
        case shapes.StructType(cls=cls) if cls is Reason:
            return "reason"
        case shapes.StructType(fields=fields):
            inside = ", ".join(f"`{field.encode_name}` {describe_type(field.type)}" for field in fields)
            return "{" + inside + "}"
        case shapes.CustomType(cls=cls) if cls is Instant:
            return "time"
        case shapes.IntType():
            return "count" if shape.ge == 0 else "whole number"
        case shapes.FloatType():
            return "number" + _range(shape)
        case shapes.StrType():
            return "text"
        case shapes.BoolType():
            return "true or false"
        case _:
            return type(shape).__name__.removesuffix("Type").lower()


def describe_meaning(shape: shapes.Type) -> str:
    """What the type itself says of its unit, however deep it stands."""
    match shape:
        case shapes.Metadata(type=inner, extra_json_schema=extra):
            return (extra or {}).get("description", "") or describe_meaning(inner)
        case shapes.UnionType(types=members):
            return "; ".join(filter(None, (describe_meaning(member) for member in members)))
        case _:
            return ""


def example_json(spec: FactSpec) -> str:
    """The spec's example as it travels."""
    at = parse_instant(EXAMPLE_AT)
    fact = Fact(spec.example, f"oms/{spec.noun}-1", at, "oms", f"{spec.noun}-1-{spec.aspect}", at + 2)
    return msgspec.json.format(encode_fact(fact), indent=2).decode()


def _summary(cls: type) -> str:
    """The first sentence of a docstring."""
    text = _cell(cls.__doc__ or "")
    return text.split(". ")[0].rstrip(".") + "."


def _default(field: shapes.Field) -> str:
    value: Any = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if value is None or value == "" or value in ([], {}):
        return ""
    return f"`{value.value if isinstance(value, Enum) else msgspec.json.encode(value).decode()}`"


def _range(shape: shapes.FloatType) -> str:
    if shape.ge is not None and shape.le is not None:
        return f", {shape.ge:g} to {shape.le:g}"
    return f" ≥ {shape.ge:g}" if shape.ge is not None else ""


def _is_nothing(shape: shapes.Type) -> bool:
    return isinstance(shape, shapes.NoneType)


def _cell(text: str) -> str:
    return " ".join(_OUTSIDE.sub("", text).replace("|", "or").replace("``", "`").split())


def main() -> None:
    """Write the page where the documentation keeps it."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}: {len(SPECS)} fact types")


if __name__ == "__main__":
    main()
