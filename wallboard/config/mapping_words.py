"""Words of a mapping file that must be ours: what constants, defaults and tables put into closed fields."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from wallboard.config.mapping_file import FieldRule, MappingFile
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Payload

Foreign = tuple[str, str, list[str]]


def words_of(cls: type[Payload], name: str) -> list[str]:
    """The words that a field of a payload may hold; empty where any text may stand there."""
    for field in msgspec.structs.fields(cls):
        if field.name == name:
            parts = getattr(field.type, "__args__", (field.type,))
            return [word.value for part in parts if _is_words(part) for word in part]
    return []


def foreign_words(mapping: MappingFile) -> Iterator[Foreign]:
    """(place in the file, word, words that may stand there) of every word that is not ours."""
    for index, rule in enumerate(mapping.fact):
        spec = SPECS.get(rule.type)
        if spec is None:
            continue
        for name, field in rule.fields.items():
            allowed = words_of(spec.cls, name)
            if not allowed or isinstance(field, str):
                continue
            place = f"fact[{index}].fields.{name}"
            for where, word in _given(mapping, field, place):
                if word and word not in allowed:
                    yield where, word, allowed


def _given(mapping: MappingFile, rule: FieldRule, place: str) -> Iterator[tuple[str, str]]:
    for part in ("const", "default", "unknown"):
        word = getattr(rule, part)
        if isinstance(word, str):
            yield f"{place}.{part}", word
    for theirs, ours in mapping.tables.get(rule.table or "", {}).items():
        yield f'tables.{rule.table}."{theirs}"', ours


def _is_words(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, StrEnum)
