"""Facts of every type of the table, made by Hypothesis from the types themselves.

A new fact type is covered the day it is entered in the table: nothing here names one.
"""

from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from feeds.safe_text import safe_text
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact, FactSpec, Payload, Removed, aspect_token
from wallboard.domain.terms import Claimant, FactKind

KEYS = ("a/1", "a/2", "b/1")
SOURCES = ("oms", "crews", "analyst")
CLAIMANTS = tuple(Claimant)

INSTANTS = st.integers(0, 4_000_000).map(lambda thousandths: 1_700_000_000 + thousandths / 1000)

TEXTS = st.text(st.sampled_from("ab /\"'\\<&>台城线é😀0-"), max_size=6).map(safe_text)


def values_of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Values that fit one msgspec type. Raises NotImplementedError for a type the table never used."""
    if isinstance(kind, inspect.Metadata):
        return values_of(kind.type)
    if isinstance(kind, inspect.CustomType):
        return INSTANTS
    if isinstance(kind, inspect.UnionType):
        return st.one_of(*[values_of(part) for part in kind.types])
    if isinstance(kind, inspect.NoneType):
        return st.none()
    if isinstance(kind, inspect.BoolType):
        return st.booleans()
    if isinstance(kind, inspect.IntType):
        return st.integers(0 if kind.ge is None else kind.ge, 10_000 if kind.le is None else kind.le)
    if isinstance(kind, inspect.FloatType):
        low = -1000.0 if kind.ge is None else float(kind.ge)
        high = 1000.0 if kind.le is None else float(kind.le)
        high = high if kind.lt is None else min(high, float(kind.lt) - 0.5)
        return st.floats(low, high, allow_nan=False)
    if isinstance(kind, inspect.StrType):
        return TEXTS.filter(bool) if kind.min_length else TEXTS
    if isinstance(kind, inspect.EnumType):
        return st.sampled_from(list(kind.cls))
    return _composed(kind)


def _composed(kind: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.ListType):
        return st.lists(values_of(kind.item_type), max_size=2)
    if isinstance(kind, inspect.VarTupleType):
        return st.lists(values_of(kind.item_type), max_size=2).map(tuple)
    if isinstance(kind, inspect.TupleType):
        return st.tuples(*[values_of(item) for item in kind.item_types])
    if isinstance(kind, inspect.DictType):
        return st.dictionaries(TEXTS, values_of(kind.value_type), max_size=2)
    if isinstance(kind, inspect.StructType):
        fields = {field.name: values_of(field.type) for field in kind.fields}
        return st.fixed_dictionaries(fields).map(lambda made: kind.cls(**made))
    raise NotImplementedError(f"no strategy for {kind}")


PAYLOADS: dict[str, st.SearchStrategy[Payload]] = {
    name: values_of(inspect.type_info(spec.cls)) for name, spec in SPECS.items()
}
"""One strategy a fact type."""


def tombstones(spec: FactSpec) -> st.SearchStrategy[Payload]:
    if not spec.claimed:
        return st.just(Removed(of=spec.type))
    return st.sampled_from(CLAIMANTS).map(lambda who: Removed(of=spec.type, claimant=who))


@st.composite
def facts(draw: st.DrawFn, spec: FactSpec | None = None) -> Fact:
    """One fact of any type (or of one), without a place in a log yet."""
    spec = spec or SPECS[draw(st.sampled_from(sorted(SPECS)))]
    gone = spec.kind is not FactKind.ENTRY and draw(st.integers(0, 5)) == 0
    data = draw(tombstones(spec) if gone else PAYLOADS[spec.type])
    key = draw(st.sampled_from(KEYS))
    source = draw(st.sampled_from(SOURCES))
    at = 1_700_000_000.0 + draw(st.integers(0, 5))  # few, so that facts meet at the same instant
    return Fact(data, key, at, source, id=f"f{draw(st.integers(0, 1 << 40))}", seen=at)


def owned(fact: Fact, spec: FactSpec) -> Fact:
    """The fact by the one source that owns its subject (design 1); entries may come from anybody."""
    if spec.kind is FactKind.ENTRY:
        return fact
    who = sorted(SPECS).index(spec.type) + KEYS.index(fact.key) + len(aspect_token(fact.data))
    return msgspec.structs.replace(fact, source=SOURCES[who % len(SOURCES)])
