"""Paths of mapping files: JMESPath, and plain names of fields in any language, which need no quotes.

A path of nothing but names and dots (``attributes.Start Time``, ``影响户数``, ``@id``) leads from field to
field; anything else is JMESPath.
"""

import re

import jmespath
from jmespath.exceptions import JMESPathError

_NAME = r"""@?[^.\[\]{}()|&!=<>?*@'"`,\\]+"""
_PLAIN = re.compile(rf"^{_NAME}(?:\.{_NAME})*$")


def plain_names(path: str) -> tuple[str, ...] | None:
    """The names of a path of plain names, None where it is JMESPath."""
    return tuple(part.strip() for part in path.split(".")) if _PLAIN.match(path) else None


def path_fault(path: str) -> str | None:
    """Why a path cannot be used; None where it can."""
    if plain_names(path) is not None:
        return None
    try:
        jmespath.compile(path)
    except (JMESPathError, RecursionError) as error:
        return " ".join(str(error).split("\n")[0].split())[:120]
    return None
