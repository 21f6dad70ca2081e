"""From what msgspec says about a document to what a person needs: the exact place, the value, the remedy."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import inspect

from wallboard.config.errors import one_of, shown_value, steps

Convert = Callable[[Any], object]
"""Converts a whole document; raises msgspec.ValidationError."""

_PLACE = re.compile(r"^(.*) - at (`key` in )?`\$(.*)`$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected `(.+?)`(.*?)(?:, got `?(.+?)`?)?$")
_STEP = re.compile(r"\[(\.\.\.|\d+)\]|\.([^.\[]+)")

_NOUNS = {
    "int": "a whole number",
    "float": "a number",
    "str": 'a text in "quotes"',
    "bool": "true or false",
    "array": "an array [ … ]",
    "object": "a table",
    "date": "a date",
    "datetime": "a date and time",
    "time": "a time of day",
}


MOST = 20
"""Faults of one file that are told at once."""


class Explained(msgspec.Struct, frozen=True):
    """path inside the document, problem with the value shown, remedy."""

    path: str
    problem: str
    remedy: str


def explain(error: msgspec.ValidationError, document: Any, cls: type, convert: Convert) -> Explained:
    """Say where in the document the error is, what is wrong and what would be right."""
    found = _PLACE.match(str(error))
    message, of_key, place = (found[1], bool(found[2]), found[3]) if found else (str(error), False, "")
    path = _narrow(_steps(place), document, str(error), convert)
    info, value = _type_at(cls, path), _value_at(document, path)
    if named := re.match(r"Object contains unknown field `(.+)`$", message):
        allowed = _field_names(info)
        return Explained(_joined([*path, named[1]]), "no such key", one_of(allowed, named[1]))
    if named := re.match(r"Object missing required field `(.+)`$", message):
        return Explained(_joined([*path, named[1]]), "is missing", _how_to_add(info, named[1]))
    if named := re.match(r"Invalid (?:enum )?value '?(.*?)'?$", message):
        key = named[1] if of_key else None
        where = [*path, key] if key is not None else path
        wrong = shown_value(value) if key is None else f'"{key}"'
        return Explained(_joined(where), f"{wrong} is not known", one_of(_allowed(info, of_key), named[1]))
    if expected := _EXPECTED.match(message):
        return Explained(_joined(path), *_mismatch(expected, value, info))
    problem, _, remedy = message.partition("; ")
    return Explained(_joined(path), problem, remedy)


def explain_all(
    error: msgspec.ValidationError, document: Any, cls: type, convert: Convert
) -> tuple[list[Explained], object | None]:
    """(what ``explain`` says of this error and of those behind it, at most ``MOST``; what the rest reads as).

    What was explained is taken out of the document and the rest is read again; a key that is missing
    cannot be taken out, so that what lies behind it stays hidden.
    """
    found: list[Explained] = []
    while len(found) < MOST:
        said = explain(error, document, cls, convert)
        if any(said.path == other.path for other in found):
            break  # a consequence of what was taken out
        found.append(said)
        document = _without(document, steps(said.path))
        if document is None:
            break
        try:
            return found, convert(document)
        except msgspec.ValidationError as again:
            error = again
    return found, None


def _without(node: Any, path: list[str | int]) -> Any:
    """The document without the key at ``path``; None where there is no such key, or it is an element."""
    if not path or isinstance(path[-1], int):
        return None
    holder = _value_at(node, path[:-1])
    if not isinstance(holder, dict) or path[-1] not in holder:
        return None
    return _with(node, path[:-1], {key: value for key, value in holder.items() if key != path[-1]})


def _steps(place: str) -> list[str | int]:
    """``.source[1].crs`` -> steps; ``...`` stands for a key that msgspec does not name."""
    steps: list[str | int] = []
    for index, name in _STEP.findall(place):
        steps.append(name or (index if index == "..." else int(index)))
    return steps


def _narrow(steps: list[str | int], document: Any, error: str, convert: Convert) -> list[str | int]:
    """Replace each ``...`` by the key that is at fault: the one that fails when it stands alone."""
    for place, step in enumerate(steps):
        if step != "...":
            continue
        table = _value_at(document, steps[:place])
        for key in table if isinstance(table, dict) else ():
            alone = _with(document, steps[:place], {key: table[key]})
            try:
                convert(alone)
            except msgspec.ValidationError as again:
                if str(again) == error:
                    steps = [*steps[:place], key, *steps[place + 1 :]]
                    document = alone
                    break
    return steps


def _with(node: Any, steps: list[str | int], value: Any) -> Any:
    """The document with the value at ``steps`` replaced; only what lies on the way is copied."""
    if not steps:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[steps[0]] = _with(node[steps[0]], steps[1:], value)  # type: ignore[index]
    return copy


def _value_at(node: Any, steps: list[str | int]) -> Any:
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def _type_at(cls: type, steps: list[str | int]) -> list[inspect.Type]:
    """What may stand at a path: every branch of a union is followed."""
    types = _branches(inspect.type_info(cls))
    for step in steps:
        types = [deeper for info in types for deeper in _deeper(info, step)]
    return types


def _branches(info: inspect.Type) -> list[inspect.Type]:
    if isinstance(info, inspect.Metadata):  # kept beside what it describes
        return [*_branches(info.type), info]
    return [b for t in info.types for b in _branches(t)] if isinstance(info, inspect.UnionType) else [info]


def _deeper(info: inspect.Type, step: str | int) -> list[inspect.Type]:
    if isinstance(info, inspect.StructType):
        return [b for f in info.fields if f.encode_name == step for b in _branches(f.type)]
    if isinstance(info, inspect.DictType):
        return _branches(info.value_type)
    if isinstance(info, (inspect.ListType, inspect.VarTupleType, inspect.SetType)):
        return _branches(info.item_type)
    if isinstance(info, inspect.TupleType) and isinstance(step, int):
        return _branches(info.item_types[step])
    return []


def _field_names(types: list[inspect.Type]) -> list[str]:
    names = [f.encode_name for t in types if isinstance(t, inspect.StructType) for f in t.fields]
    return list(dict.fromkeys(names))


def _allowed(types: list[inspect.Type], of_key: bool) -> list[str]:
    if of_key:
        types = [b for t in types if isinstance(t, inspect.DictType) for b in _branches(t.key_type)]
    words: list[str] = []
    for info in types:
        if isinstance(info, inspect.EnumType):
            words += [str(member.value) for member in info.cls]
        elif isinstance(info, inspect.LiteralType):
            words += [str(value) for value in info.values]
        elif isinstance(info, inspect.StructType) and info.tag is not None:
            words.append(str(info.tag))
    return words


def _how_to_add(types: list[inspect.Type], name: str) -> str:
    inner = [b for t in types if isinstance(t, inspect.StructType) for b in _deeper(t, name)]
    if words := _allowed(inner, False):
        return f"add {name}, one of: {', '.join(words)}"
    if any(isinstance(t, inspect.ListType) and _is_struct(t) for t in inner):
        return f"add at least one [[{name}]]"
    if any(isinstance(t, (inspect.StructType, inspect.DictType)) for t in inner):
        return f"add a table [{name}]"
    return f"add {name} = …"


def _is_struct(info: inspect.ListType) -> bool:
    return any(isinstance(t, inspect.StructType) for t in _branches(info.item_type))


def _mismatch(expected: re.Match[str], value: Any, info: list[inspect.Type]) -> tuple[str, str]:
    """(problem, remedy) for a value of the wrong type, range or length."""
    wanted = [name for name in expected[1].split(" | ") if name != "null"]
    noun = " or ".join(_NOUNS.get(name, name) for name in wanted)
    limit = expected[2].strip()
    if "length" in limit:
        size = len(value) if isinstance(value, (list, str, dict)) else 0
        exactly = limit.replace("of length >= ", "of at least ").replace("of length <= ", "of at most ")
        return f"{shown_value(value)} has {size}", f"give {noun} {exactly.replace('length ', '')}"
    if "regex" in limit:
        return f"{shown_value(value)} is not of the right form", f"write {_description(info) or limit}"
    if limit:
        return f"{shown_value(value)} is outside what is allowed", f"give {noun} {_range(info) or limit}"
    problem = f"{shown_value(value)} is not {noun}"
    if "str" in wanted and not isinstance(value, (list, dict)):
        return problem, f'put it in quotes: "{value}"'
    if "array" in wanted and isinstance(value, dict):
        return problem, "write each entry under a double header, as in [[name]]"
    if "array" in wanted and isinstance(value, str):
        return problem, f'write ["{value[:40]}"]'
    if isinstance(value, str) and {"int", "float", "bool"} & set(wanted):
        plain = value.strip().lower()
        sound = plain in ("true", "false") if "bool" in wanted else re.fullmatch(r"[-+]?\d+(\.\d+)?", plain)
        return problem, "write it without quotes" if sound else f"give {noun} without quotes"
    return problem, f"give {noun}"


def _range(types: list[inspect.Type]) -> str:
    for info in types:
        if isinstance(info, (inspect.FloatType, inspect.IntType)):
            low = info.ge if info.ge is not None else info.gt
            high = info.le if info.le is not None else info.lt
            if info.gt is not None and high is not None:
                return f"above {low:g}, at most {high:g}"
            if low is not None and high is not None:
                return f"from {low:g} to {high:g}"
            if low is not None:
                return f"of {low:g} or more" if info.ge is not None else f"above {low:g}"
    return ""


def _description(types: list[inspect.Type]) -> str:
    """What a type's author said about it (``msgspec.Meta(description=…)``)."""
    said = (t.extra_json_schema for t in types if isinstance(t, inspect.Metadata))
    return next((str(schema["description"]) for schema in said if schema and "description" in schema), "")


def _joined(steps: list[str | int]) -> str:
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            part = step if re.fullmatch(r"[^.\[\]\"]+", step) else f'"{step}"'
            path += f".{part}" if path else part
    return path
