"""Map files: what is right is read in any crs, what is wrong is named by file and feature."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.config.load import resource_root
from wallboard.rules.geo import lonlat_to_mercator, wgs84_to_gcj02
from widgets.map.base_map import read_base
from widgets.map.geojson import GeometryError, read_layers
from widgets.map.projection import unproject

RING = [[112.0, 22.0], [113.0, 22.0], [113.0, 23.0], [112.0, 22.0]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(folder: Path, document: object, name: str = "map.geojson") -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def collection(*features: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


WHOLE_FILE: list[tuple[str, object, str]] = [
    ("truncated", '{"type":"FeatureCollection","features":[{"type":"Fea', "is not JSON"),
    ("empty", "", "is not JSON"),
    ("nested", "[" * 5000, "is not JSON"),
    ("list", "[1, 2]", "not GeoJSON"),
    ("topology", {"type": "Topology", "objects": {}}, "'Topology' is not a GeoJSON type"),
    ("features", {"type": "FeatureCollection", "features": {}}, "'features' is not a list"),
    ("none", collection(), "has no feature"),
    (
        "null",
        collection({"type": "Feature", "properties": {"name": "甲"}, "geometry": None}),
        "feature 1 '甲'",
    ),
    ("text", collection(feature([[["a", "b"], [1, 2], [3, 4], ["a", "b"]]])), "not pairs of numbers"),
    ("flat", collection(feature([1, 2, 3, 4])), "coordinates are not a list"),
    ("short", collection(feature([RING[:2]])), "a polygon of 2 vertices"),
    ("metres", collection(feature([[[x * 1e5, y * 1e5] for x, y in RING]])), "not degrees"),
    ("kind", collection(feature([RING], "Circle")), "geometry type 'Circle'"),
    ("string", collection("feature"), "is not an object"),
    ("crs", {**collection(feature([RING])), "crs": {"properties": {"name": "EPSG:32649"}}}, "EPSG:32649"),
    (
        "other",
        {**collection(feature([RING])), "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}},
        "says",
    ),
]


@pytest.mark.parametrize(("name", "document", "words"), WHOLE_FILE, ids=[row[0] for row in WHOLE_FILE])
def test_that_a_broken_file_is_answered_by_name(
    tmp_path: Path, name: str, document: object, words: str
) -> None:
    with pytest.raises(GeometryError) as caught:
        read_layers(write(tmp_path, document), "district")
    assert str(caught.value).startswith("map.geojson: ")
    assert words in str(caught.value)


def test_that_a_missing_file_and_wrong_settings_are_answered_by_name(tmp_path: Path) -> None:
    for path, role, crs, words in (
        (tmp_path / "no.geojson", "land", "EPSG:4326", "cannot be read"),
        (tmp_path, "land", "EPSG:4326", "cannot be read"),
        (tmp_path / "no.geojson", "sky", "EPSG:4326", "role 'sky'"),
        (tmp_path / "no.geojson", "land", "BD-09", "crs 'BD-09'"),
    ):
        with pytest.raises(GeometryError, match=words):
            read_layers(path, role, crs)


def test_that_a_broken_feature_is_left_out_and_named(tmp_path: Path) -> None:
    broken = {"type": "Feature", "properties": {"name": "乙"}, "geometry": None}
    layer = read_layers(write(tmp_path, collection(feature([RING], name="甲"), broken)), "district")[0]
    assert [shape.name for shape in layer.shapes] == ["甲"]
    assert layer.problems == ("map.geojson: feature 2 '乙': has no geometry (null)",)


def test_that_every_crs_leads_to_the_same_place(tmp_path: Path) -> None:
    line = [[112.5, 22.4], [112.6, 22.5]]
    shifted = {
        "EPSG:4326": line,
        "EPSG:3857": [list(lonlat_to_mercator(*p)) for p in line],
        "GCJ-02": [list(wgs84_to_gcj02(*p)) for p in line],
    }
    for crs, points in shifted.items():
        path = write(tmp_path, collection(feature(points, "LineString")))
        lon, lat = unproject(read_layers(path, "road", crs)[0].shapes[0].parts[0])
        assert np.allclose(np.stack([lon, lat], axis=1), line, atol=1e-5)


def test_that_features_may_say_their_own_role(tmp_path: Path) -> None:
    document = collection(
        feature([RING], name="a", role="district"),
        feature([[112.0, 22.0], [112.1, 22.1]], "LineString", name="b", role="feeder"),
        feature([112.0, 22.0], "Point", name="c", role="spaceport"),
    )
    layers = read_layers(write(tmp_path, document), "by-feature")
    assert {layer.role for layer in layers} == {"district", "feeder"}
    assert "feature 3 'c': its 'role' 'spaceport'" in layers[0].problems[0]


def test_that_one_bad_file_does_not_take_the_map_with_it(tmp_path: Path) -> None:
    from wallboard.config.room_entries import MapFile

    write(tmp_path, "{", "bad.geojson")
    write(tmp_path, collection(feature([RING], name="甲")), "good.geojson")
    files = [MapFile(role="land", file="bad.geojson"), MapFile(role="district", file="good.geojson")]
    base = read_base(files, tmp_path, "zh")
    assert [place.name for place in base.places()] == ["甲"]
    assert base.problems[0].startswith("bad.geojson: is not JSON")


def test_that_the_shipped_maps_are_whole_and_small() -> None:
    folder = resource_root() / "maps"
    districts = read_layers(folder / "jiangmen-districts.geojson", "district")[0]
    coast = read_layers(folder / "jiangmen-coast.geojson", "coast")[0]
    assert len(districts.shapes) == 7
    assert not districts.problems and not coast.problems
    size = sum((folder / f"jiangmen-{name}.geojson").stat().st_size for name in ("districts", "coast"))
    assert size < 400_000


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 20_000), st.binary(min_size=0, max_size=6))
def test_that_damaged_bytes_are_read_or_named_but_never_raise_otherwise(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes
) -> None:
    whole = (resource_root() / "maps" / "jiangmen-coast.geojson").read_bytes()
    path = tmp_path_factory.getbasetemp() / "damaged.geojson"
    path.write_bytes(whole[:at] + put + (whole[at + len(put) :] if at % 3 else b""))
    try:
        layers = read_layers(path, "coast")
    except GeometryError as error:
        assert str(error).startswith("damaged.geojson: ")
    else:
        assert layers
