"""JMESPath, compiled once; bare field names take a short cut, because storms have a million of them."""

import re
from collections.abc import Callable
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from feeds.mapping.values import ValueFault
from wallboard.config.field_paths import plain_names

Getter = Callable[[Any], Any]


class PathFault(Exception):
    """A path that is not JMESPath; the message says where."""


def compile_path(path: str) -> Getter:
    """A path -> a function from a record to a value (None where there is none).

    Raises PathFault where it is no JMESPath. The function raises ValueFault where the path cannot be
    followed (a function given the wrong kind of value).
    """
    names = plain_names(path)
    if names is not None:
        return _field(names[0]) if len(names) == 1 else _chain(names)
    try:
        compiled = jmespath.compile(path)
    except (JMESPathError, RecursionError) as error:
        raise PathFault(" ".join(str(error).split("\n")[0].split())) from error

    def search(record: Any) -> Any:
        try:
            return compiled.search(record)
        except (JMESPathError, RecursionError, ArithmeticError) as error:
            raise ValueFault(
                f"path {path!r} cannot be followed ({error})", "check the path against the record"
            ) from error

    return search


def _field(name: str) -> Getter:
    def get(record: Any) -> Any:
        return record.get(name) if isinstance(record, dict) else None

    return get


def _chain(names: tuple[str, ...]) -> Getter:
    def get(record: Any) -> Any:
        for name in names:
            if not isinstance(record, dict):
                return None
            record = record.get(name)
        return record

    return get


def roots_of(path: str) -> frozenset[str] | None:
    """Field names that a path can depend on (more at most, never fewer); None where it may be all."""
    plain = plain_names(path)
    if plain is not None:
        return frozenset(plain[:1])
    try:
        tree: Any = jmespath.compile(path).parsed
    except JMESPathError:
        return None
    names: set[str] = set()
    waiting = [(tree, True)]
    while waiting:
        node, top = waiting.pop()
        if node["type"] == "field":
            names.add(node["value"])
        elif node["type"] in ("current", "identity") and top:
            return None
        children = node["children"]
        projects = node["type"] in (
            "subexpression",
            "projection",
            "filter_projection",
            "index_expression",
            "pipe",
        )
        for place, child in enumerate(children):
            if isinstance(child, dict):
                waiting.append((child, top and (place == 0 or not projects)))
    return frozenset(names)


_PIECE = re.compile(r"\{([^{}]+)\}")


def template_paths(template: str) -> list[str]:
    """The paths in ``"{a}, {b.c}"``."""
    return _PIECE.findall(template)


def compile_template(template: str, text: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """``"{a}, {b.c}"`` -> a function; None where every part is empty.

    The text between two parts is left out where one of them is empty.
    """
    cut = _PIECE.split(template)
    fixed, getters = cut[0::2], [compile_path(path) for path in cut[1::2]]

    def fill(record: Any) -> str | None:
        middle = ""
        for getter, before in zip(getters, fixed, strict=False):
            raw = getter(record)
            part = "" if raw is None else text(raw)
            if part:
                middle += before + part if middle else part
        return fixed[0] + middle + fixed[-1] if middle else None

    return fill
