"""Feeds in formats invented for the purpose, each with a mapping written from docs/mapping.md alone."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.mapping.input import read_input
from tests.feeds.mapping.bench_feed import Feed
from wallboard.domain.rows import Outage
from wallboard.domain.terms import CountQuality, OutageNature, OutageStage

UNSEEN = Path(__file__).parent / "unseen"


def at(text: str) -> float:
    """Epoch s of an ISO time."""
    return datetime.fromisoformat(text).timestamp()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def feed_of(name: str) -> Feed:
    return Feed((UNSEEN / f"{name}.toml").read_text(encoding="utf-8"))


def read(name: str, content: bytes, folder: Path) -> tuple[Feed, dict[str, Outage]]:
    """The feed after one input file, and its outages by key; nothing may be wrong with any record."""
    feed = feed_of(name)
    path = folder / "input"
    path.write_bytes(content)
    for t, document in read_input(feed.mapper.mapping, path):
        feed.t = t
        feed.event(document, 0) if feed.mapper.mapping.rows == "events" else feed.poll(document, 0)
    assert not feed.mapper.problems and not feed.mapper.dirt
    return feed, feed.store.tables.outages


OUTAGE = {
    "@id": "7",
    "ns2:Location": {"@lat": "22.251", "@lon": "112.791", "#text": "环北大道"},
    "ns2:Customers": {"#text": "12", "@estimated": "true"},
    "ns2:Start": {"#text": "2026-11-23T07:50:00+08:00"},
    "ns2:Etr": {"@xsi:nil": "true"},
}


@pytest.mark.parametrize(
    ("inner", "keys"), [(OUTAGE, ["u"]), ([OUTAGE, OUTAGE | {"@id": "8"}], ["u", "v"]), (None, [])]
)
def test_that_xml_turned_json_is_read_with_none_one_and_two_elements(
    inner: Any, keys: list[str], tmp_path: Path
) -> None:
    body: dict[str, Any] = {"@generated": "2026-11-23T08:05:00+08:00"}
    if inner is not None:
        body["ns2:Outage"] = inner
    feed, found = read("xml-turned-json", as_json({"?xml": {}, "ns2:OutageFeed": body}), tmp_path)
    assert len(found) == len(keys) and not feed.flags
    for outage in found.values():
        assert (outage.lon, outage.lat, outage.customers_out, outage.place) == (
            112.791,
            22.251,
            12,
            "环北大道",
        )
        assert outage.started_at == at("2026-11-22T23:50:00Z") and outage.etr is None


def test_that_an_error_page_is_no_empty_list_even_where_the_list_may_be_absent() -> None:
    feed = feed_of("xml-turned-json")
    feed.poll({"ns2:OutageFeed": {"ns2:Outage": OUTAGE}})
    feed.poll({"error": "service unavailable"})
    assert feed.open == ["xmlish/7"] and feed.flags == ["degraded"]
    feed.poll({"ns2:OutageFeed": {"@generated": "2026-11-23T08:15:00+08:00"}})
    assert feed.open == []


def test_that_arcgis_rings_in_web_mercator_are_read(tmp_path: Path) -> None:
    ring = [
        [12555725.7, 2541976.9],
        [12556725.7, 2541976.9],
        [12556725.7, 2542976.9],
        [12555725.7, 2541976.9],
    ]
    feature = {
        "attributes": {
            "OBJECTID": 1,
            "Outage Id": "P-1",
            "CUSTOMERS": 88,
            "START": 1763990000000,
            "EST": None,
        },
        "geometry": {"rings": [ring]},
    }
    document = {"spatialReference": {"wkid": 102100}, "exceededTransferLimit": True, "features": [feature]}
    feed, found = read("arcgis-rings", as_json(document), tmp_path)
    outage = found["arc/P-1"]
    assert (outage.lon, outage.lat) == (pytest.approx(112.795, abs=0.01), pytest.approx(22.25, abs=0.2))
    assert len(outage.polygon or ()) == 4 and outage.customers_out == 88
    assert outage.started_at == 1763990000.0 and feed.flags == ["capped"]


def test_that_tiles_say_themselves_whether_a_count_is_masked(tmp_path: Path) -> None:
    desc = {
        "n_out": {"val": 3},
        "cluster": True,
        "cust_a": {"masked": True, "val": 5},
        "etr": "ETR-NULL",
        "start_time": "2025-11-22T23:50:00+0000",
        "cause": {"EN-US": "Storm"},
    }
    plain = desc | {
        "n_out": {"val": 1},
        "cust_a": {"masked": False, "val": 40},
        "etr": "2025-11-23T03:00:00+0000",
    }
    document = {
        "file_data": [
            {"id": "a1", "geom": {"p": ["_p~iF~ps|U"], "a": ["_p~iF~ps|U_ulLnnqC_mqNvxq`@"]}, "desc": desc},
            {"id": "a2", "geom": {"p": ["_p~iF~ps|U"]}, "desc": plain},
        ]
    }
    _, found = read("masked-tiles", as_json(document), tmp_path)
    one, two = found["kubra/a1"], found["kubra/a2"]
    assert (one.customers_out, one.count_quality, one.clustered) == (5, CountQuality.MASKED, 3)
    assert (one.lon, one.lat, len(one.polygon or ()), one.cause, one.etr) == (-120.2, 38.5, 3, "Storm", None)
    assert (two.customers_out, two.count_quality, two.etr) == (
        40,
        CountQuality.EXACT,
        at("2025-11-23T03:00:00Z"),
    )


def test_that_a_chinese_csv_of_rounded_counts_and_one_cell_coordinates_is_read(tmp_path: Path) -> None:
    text = (
        "停电编号,停电区域,停电时间,预计送电时间,影响户数,坐标,停电类型\r\n"
        "TS-01,台山市台城街道,2025年11月23日 8时05分,2025年11月23日 12时30分,"
        '"约1,200户","113.08,22.58",故障停电\r\n'
        'TS-02,开平市长沙街道,2025年11月23日 7时5分,待定,不详,"112.68,22.37",计划停电\r\n'
    )
    _, found = read("chinese-csv", text.encode("gb18030"), tmp_path)
    one, two = found["cn/TS-01"], found["cn/TS-02"]
    assert (one.customers_out, one.count_quality) == (1200, CountQuality.ESTIMATED)
    assert (one.region, one.town, one.nature) == ("台山市", "台城街道", OutageNature.UNPLANNED)
    assert one.started_at == at("2025-11-23T08:05:00+08:00") and one.etr == at("2025-11-23T12:30:00+08:00")
    assert one.lon is not None and 113.07 < one.lon < 113.078  # shifted back to WGS-84
    assert (two.customers_out, two.etr, two.nature) == (None, None, OutageNature.PLANNED)
    assert two.started_at == at("2025-11-23T07:05:00+08:00")


def test_that_operations_that_tell_only_what_changed_are_put_over_what_stood(tmp_path: Path) -> None:
    ticket = {"no": 9, "lng": 112.79, "lat": 22.25, "n": "40", "began": "1763995400000"}
    lines: list[dict[str, Any]] = [
        {"op": "create", "at": "1763996000000", "ticket": ticket},
        {"op": "update", "at": "1763996300000", "ticket": {"no": 9, "promise": "1764003200000"}},
        {"op": "ping", "at": "1763996400000"},
        {"op": "update", "at": "1763996500000", "ticket": {"no": 9, "n": "38"}},
        {"op": "close", "at": "1764000000000", "ticket": {"no": 9}},
    ]
    _, found = read("operations", b"\n".join(map(as_json, lines)), tmp_path)
    outage = found["ops/9"]
    assert (outage.lon, outage.lat, outage.customers_out) == (112.79, 22.25, 38)
    assert (outage.etr, outage.started_at) == (1764003200.0, 1763995400.0)
    assert outage.stage is OutageStage.CLOSED and not outage.open


def test_that_regions_of_objects_and_of_lists_are_read_and_empty_ones_are_no_outage(tmp_path: Path) -> None:
    regions = {
        "north": {
            "active": {"F1": {"xy": [112.7, 22.2], "cust": 4}, "F2": {"xy": [112.8, 22.2]}},
            "label": "North",
        },
        "south": {"active": {}, "label": "South"},
        "east": {"label": "East", "active": []},
    }
    _, found = read("regions-of-objects", as_json({"asOf": 1764000000, "regions": regions}), tmp_path)
    assert sorted(found) == ["nest/F1", "nest/F2"] and found["nest/F1"].region == "North"
    lists = {
        "north": [{"id": 1, "p": "22.2 112.7", "n": 3}],
        "south": [],
        "west": [{"id": 1, "p": "22.3 112.6", "n": 4}],
    }
    _, found = read("regions-of-lists", as_json(lists), tmp_path)
    assert {key: (o.lon, o.region) for key, o in found.items()} == {
        "lists/north-1": (112.7, "north"),
        "lists/west-1": (112.6, "west"),
    }


def test_that_a_text_of_json_is_read_and_a_broken_one_closes_nothing(tmp_path: Path) -> None:
    inner = [{"id": "x", "la": 22.2, "lo": 112.7, "n": "7 customers"}]
    feed, found = read("text-of-json", as_json({"d": json.dumps(inner)}), tmp_path)
    assert found["packed/x"].customers_out == 7
    feed.poll({"d": '[{"id":'})
    assert feed.open == ["packed/x"] and feed.flags == ["degraded"]


def test_that_the_time_of_a_snapshot_may_be_the_name_of_its_folder(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        for folder, count in (("20251123_0815", 1), ("20251123_0805", 2)):
            rows = [{"id": n, "lo": 112 + n, "la": 22, "n": 3} for n in range(count)]
            pack.writestr(f"export/{folder}/outages.json", json.dumps(rows))
            pack.writestr(f"export/{folder}/readme.txt", "hello")
    feed, found = read("time-in-folder", packed.getvalue(), tmp_path)
    assert feed.t == at("2025-11-23T08:15:00+08:00")
    assert feed.open == ["snaps/0"] and not found["snaps/1"].open
