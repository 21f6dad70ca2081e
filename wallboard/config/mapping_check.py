"""What the types of a mapping file cannot say: paths that parse, tables and fields that exist, a CRS."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import msgspec

from wallboard.config.errors import ConfigError, ConfigErrors, one_of, shown_value
from wallboard.config.field_paths import path_fault
from wallboard.config.load import at_fault, load_document, typed_in_part
from wallboard.config.mapping_file import FactRule, FieldRule, MappingFile, NumberRule, PlaceRule
from wallboard.config.mapping_words import foreign_words
from wallboard.domain.fact_table import SPECS
from wallboard.domain.terms import Lane

ENCODINGS = ("utf-8", "utf8", "utf-8-sig", "gb18030", "gbk", "gb2312", "latin-1", "utf-16")


class _Checker:
    """Walks a mapping file and gathers its faults."""

    def __init__(self, mapping: MappingFile, file: Path) -> None:
        self._mapping, self._file = mapping, file
        self.faults: list[ConfigError] = []

    def fail(self, place: str, problem: str, remedy: str) -> None:
        self.faults.append(at_fault(self._file, place, problem, remedy))

    def check(self) -> list[ConfigError]:
        """Look at everything."""
        self._head()
        self._input()
        self._records()
        for index, rule in enumerate(self._mapping.fact):
            self._fact(rule, f"fact[{index}]")
        self._conflicts()
        for place, word, allowed in foreign_words(self._mapping):
            self.fail(place, f"{shown_value(word)} is none of our words", one_of(allowed, word))
        return self.faults

    def _head(self) -> None:
        mapping = self._mapping
        if not mapping.source or not all(c.isalnum() or c in "-_." for c in mapping.source):
            self.fail("source", f"{shown_value(mapping.source)} is no name", "use letters, digits, - _ .")
        if not mapping.fact:
            self.fail("fact", "yields no fact", 'add a [[fact]] with type = "outage.extent" or another')
        for lane in mapping.lanes:
            if lane not in list(Lane):
                self.fail("lanes", f"{shown_value(lane)} is no lane", one_of(list(Lane), lane))
        self._zone("zone", mapping.zone)
        self._numbers("numbers", mapping.numbers)
        for word, zone in mapping.zones.items():
            self._zone(f"zones.{word}", zone)
        if mapping.crs is None and any(rule.point or rule.polygon for rule in mapping.fact):
            self.fail(
                "crs",
                "is not declared, and the file yields places",
                'write crs = "EPSG:4326", "EPSG:3857" or "GCJ-02"',
            )

    def _input(self) -> None:
        rule = self._mapping.input
        if rule.encoding.lower().replace("_", "-") not in ENCODINGS:
            self.fail(
                "input.encoding",
                f"{shown_value(rule.encoding)} is not supported",
                one_of(list(ENCODINGS), rule.encoding),
            )
        if len(rule.delimiter) != 1:
            self.fail("input.delimiter", "must be one character", 'write "," or "\\t" or ";"')
        self._zone("input.time.zone", rule.time.zone)
        self._path("input.time.path", rule.time.path)
        if rule.time.name is not None and "%" not in rule.time.name:
            self.fail("input.time.name", "is no strptime pattern", 'write one, as in "%Y-%m-%d_%H-%M"')
        self._formats("input.time.format", rule.time.format)

    def _records(self) -> None:
        mapping, rule = self._mapping, self._mapping.records
        for place, path in (("path", rule.path), ("children", rule.children), ("where", rule.where)):
            self._path(f"records.{place}", path)
        for name, path in rule.carry.items():
            self._path(f"records.carry.{name}", path)
        self._key("records.key", rule.key)
        for index, path in enumerate(mapping.identity.match):
            self._path(f"identity.match[{index}]", path)
        if not rule.key and not mapping.identity.match:
            remedy = "give records.key, or identity.match with the fields of place and start"
            self.fail("records.key", "is missing: records cannot be told apart", remedy)
        self._path("event.op", mapping.event.op)
        self._path("cap.flag", mapping.cap.flag)
        if not 0 < mapping.doubt.share <= 1:
            self.fail(
                "doubt.share", f"{mapping.doubt.share} is no share", "write a number above 0, at most 1"
            )

    def _fact(self, rule: FactRule, place: str) -> None:
        spec = SPECS.get(rule.type)
        if spec is None:
            known = one_of(sorted(SPECS), rule.type)
            self.fail(f"{place}.type", f"{shown_value(rule.type)} is no fact type", known)
            return
        self._path(f"{place}.when", rule.when)
        self._key(f"{place}.key", rule.key or "")
        points = rule.point if isinstance(rule.point, list) else [rule.point] if rule.point else []
        names = {f.name: f for f in msgspec.structs.fields(spec.cls)}
        for point in points:
            self._point(f"{place}.point", point)
        if points and "lon" not in names:
            self.fail(f"{place}.point", f"{rule.type} has no place", "move it to a fact that has lon and lat")
        if rule.polygon is not None:
            self._point(f"{place}.polygon", rule.polygon)
            if rule.polygon.path is None or "polygon" not in names:
                self.fail(f"{place}.polygon", "cannot be used here", "give a path, in outage.extent")
        if rule.at is not None:
            self._field(f"{place}.at", rule.at)
        for name, field in rule.fields.items():
            if name not in names:
                self.fail(f"{place}.fields.{name}", f"is no field of {rule.type}", one_of(list(names), name))
                continue
            self._field(f"{place}.fields.{name}", field)
            self._mark(f"{place}.fields.{name}", field, rule.type, names)
        given = {*rule.fields, "since", "reached"} | ({"lon", "lat"} if points else set())
        for name, info in names.items():
            if info.required and name not in given:
                self.fail(f"{place}.fields.{name}", f"is required by {rule.type}", "give a path or a const")

    def _field(self, place: str, rule: str | FieldRule) -> None:
        if isinstance(rule, str):
            self._path(place, rule)
            return
        paths = [rule.path] if isinstance(rule.path, str) else list(rule.path)
        given = bool(paths) + (rule.template is not None) + (rule.const is not None)
        if given != 1:
            what = "says nothing" if not given else "says it twice"
            self.fail(place, what, "give exactly one of path, template and const")
        for path in (*paths, rule.not_before):
            self._path(place, path)
        self._key(place, rule.template or "")
        if rule.table is not None and rule.table not in self._mapping.tables:
            self.fail(
                f"{place}.table",
                f"there is no [tables.{rule.table}]",
                one_of(list(self._mapping.tables), rule.table),
            )
        self._pattern(f"{place}.find", rule.find)
        self._numbers(f"{place}.numbers", rule.numbers)
        self._zone(f"{place}.zone", rule.zone)
        self._formats(f"{place}.format", rule.format)

    def _mark(self, place: str, rule: str | FieldRule, type_: str, names: dict[str, Any]) -> None:
        """What ``not_before`` marks is a yes-or-no field of the same fact."""
        if isinstance(rule, str) or rule.mark is None:
            return
        flags = [name for name, info in names.items() if info.type is bool]
        if rule.mark not in flags:
            unknown = f"{shown_value(rule.mark)} is no mark of {type_}"
            self.fail(f"{place}.mark", unknown, one_of(flags, rule.mark))
        if rule.not_before is None:
            self.fail(f"{place}.mark", "marks nothing", "give not_before with it, or leave it out")

    def _point(self, place: str, rule: PlaceRule) -> None:
        pair = rule.lon is not None and rule.lat is not None
        if pair == (rule.path is not None) or (rule.lon is None) != (rule.lat is None):
            self.fail(
                place,
                "must name lon and lat, or a path",
                'write { lon = "x", lat = "y" } or { path = "geometry", form = "geojson" }',
            )
        if rule.path is not None and rule.form is None:
            self.fail(
                f"{place}.form",
                "is missing",
                "one of geojson, lonlat, latlon, flat_lonlat, flat_latlon, polyline",
            )
        for path in (rule.lon, rule.lat, rule.path):
            self._path(place, path)

    def _conflicts(self) -> None:
        """A fact after one of its type without ``when`` would never be reached."""
        if self._mapping.rows == "history":
            return
        closed: dict[tuple[str, object, object], int] = {}
        for index, rule in enumerate(self._mapping.fact):
            claimant = rule.fields.get("claimant")
            said = claimant.const if isinstance(claimant, FieldRule) else None
            own = (rule.type, rule.key, said)
            spec = SPECS.get(rule.type)
            if own in closed and spec is not None and spec.kind.value == "value":
                self.fail(
                    f"fact[{index}].type",
                    f"{rule.type} is never reached: fact[{closed[own]}] always holds",
                    "give the earlier one a when",
                )
            if rule.when is None:
                closed.setdefault(own, index)

    def _key(self, place: str, key: str | list[str]) -> None:
        for one in [key] if isinstance(key, str) else key:
            if "{" in one:
                if one.count("{") != one.count("}"):
                    self.fail(place, f"{shown_value(one)} has an unclosed brace", 'write "{a} {b}"')
                for part in one.split("{")[1:]:
                    self._path(place, part.split("}")[0])
            elif one:
                self._path(place, one)

    def _path(self, place: str, path: str | None) -> None:
        if path is None:
            return
        fault = path_fault(path)
        if fault is not None:
            quoted = "put names that hold brackets, quotes or dots into quotes: '\"a.b\".c'"
            self.fail(place, f"{shown_value(path)} is no JMESPath: {fault}", quoted)

    def _pattern(self, place: str, pattern: str | None) -> None:
        try:
            re.compile(pattern or "")
        except (re.error, RecursionError, OverflowError) as error:
            self.fail(place, f"{shown_value(pattern)} is no regular expression: {error}", "correct it")

    def _numbers(self, place: str, rule: NumberRule | None) -> None:
        if rule is None:
            return
        if rule.thousands is None and rule.decimal is None:
            self.fail(place, "says nothing", 'give thousands, as in { thousands = "." }, or decimal')
        if rule.thousands is not None and rule.thousands == rule.decimal:
            self.fail(place, f'"{rule.decimal}" cannot part both thousands and decimals', "leave one out")

    def _zone(self, place: str, name: str | None) -> None:
        if name is None or (len(name) in (5, 6) and name[0] in "+-" and name[1:3].isdigit()):
            return
        if name not in available_timezones():
            known = one_of(sorted(available_timezones()), name)
            self.fail(place, f"{shown_value(name)} is no time zone", known)

    def _formats(self, place: str, formats: str | list[str]) -> None:
        for form in [formats] if isinstance(formats, str) else formats:
            if form in ("", "iso", "epoch_s", "epoch_ms"):
                continue
            if "%" not in form:
                self.fail(
                    place,
                    f"{shown_value(form)} is no time format",
                    'write "iso", "epoch_s", "epoch_ms" or a pattern as in "%d/%m/%Y %H:%M"',
                )
                continue
            try:
                sample = datetime(2024, 2, 29, 13, 5, tzinfo=UTC).strftime(form)
                datetime.strptime(sample, form)
            except ValueError as error:
                self.fail(
                    place,
                    f"{shown_value(form)} is no time format ({error})",
                    'use the directives of strptime, as in "%d/%m/%Y %H:%M"',
                )


def load_mapping(path: Path) -> MappingFile:
    """Read and check a mapping file. Raises ConfigError with all its faults: file, place in it, remedy."""
    mapping, faults = typed_in_part(path, load_document(path), MappingFile)
    if mapping is not None:
        taken = tuple(fault.path for fault in faults)
        faults += [fault for fault in _Checker(mapping, path).check() if not fault.path.startswith(taken)]
        if not faults:
            return mapping
    raise ConfigErrors(faults) if len(faults) > 1 else faults[0]
