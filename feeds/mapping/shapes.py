"""One ``[[fact]]`` of a mapping: from a record to the payload that it yields."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from feeds.mapping.fields import Compiler, Extractor
from feeds.mapping.numbers import Counted
from feeds.mapping.paths import compile_path, roots_of, template_paths
from feeds.mapping.places import Places, Point
from feeds.mapping.possible import Possible
from feeds.mapping.problems import Problem, short
from feeds.mapping.records import Record, compile_key, truthy
from feeds.mapping.values import Impossible, ValueFault
from wallboard.config.mapping_file import FactRule, FieldRule, MappingFile, PlaceRule, PrivacyRule
from wallboard.config.mapping_words import words_of
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import FactSpec, Instant, Payload, decode_instant
from wallboard.domain.terms import FactKind

_AT = re.compile(r"`\$\.?([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]+)`")


class Draft(msgspec.Struct):
    """What a record says, before continuity: payload, the thing's key, when, and the exact place."""

    shape: "Shape"
    key: str
    data: Payload
    at: float
    place: Point | None = None


class Shape:
    """Compiles one ``FactRule``; ``build`` makes drafts of records."""

    def __init__(self, rule: FactRule, index: int, mapping: MappingFile, compiler: Compiler) -> None:
        self.spec: FactSpec = SPECS[rule.type]
        self.rule, self.index = rule, index
        self.claimant = str(_const(rule, "claimant") or "outage_system") if self.spec.claimed else ""
        self.group = f"{self.spec.type}/{self.claimant}"
        self.token = f"{self.spec.aspect}/{self.claimant}" if self.spec.claimed else self.spec.aspect
        self._privacy = mapping.privacy
        self._source = mapping.source
        self._when = compile_path(rule.when) if rule.when else None
        self._key = compile_key(rule.key or "")
        self._at = compiler.field(rule.at, "time", "at") if rule.at else None
        kinds = field_kinds(self.spec.cls)
        self.own_since = "since" in kinds and "since" not in rule.fields
        self._nullable = _required_nullable(self.spec.cls)
        self._fields: list[tuple[str, Extractor, Any]] = [
            (name, compiler.field(field, kinds[name], name), field) for name, field in rule.fields.items()
        ]
        self._fixed: dict[str, Any] = {}
        if mapping.lang and "lang" in kinds and "lang" not in rule.fields:
            self._fixed["lang"] = mapping.lang
        crs = mapping.crs or "EPSG:4326"
        self._points = [Places(place, crs, compiler.numbers) for place in _places(rule.point)]
        self._polygon = Places(rule.polygon, crs, compiler.numbers) if rule.polygon else None
        self._possible = Possible(rule, mapping, compiler)
        own = _roots(rule, compiler)
        self.roots = None if own is None or self._possible.roots is None else own | self._possible.roots
        self._depends: tuple[bool, frozenset[str]] | None = None

    def settled_without(self, changed: frozenset[str], shapes: list["Shape"]) -> bool:
        """Whether a record whose ``changed`` fields differ must say the same here as before.

        Values of one aspect decide together, because the first whose ``when`` holds speaks for it.
        """
        if self._depends is None:
            rivals = [shape for shape in shapes if shape.group == self.group]
            own = [shape.roots for shape in rivals]
            known = [roots for roots in own if roots is not None]
            self._depends = (len(known) < len(own), frozenset().union(*known))
        always, roots = self._depends
        return not always and roots.isdisjoint(changed)

    def holds(self, record: Record) -> bool:
        """Whether ``when`` holds. Raises ValueFault where it cannot be followed."""
        return self._when is None or truthy(self._when(record))

    def thing(self, record: Record, record_key: str) -> str:
        """The key of the thing that the record speaks of."""
        own = self._key(record) if self._key is not None else record_key
        if own is None:
            raise ValueFault("has no key", "correct the key of this fact")
        return own if self.rule.bare_key else f"{self._source}/{own}"

    def build(self, record: Record, record_key: str, seen: float, problems: list[Problem]) -> Draft | None:
        """The draft, or None where nothing can be made of the record; faults go to ``problems``.

        A field that does not fit is left out; the rest of the record counts.
        """
        fields = dict(self._fixed)
        quality: str | None = None
        for name, extract, rule in self._fields:
            try:
                value = extract(record)
            except Impossible as fault:
                problems.append(self._problem(record_key, name, _raw(rule, record), fault))
                value = fault.kept
                if fault.mark:
                    fields[fault.mark] = True
            except ValueFault as fault:
                problems.append(self._problem(record_key, name, _raw(rule, record), fault))
                continue
            if type(value) is Counted:
                if name == "customers_out" and self.spec.type == "outage.extent":
                    quality = value.quality.value
                    if value.most is not None:
                        fields.setdefault("customers_most", value.most)
                value = value.value
            if value is not None:
                fields[name] = value
        if quality is not None:
            fields.setdefault("count_quality", quality)
        for name, fault in self._possible.sift(fields, record, seen):
            problems.append(self._problem(record_key, name, _raw(self.rule.fields[name], record), fault))
        place = self._locate(fields, record, record_key, problems)
        try:
            key = self.thing(record, record_key)
            at = self._at(record) if self._at is not None else None
        except ValueFault as fault:
            problems.append(self._problem(record_key, "at", _raw(self.rule.at, record), fault))
            key, at = f"{self._source}/{record_key}", None
        at = seen if at is None else min(at, seen)
        if self.own_since:
            fields["since"] = at
        for name in self._nullable:
            fields.setdefault(name, None)
        data = self._convert(fields, record_key, problems)
        return None if data is None else Draft(self, key, data, at, place)

    def _locate(
        self, fields: dict[str, Any], record: Record, record_key: str, problems: list[Problem]
    ) -> Point | None:
        """Put lon, lat and polygon into the fields; the exact point is returned for continuity."""
        place: Point | None = None
        for points in self._points:
            place = self._try(points.point, "point", record, record_key, problems)
            if place is not None:
                break
        ring: list[Point] | None = None
        if self._polygon is not None:
            ring = self._try(self._polygon.ring, "polygon", record, record_key, problems)
        if place is None and ring and not self._points:
            n = len(ring)
            place = (sum(x for x, _ in ring) / n, sum(y for _, y in ring) / n)
        elif place is None and self._polygon is not None and not self._points:
            place = self._try(self._polygon.point, "polygon", record, record_key, [])
        alone = self._alone(fields)
        if place is not None:
            digits = self._privacy.decimals if alone else 6
            fields["lon"], fields["lat"] = round(place[0], digits), round(place[1], digits)
        if ring and not alone:
            fields["polygon"] = ring
        return place

    def _alone(self, fields: dict[str, Any]) -> bool:
        """Whether the place may be a home."""
        privacy: PrivacyRule = self._privacy
        if privacy.round != "single":
            return privacy.round == "always"
        if self.spec.noun == "order":
            return (fields.get("customers") or 1) <= 1
        if self.spec.type != "outage.extent":
            return False
        customers = fields.get("customers_out")
        return customers is None or (customers <= 1 and fields.get("count_quality") != "masked")

    def _try(
        self, read: Callable[[Any], Any], name: str, record: Record, record_key: str, problems: list[Problem]
    ) -> Any:
        try:
            return read(record)
        except ValueFault as fault:
            rule = self.rule.polygon if name == "polygon" else next(iter(_places(self.rule.point)))
            raw = _raw_place(rule, record) if rule else None
            problems.append(self._problem(record_key, name, raw, fault))
        return None

    def _convert(self, fields: dict[str, Any], record_key: str, problems: list[Problem]) -> Payload | None:
        for _ in range(len(fields) + 1):
            try:
                return msgspec.convert(fields, self.spec.cls, dec_hook=decode_instant)
            except msgspec.ValidationError as error:
                said = str(error)
                if missing := _MISSING.search(said):
                    fault = ValueFault("is required and was not found", "correct its path or give a default")
                    problems.append(self._problem(record_key, missing[1], None, fault))
                    return None
                at = _AT.search(said)
                name = at[1].split(".")[0].split("[")[0] if at else ""
                words = words_of(self.spec.cls, name)
                remedy = f"allowed: {', '.join(words)}" if words else f"see {self.spec.type} in docs/facts.md"
                fault = ValueFault(said.split(" - at ")[0], remedy)
                problems.append(self._problem(record_key, name or "?", fields.get(name), fault))
                if name not in fields:
                    return None
                del fields[name]
        return None

    def _problem(self, record: str, field: str, raw: Any, fault: ValueFault) -> Problem:
        code = fault.code if isinstance(fault, Impossible) else ""
        return Problem(record, self.spec.type, field, short(raw), fault.problem, fault.remedy, code)


def field_kinds(cls: type[Payload]) -> dict[str, str]:
    """What each field of a payload asks for: text, int, float, bool, count, time, list or raw."""
    info = msgspec.inspect.type_info(cls)
    assert isinstance(info, msgspec.inspect.StructType)
    return {field.name: _kind(field.type) for field in info.fields}


def _required_nullable(cls: type[Payload]) -> tuple[str, ...]:
    """Fields that must be said and may be null (an ETR that is not given)."""
    info = msgspec.inspect.type_info(cls)
    assert isinstance(info, msgspec.inspect.StructType)
    return tuple(
        field.name
        for field in info.fields
        if field.required and isinstance(field.type, msgspec.inspect.UnionType) and field.type.includes_none
    )


def _kind(kind: msgspec.inspect.Type) -> str:
    if isinstance(kind, msgspec.inspect.UnionType):
        return next(k for part in kind.types if (k := _kind(part)) != "null")
    if isinstance(kind, msgspec.inspect.Metadata):
        return _kind(kind.type)
    if isinstance(kind, msgspec.inspect.NoneType):
        return "null"
    if isinstance(kind, msgspec.inspect.CustomType) and kind.cls is Instant:
        return "time"
    if isinstance(kind, msgspec.inspect.IntType):
        return "count" if kind.ge == 0 else "int"
    if isinstance(kind, msgspec.inspect.FloatType):
        return "float"
    if isinstance(kind, msgspec.inspect.BoolType):
        return "bool"
    if isinstance(kind, (msgspec.inspect.StrType, msgspec.inspect.EnumType)):
        return "text"
    if isinstance(kind, msgspec.inspect.ListType) and isinstance(kind.item_type, msgspec.inspect.StrType):
        return "list"
    return "raw"


def _places(point: PlaceRule | list[PlaceRule] | None) -> list[PlaceRule]:
    return [] if point is None else [point] if isinstance(point, PlaceRule) else point


def _const(rule: FactRule, name: str) -> Any:
    field = rule.fields.get(name)
    return field.const if isinstance(field, FieldRule) else None


def _roots(rule: FactRule, compiler: Compiler) -> frozenset[str] | None:
    """Fields of the record on which the fact depends (a value's ``at`` aside); None where it may be all."""
    found = [compiler.roots(field) for field in rule.fields.values()]
    if rule.at is not None and SPECS[rule.type].kind is not FactKind.VALUE:
        found.append(compiler.roots(rule.at))  # the same fix at a later time is another fix
    paths = [rule.when, *(template_paths(rule.key) if rule.key and "{" in rule.key else [rule.key])]
    for place in (*_places(rule.point), *_places(rule.polygon)):
        paths += [place.lon, place.lat, place.path]
    found += [roots_of(path) for path in paths if path]
    names: frozenset[str] = frozenset()
    for roots in found:
        if roots is None:
            return None
        names |= roots
    return names


def _raw(rule: str | FieldRule | None, record: Record) -> Any:
    """What the record holds where the rule looks, for the message."""
    if rule is None or (isinstance(rule, FieldRule) and rule.template is not None):
        return rule.template if isinstance(rule, FieldRule) else None
    paths = rule if isinstance(rule, str) else rule.path
    for path in [paths] if isinstance(paths, str) else paths:
        try:
            raw = compile_path(path)(record)
        except ValueFault:
            continue
        if raw is not None:
            return raw
    return None


def _raw_place(rule: PlaceRule, record: Record) -> Any:
    """What the record holds where a place is looked for."""
    paths = [rule.path] if rule.path else [rule.lon or "@", rule.lat or "@"]
    try:
        found = [compile_path(path)(record) for path in paths]
    except ValueFault:
        return None
    return found[0] if len(found) == 1 else tuple(found)
