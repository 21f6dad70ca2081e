"""Hostile documents: whatever a record holds, the mapper counts it and goes on."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.mapping.mapper import Mapper
from tests.feeds.mapping.bench_feed import START, mapping_of

TEXT = """
source = "u"
crs = "EPSG:3857"
zone = "Asia/Shanghai"
[input]
form = "json"
[records]
key = ["id", "ref"]
children = "kids"
where = "skip != `true`"
[tables.t]
a = "unplanned"
[[fact]]
type = "outage.extent"
at = "at"
point = [{ lon = "x", lat = "y" }, { path = "g", form = "geojson" }, { path = "p", form = "polyline" }]
polygon = { path = "r", form = "flat_lonlat" }
[fact.fields]
nature = { path = "k", table = "t", unknown = "unknown" }
place = { template = "{a} {b.c}", find = "(a+)+$" }
customers_out = "n"
key_customers = { path = "n", scale = 2.0, type = "count" }
started_at = { path = ["s", "at"], format = ["iso", "%d/%m/%Y", "epoch_ms"], not_before = "at" }
town = { path = "length(n)" }
[[fact]]
type = "order.need"
[fact.fields]
lane = { const = "request" }
received_at = "at"
promised_at = { path = "s", not_before = "at", mark = "promise_doubtful" }
[[fact]]
type = "outage.stage"
when = "contains(k, 'a')"
fields = { stage = { const = "confirmed" } }
[[fact]]
type = "outage.etr"
fields = { etr = "s" }
[[fact]]
type = "outage.device"
fields = { probability = "n", device = "b" }
"""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["1-4", "<5", "2026-02-30", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00+14:00"]),
    st.sampled_from(["1e400", "9" * 5000, "-0", "NaN", "\ud800", "2026-11-23 10:00 XST", "٣", "12:", " "]),
    st.integers(min_value=10**300, max_value=10**320),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "c", "id", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "ref", "kids", "skip", "at", "x", "y", "g", "p", "r", "k", "a", "b", "n", "s"])
ROWS = st.lists(st.one_of(st.dictionaries(NAMES, VALUES, max_size=8), VALUES), max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(ROWS, VALUES), max_size=3))
def test_that_no_document_makes_the_mapper_raise(documents: list[Any]) -> None:
    polled, streamed, merging = Mapper(MAPPING), Mapper(MAPPING), Mapper(MERGING)
    for number, document in enumerate(documents):
        polled.poll(document, START + number)
        streamed.event(document, START + number)
        merging.event(document, START + number)
        merging.poll(json.dumps(document) if number else document, START + number)


def test_that_geometries_of_any_depth_are_refused_in_time() -> None:
    deep: Any = [1.0, 2.0]
    for _ in range(200):
        deep = [deep]
    ring = [number for n in range(5000) for number in (n / 1000, 1.0)]
    mapper = Mapper(MAPPING)
    mapper.poll([{"id": 1, "g": {"type": "Polygon", "coordinates": deep}}, {"id": 2, "r": ring}], START)
    assert any("deeply" in problem.problem for problem in mapper.problems)


def test_that_a_stream_does_not_remember_for_ever() -> None:
    text = (
        'source = "u"\n[input]\nform = "jsonl"\n[records]\nkey = "id"\n'
        '[[fact]]\ntype = "order.need"\nfields = { lane = { const = "request" }, received_at = "t" }\n'
    )
    mapper = Mapper(mapping_of(text))
    for n in range(30):
        mapper.event({"id": n, "t": START}, START + n * 86400)
    assert mapper.listed <= 9
    calls = text.replace("order.need", "call.report").replace(
        'lane = { const = "request" }', 'channel = { const = "95598" }'
    )
    mapper = Mapper(mapping_of(calls))
    for n in range(30):
        assert len(mapper.event({"id": n, "t": START}, START + n)) >= 1
    assert mapper.listed == 0


MAPPING = mapping_of(TEXT)
MERGING = mapping_of(
    TEXT.replace("[records]", "[event]\nmerge = true\n[records]\npacked = true\nmay_be_absent = true")
)
