"""One field of a fact: from its rule in the mapping file to a function of the record."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from feeds.mapping.numbers import PLAIN, Numbers
from feeds.mapping.paths import Getter, compile_path, compile_template, roots_of, template_paths
from feeds.mapping.values import (
    Impossible,
    ValueFault,
    time_reader,
    to_bool,
    to_list,
    to_text,
    zone_of,
)
from wallboard.config.mapping_file import FieldRule, MappingFile

Extractor = Callable[[Any], Any]

CONVERTERS: dict[str, Extractor] = {
    "text": to_text,
    "bool": to_bool,
    "list": to_list,
    "raw": lambda raw: raw,
}

TIMES_KEPT = 20_000
MOST_WORDS = 500  # unknown words that are counted by name


class Compiler:
    """Makes field functions for one mapping; counts unknown words and dropped values in ``dirt``."""

    def __init__(self, mapping: MappingFile, dirt: Counter[str]) -> None:
        self._mapping = mapping
        self._dirt = dirt
        self._zone = zone_of(mapping.zone) if mapping.zone else None
        self.numbers = Numbers(mapping.numbers)

    def field(self, rule: str | FieldRule, kind: str, name: str = "") -> Extractor:
        """A function from a record to the field's value, None where the record says nothing.

        kind: the type that the fact's field asks for; the rule's own type stands above it. The function
        raises ValueFault where the raw value does not fit.
        """
        if isinstance(rule, str):
            rule = FieldRule(path=rule)
        if rule.const is not None:
            const = self._const(rule.const, kind)
            return lambda record: const
        get = self._source(rule)
        if rule.find is not None:
            get = _finding(get, re.compile(rule.find))
        convert = self._converter(rule, rule.type or kind)
        default = None if rule.default is None else self._const(rule.default, rule.type or kind)
        scaled = self._scaled(convert, rule)
        if rule.table is not None:
            scaled = self._table(self._mapping.tables[rule.table], rule, scaled)
        if rule.not_before is not None:
            return self._not_before(get, scaled, default, rule, name)

        def extract(record: Any) -> Any:
            raw = get(record)
            if raw is None:
                return default
            value = scaled(raw)
            return default if value is None else value

        return extract

    def roots(self, rule: str | FieldRule) -> frozenset[str] | None:
        """Field names of the record that the rule can depend on; None where it may be all."""
        if isinstance(rule, str):
            return roots_of(rule)
        paths = [rule.path] if isinstance(rule.path, str) else list(rule.path)
        paths += template_paths(rule.template or "")
        if rule.not_before:
            paths.append(rule.not_before)
        found: frozenset[str] = frozenset()
        for path in paths:
            roots = roots_of(path)
            if roots is None:
                return None
            found |= roots
        return found

    def time(self, rule: FieldRule) -> Callable[[Any], float]:
        """The reader of times in this rule's formats and zone; what was read is remembered for a while."""
        formats = (rule.format,) if isinstance(rule.format, str) else tuple(rule.format)
        zone: tzinfo | None = zone_of(rule.zone) if rule.zone else self._zone
        read = time_reader(formats, zone, self._mapping.zones)
        plus, known = rule.plus or 0.0, {}

        def remembered(raw: Any) -> float:
            key = raw if isinstance(raw, (str, int, float)) else None
            if key is None:
                return read(raw) + plus
            at = known.get(key)
            if at is None:
                if len(known) > TIMES_KEPT:
                    known.clear()
                at = known[key] = read(raw) + plus
            return at

        return remembered

    def _source(self, rule: FieldRule) -> Getter:
        """Where the raw value comes from: a template, or the first path that gives something."""
        if rule.template is not None:
            return compile_template(rule.template, to_text)
        paths = (rule.path,) if isinstance(rule.path, str) else tuple(rule.path)
        getters = tuple(compile_path(path) for path in paths)
        nothing = frozenset((*rule.null, ""))
        if len(getters) == 1:
            get = getters[0]

            def one(record: Any) -> Any:
                raw = get(record)
                return None if isinstance(raw, str) and raw.strip() in nothing else raw

            return one

        def first(record: Any) -> Any:
            for get in getters:
                raw = get(record)
                if raw is not None and not (isinstance(raw, str) and raw.strip() in nothing):
                    return raw
            return None

        return first

    def _converter(self, rule: FieldRule, kind: str) -> Extractor:
        if rule.split is not None:
            separator = rule.split
            return lambda raw: [part for cut in to_text(raw).split(separator) if (part := cut.strip())]
        if kind == "time":
            return self.time(rule)
        if kind == "text" and rule.table is None:
            return _remembering(to_text)
        if rule.table is not None:
            return to_text
        numbers = self._numbers(rule)
        readers: dict[str, Extractor] = {"int": numbers.whole, "float": numbers.real, "count": numbers.count}
        return readers.get(kind) or CONVERTERS[kind]

    def _numbers(self, rule: FieldRule) -> Numbers:
        return self.numbers if rule.numbers is None else Numbers(rule.numbers)

    def _scaled(self, convert: Extractor, rule: FieldRule) -> Extractor:
        if rule.scale == 1.0:
            return convert
        scale, read = rule.scale, self._numbers(rule).real
        whole = rule.type in ("int", "count")

        def scaled(raw: Any) -> Any:
            number = read(raw) * scale
            return round(number) if whole else number

        return scaled

    def _table(self, table: Mapping[str, str], rule: FieldRule, text: Extractor) -> Extractor:
        """Words by table: exact first, then without regard to case and outer blanks; ``*`` takes the rest."""
        folded = {word.strip().casefold(): ours for word, ours in table.items()}
        rest, dirt, name = rule.unknown or table.get("*"), self._dirt, rule.table

        def look_up(raw: Any) -> Any:
            word = text(raw)
            ours = table.get(word)
            if ours is None:
                ours = folded.get(word.casefold())
            if ours is None:
                if "*" not in table:
                    dirt[f"unknown_word {name}: {word if len(dirt) < MOST_WORDS else '…'}"] += 1
                ours = rest
            return ours or None

        return look_up

    def _not_before(
        self, get: Getter, convert: Extractor, default: Any, rule: FieldRule, name: str
    ) -> Extractor:
        """A time that precedes the one it may not precede is dropped, or kept and marked; and counted."""
        floor = compile_path(rule.not_before or "")
        read = self.time(FieldRule(format=rule.format, zone=rule.zone))
        code = f"before_{rule.not_before} {name}".strip()
        remedy = f"it is kept and marked by {rule.mark}" if rule.mark else "it is left out"

        def extract(record: Any) -> Any:
            raw = get(record)
            if raw is None:
                return default
            at, least = convert(raw), floor(record)
            if least is not None and least != "" and at < read(least):
                kept = at if rule.mark else default
                problem = f"lies before {rule.not_before}, {repr(least)[:40]}"
                raise Impossible(code, problem, remedy, kept=kept, mark=rule.mark)
            return at

        return extract

    def _const(self, value: Any, kind: str) -> Any:
        if kind == "time":
            return self.time(FieldRule())(value)
        if kind == "count" and isinstance(value, int):
            return PLAIN.count(value)
        return value


def _finding(get: Getter, pattern: re.Pattern[str]) -> Getter:
    """Of the text that ``get`` gives, what the pattern finds: its first group, or all of it; else None."""

    def find(record: Any) -> Any:
        raw = get(record)
        match = None if raw is None else pattern.search(to_text(raw))
        return None if match is None else match[1] if pattern.groups else match[0]

    return find


def _remembering(convert: Extractor) -> Extractor:
    """The same texts come again and again: clean each once."""
    known: dict[str, str] = {}

    def remembered(raw: Any) -> Any:
        if type(raw) is not str:
            return convert(raw)
        text = known.get(raw)
        if text is None:
            if len(known) > TIMES_KEPT:
                known.clear()
            text = known[raw] = convert(raw)
        return text

    return remembered


__all__ = ["Compiler", "Extractor", "ValueFault"]
