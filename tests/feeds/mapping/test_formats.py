"""Utilities in formats that nobody here has seen: each needs a mapping file and no code."""

import json
from typing import Any

import pytest

from tests.feeds.mapping.bench_feed import by_type, facts_of
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim, OutageWork
from wallboard.domain.terms import CountQuality, CrewStatus, OutageNature

HEAD = 'source = "u"\ncrs = "EPSG:4326"\n'


def extents(text: str, name: str, content: bytes) -> dict[str, OutageExtent]:
    """The outage extents of an input, by key, the last of each."""
    found: dict[str, OutageExtent] = {}
    for fact in by_type(facts_of(text, name, content), "outage.extent"):
        assert isinstance(fact.data, OutageExtent)
        found[fact.key] = fact.data
    return found


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_that_arcgis_features_are_read() -> None:
    text = """
source = "arc"
crs = "EPSG:3857"
[input]
form = "json"
[cap]
flag = "exceededTransferLimit"
[records]
path = "features"
key = "attributes.OBJECTID"
[[fact]]
type = "outage.extent"
point = { lon = "geometry.x", lat = "geometry.y" }
[fact.fields]
customers_out = "attributes.CUST_OUT"
started_at = "attributes.START_TIME"
region = "attributes.COUNTY"
"""
    document = {
        "objectIdFieldName": "OBJECTID",
        "features": [
            {
                "attributes": {"OBJECTID": 7, "CUST_OUT": 42, "START_TIME": 1764000000000, "COUNTY": "Yolo"},
                "geometry": {"x": -13541406.0242, "y": 4386928.6649},
            }
        ],
    }
    (extent,) = extents(text, "a.json", as_json(document)).values()
    assert (extent.lon, extent.lat) == (
        pytest.approx(-121.64452, abs=1e-4),
        pytest.approx(36.62474, abs=1e-4),
    )
    assert (extent.customers_out, extent.started_at, extent.region) == (42, 1764000000.0, "Yolo")


def test_that_geojson_polygons_are_read_and_their_middle_is_the_place() -> None:
    text = (
        HEAD
        + """
[input]
form = "json"
[records]
path = "features"
key = "id"
[[fact]]
type = "outage.extent"
polygon = { path = "geometry", form = "geojson" }
fields = { customers_out = "properties.customers" }
"""
    )
    ring = [[10.0, 50.0], [10.2, 50.0], [10.2, 50.2], [10.0, 50.2], [10.0, 50.0]]
    small = [[11.0, 50.0], [11.1, 50.0], [11.0, 50.1], [11.0, 50.0]]
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "id": "A",
                "properties": {"customers": 5},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            },
            {
                "id": "B",
                "properties": {"customers": "1,204"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[small], [ring]]},
            },
        ],
    }
    found = extents(text, "f.geojson", as_json(document))
    assert found["u/A"].polygon is not None and len(found["u/A"].polygon) == 5
    assert found["u/B"].polygon is not None and len(found["u/B"].polygon) == 5
    assert found["u/B"].customers_out == 1204
    assert found["u/A"].lon == pytest.approx(10.08, abs=0.05)


def test_that_nested_clusters_are_flattened_or_counted_once() -> None:
    leaf = {"id": "L1", "n": {"val": 3}, "at": "_p~iF~ps|U"}
    cluster = {
        "id": "C1",
        "n": {"val": 9},
        "kids": [leaf, {"id": "C2", "kids": [{"id": "L2", "n": {"val": 6}}]}],
    }
    document = as_json({"file_data": [cluster, {"id": "L3", "n": {"val": 1}}]})
    flat = (
        HEAD
        + """
[input]
form = "json"
[records]
path = "file_data"
key = "id"
children = "kids"
[[fact]]
type = "outage.extent"
point = { path = "at", form = "polyline" }
fields = { customers_out = "n.val", town = "_parent.id" }
"""
    )
    found = extents(flat, "k.json", document)
    assert {key: one.customers_out for key, one in found.items()} == {"u/L1": 3, "u/L2": 6, "u/L3": 1}
    assert (found["u/L1"].lon, found["u/L1"].lat, found["u/L1"].town) == (-120.2, 38.5, "C1")
    whole = (
        flat.replace('children = "kids"\n', "")
        .replace('town = "_parent.id"', 'clustered = { path = "length(kids)", default = 1 }')
        .replace("length(kids)", "length(kids || `[0]`)")
    )
    found = extents(whole, "k.json", document)
    assert {key: (one.customers_out, one.clustered) for key, one in found.items()} == {
        "u/C1": (9, 2),
        "u/L3": (1, 1),
    }


def test_that_a_chinese_csv_in_gb18030_with_shifted_coordinates_and_local_time_is_read() -> None:
    text = """
source = "jm"
crs = "GCJ-02"
zone = "Asia/Shanghai"
lang = "zh"
[input]
form = "csv"
encoding = "gb18030"
[records]
key = "工单号"
[tables.xingzhi]
"故障停电" = "unplanned"
"计划停电" = "planned"
[tables.zhuangtai]
"已派单" = "assigned"
"已到场" = "on_site"
[[fact]]
type = "outage.extent"
point = { lon = "经度", lat = "纬度" }
[fact.fields]
nature = { path = "性质", table = "xingzhi" }
place = { template = "{镇街} {地址}" }
customers_out = "影响户数"
started_at = { path = "停电时间", format = "%Y年%m月%d日 %H:%M" }
[[fact]]
type = "outage.work"
fields = { status = { path = "状态", table = "zhuangtai" }, said = "状态" }
"""
    table = "工单号,性质,镇街,地址,影响户数,停电时间,经度,纬度,状态\r\n"
    table += "GZ0001,故障停电,台城,环北大道,3140,2026年11月23日 16:20,112.7951,22.2474,已派单\r\n"
    facts = facts_of(text, "停电.csv", table.encode("gb18030"))
    (extent,) = [fact.data for fact in facts if isinstance(fact.data, OutageExtent)]
    assert extent.nature is OutageNature.UNPLANNED and extent.lang == "zh"
    assert (extent.place, extent.customers_out) == ("台城 环北大道", 3140)
    assert extent.started_at == 1795422000.0  # 08:20 UTC
    assert extent.lon == pytest.approx(112.7900, abs=4e-4) and extent.lat == pytest.approx(22.2500, abs=4e-4)
    (work,) = [fact.data for fact in facts if isinstance(fact.data, OutageWork)]
    assert work.status is CrewStatus.ASSIGNED and work.said == "已派单"


def test_that_a_stream_of_json_lines_is_read() -> None:
    text = (
        HEAD
        + """
[input]
form = "jsonl"
time = { path = "ts" }
[event]
op = "op"
[records]
key = "data.id"
[[fact]]
type = "outage.extent"
point = { path = "data.at", form = "latlon" }
fields = { customers_out = "data.n" }
"""
    )
    lines = [
        {"op": "upsert", "ts": "2026-11-23T08:00:00+0800", "data": {"id": 1, "n": 4, "at": [22.25, 112.79]}},
        {"op": "upsert", "ts": "2026-11-23T08:01:00+08:00", "data": {"id": 1, "n": 40, "at": "22.25,112.79"}},
        {"op": "remove", "ts": "2026-11-23T08:02:00+8", "data": {"id": 1}},
    ]
    facts = facts_of(text, "s.jsonl", b"\n".join(as_json(line) for line in lines))
    counts = [fact.data.customers_out for fact in facts if isinstance(fact.data, OutageExtent)]
    assert counts == [4, 40]
    (gone,) = by_type(facts, "outage.listing")
    assert gone.seen == 1795392120.0 and gone.key == "u/1"


def test_that_an_object_of_records_by_id_is_read() -> None:
    text = (
        HEAD
        + """
zone = "America/Chicago"
[zones]
CST = "America/Chicago"
[input]
form = "json"
[records]
path = "outages"
keyed = true
key = "_key"
carry = { utility = "name" }
where = "status != 'TEST'"
[[fact]]
type = "outage.extent"
point = { path = "pos", form = "flat_lonlat" }
[fact.fields]
customers_out = "cust"
started_at = { path = "since", format = "%m/%d/%Y %I:%M %p" }
region = "utility"
[[fact]]
type = "outage.stage"
fields = { stage = { const = "confirmed" } }
"""
    )
    document = {
        "name": "Prairie Co-op",
        "outages": {
            "17": {"cust": "<5", "pos": [-96.1, 41.2], "since": "07/04/2026 01:30 PM CST"},
            "18": {"cust": "100+", "pos": [-96.2, 41.3], "since": "07/04/2026 01:30 PM"},
            "99": {"cust": 1, "pos": [0, 0], "status": "TEST"},
        },
    }
    found = extents(text, "d.json", as_json(document))
    assert sorted(found) == ["u/17", "u/18"]
    masked = found["u/17"]
    assert (masked.customers_out, masked.count_quality) == (1, CountQuality.MASKED)
    assert found["u/18"].customers_out == 100 and masked.region == "Prairie Co-op"
    assert masked.started_at == found["u/18"].started_at == 1783189800.0  # 18:30 UTC, summer time


def test_that_lists_of_columns_and_masked_ranges_are_read() -> None:
    text = (
        HEAD
        + """
[input]
form = "json"
[records]
path = "rows"
columns = ["id", "n", "lat", "lon", "etr"]
key = "INC-{id}"
[[fact]]
type = "outage.extent"
point = { lon = "lon", lat = "lat" }
fields = { customers_out = "n" }
[[fact]]
type = "outage.etr"
fields = { etr = { path = "etr", null = ["TBD", "Assessing"] } }
"""
    )
    document = {"rows": [[5, "1-4", "41.5", "-93.6", "TBD"], [6, "2 310", 41.6, -93.7, "1764003600"]]}
    facts = facts_of(text, "c.json", as_json(document))
    counts = [(f.key, f.data.customers_out) for f in facts if isinstance(f.data, OutageExtent)]
    assert counts == [("u/INC-5", 1), ("u/INC-6", 2310)]
    assert [f.data.etr for f in facts if isinstance(f.data, OutageEtr)] == [1764003600.0]


def test_that_a_semicolon_csv_without_header_is_read() -> None:
    text = (
        HEAD
        + """
zone = "Europe/Berlin"
[input]
form = "csv"
delimiter = ";"
header = false
columns = ["nr", "ort", "beginn", "kunden"]
encoding = "latin-1"
[records]
key = "nr"
[[fact]]
type = "outage.extent"
[fact.fields]
town = "ort"
customers_out = "kunden"
started_at = { path = "beginn", format = "%d.%m.%Y %H:%M" }
"""
    )
    found = extents(
        text, "s.csv", "12;Köln;01.02.2026 12:00;1.204\n".replace("1.204", "1204").encode("latin-1")
    )
    assert found["u/12"].town == "Köln" and found["u/12"].started_at == 1769943600.0


def test_that_a_polyline_is_an_area_and_words_of_state_are_kept() -> None:
    text = (
        HEAD
        + """
[input]
form = "json"
[records]
key = ["id", "ref"]
[tables.stage]
active = "confirmed"
done = "restored_reported"
[[fact]]
type = "outage.extent"
polygon = { path = "area", form = "polyline" }
fields = { customers_out = { path = "n", default = 3 } }
[[fact]]
type = "outage.stage"
fields = { stage = { path = "state", table = "stage", unknown = "suspected" }, said = "state" }
"""
    )
    document = [
        {"ref": "r1", "area": "_p~iF~ps|U_ulLnnqC_mqNvxq`@", "state": "ACTIVE "},
        {"id": 2, "state": "pending-triage", "n": None},
    ]
    facts = facts_of(text, "p.json", as_json(document))
    shapes = {f.key: f.data for f in facts if isinstance(f.data, OutageExtent)}
    assert shapes["u/r1"].polygon is not None and shapes["u/r1"].polygon[0] == (-120.2, 38.5)
    assert shapes["u/2"].customers_out == 3
    stages = {f.key: f.data for f in facts if isinstance(f.data, OutageStageClaim)}
    assert (stages["u/r1"].stage, stages["u/2"].stage) == ("confirmed", "suspected")
    assert stages["u/2"].said == "pending-triage"


def test_that_facts_of_any_other_kind_come_out_of_the_same_language() -> None:
    text = """
source = "scada"
zone = "Asia/Shanghai"
[input]
form = "jsonl"
time = { path = "t" }
[records]
path = "points"
key = "dev"
[[fact]]
type = "device.position"
when = "kind == 'switch'"
at = "t"
fields = { closed = "closed", good = { path = "q" } }
[[fact]]
type = "area.meters"
when = "kind == 'area'"
fields = { off = "off", on = "on" }
[[fact]]
type = "region.weather"
when = "kind == 'weather'"
key = "place"
bare_key = true
fields = { wind = { path = "kmh", scale = 0.2777777778 }, words = { template = "{level}{word}" } }
[[fact]]
type = "call.report"
when = "kind == 'call'"
fields = { channel = { const = "95598" }, received_at = "t", area = "area" }
"""
    line = {
        "points": [
            {"dev": "S1", "kind": "switch", "closed": "0", "q": "是", "t": "2026-11-23T16:00:00"},
            {"dev": "A1", "kind": "area", "off": "31", "on": 80},
            {"dev": "W1", "kind": "weather", "place": "台山市", "kmh": 72, "level": "黄色", "word": "预警"},
            {"dev": "C1", "kind": "call", "t": 1795420800, "area": "TA-1"},
        ],
        "t": "2026-11-23T16:00:05",
    }
    facts = facts_of(text, "e.jsonl", as_json(line))
    told = {fact.key: fact.data for fact in facts}
    assert {type(data).__name__ for data in told.values()} == {
        "DevicePosition",
        "AreaMeters",
        "RegionWeather",
        "CallReport",
    }
    position, weather = told["scada/S1"], told["台山市"]
    assert position.closed is False and position.good is True  # type: ignore[attr-defined]
    assert weather.wind == pytest.approx(20.0) and weather.words == "黄色预警"  # type: ignore[attr-defined]
