"""A prefecture by seed: the same bytes always, and it holds together and looks like a place."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from fontTools.ttLib import TTFont

from feeds.sim.geography.prefecture import Size, build
from feeds.sim.geography.streets import FERRY
from tests.feeds.sim.geography.prefectures import SIZE, atlas, given, prefecture
from wallboard.config.load import resource_root
from wallboard.state.atlas import digest_of
from wallboard.state.atlas_schema import DEVICE_KINDS, KEY_KINDS, PLACE_KINDS, SCHEMA

ROOT = Path(__file__).parents[4]
TIE, TRUNK = 3, 1


def digest_in_a_process(hash_seed: str) -> str:
    code = (
        "from tests.feeds.sim.geography.prefectures import given\n"
        "from feeds.sim.geography.prefecture import Size, build\n"
        "from wallboard.state.atlas import digest_of\n"
        "print(digest_of(build(given(), 11, Size.of(0.02))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        timeout=120,
    )
    return done.stdout.strip()


def test_that_a_seed_gives_the_same_atlas_under_any_hash_seed() -> None:
    here = digest_of(build(given(), 11, Size.of(0.02)))
    assert {digest_in_a_process("0"), digest_in_a_process("4242"), here} == {here}
    assert digest_of(build(given(), 11, Size.of(0.02))) == here, "and again in the same process"
    assert digest_of(build(given(), 12, Size.of(0.02))) != here


def test_that_there_is_as_much_of_everything_as_was_asked_for() -> None:
    tables = atlas().tables
    assert (tables["areas"].rows, tables["feeders"].rows) == (SIZE.areas, SIZE.feeders)
    assert tables["stations"].rows == SIZE.stations
    assert tables["areas"]["customers"].sum() == SIZE.customers
    assert abs(tables["cells"].rows - SIZE.cells) <= 0.15 * SIZE.cells
    assert 0.6 * SIZE.crossings < tables["crossings"].rows < 1.7 * SIZE.crossings, (
        "country roads do not shrink"
    )
    assert tables["districts"].rows == 7 and len(given().towns) == 81
    assert all(tables[name].rows for name in SCHEMA)


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5])
def test_that_a_share_of_nothing_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Size.of(share)


def test_that_every_area_is_fed_by_its_feeder_and_every_feeder_by_its_station() -> None:
    """Walked over closed edges from the busbars: each node is reached once, over edges of one feeder."""
    tables = atlas().tables
    edges, nodes, areas = tables["edges"], tables["nodes"], tables["areas"]
    outwards: dict[int, list[int]] = {}
    for row, (a, closed) in enumerate(zip(edges["a"].tolist(), edges["closed"].tolist(), strict=True)):
        if closed:
            outwards.setdefault(a, []).append(row)
    b, line = edges["b"].tolist(), edges["feeder"].tolist()
    feeder_of: dict[int, int] = {}
    waiting = np.flatnonzero(nodes["source"]).tolist()
    assert waiting == tables["stations"]["node"].tolist()
    busbars = set(waiting)
    while waiting:
        node = waiting.pop()
        for row in outwards.get(node, ()):
            assert b[row] not in feeder_of and b[row] not in busbars
            assert node in busbars or feeder_of[node] == line[row]
            feeder_of[b[row]] = line[row]
            waiting.append(b[row])
    assert len(feeder_of) + len(busbars) == nodes.rows
    assert [feeder_of[node] for node in areas["node"].tolist()] == areas["line"].tolist()
    names = tables["feeders"].texts("id")
    assert [names[row] for row in areas["line"].tolist()] == list(areas.texts("feeder"))


def test_that_lines_follow_roads() -> None:
    """Every point of a line lies on a road, but for the last metres to a transformer and out of a station."""
    whole = prefecture()
    streets, edges = whole.streets, whole.net.edges
    on_road = set(zip(streets.x.round(1).tolist(), streets.y.round(1).tolist(), strict=True))
    ends = [*edges.path[1:], len(edges.px)]
    kinds = Counter()
    for row, (begin, end) in enumerate(zip(edges.path, ends, strict=True)):
        inner = list(zip(edges.px[begin + 1 : end - 1], edges.py[begin + 1 : end - 1], strict=True))
        assert all(point in on_road for point in inner)
        kinds[edges.kind[row]] += 1
        if edges.kind[row] == 1:
            assert edges.metres[row] < 40.0
    poles = np.stack([whole.streets.a[whole.areas.road], whole.streets.b[whole.areas.road]])
    ax, ay = streets.x[poles[0]], streets.y[poles[0]]
    bx, by = streets.x[poles[1]], streets.y[poles[1]]
    off = np.abs((bx - ax) * (ay - whole.areas.y) - (ax - whole.areas.x) * (by - ay)) / np.hypot(
        bx - ax, by - ay
    )
    assert float(off.max()) < 35.0
    assert kinds[1] == whole.areas.count


def test_that_a_line_over_the_sea_is_a_cable_along_a_ferry() -> None:
    whole = prefecture()
    streets, edges = whole.streets, whole.net.edges
    x, y = np.array(edges.px), np.array(edges.py)
    inside = np.ones(len(x) - 1, bool)
    inside[np.array(edges.path[1:]) - 1] = False  # from one edge's end to the next one's begin
    rows = np.flatnonzero(inside)
    wet = rows[~whole.ground.holds_lines(x[rows], y[rows], x[rows + 1], y[rows + 1])]
    ferry = streets.kind == FERRY
    a, b = streets.a[ferry], streets.b[ferry]
    ends = np.stack([np.stack([streets.x[a], streets.y[a]], 1), np.stack([streets.x[b], streets.y[b]], 1)], 1)
    ferries = shapely.union_all(shapely.linestrings(ends))
    middles = shapely.points((x[wet] + x[wet + 1]) / 2, (y[wet] + y[wet + 1]) / 2)
    assert (shapely.distance(ferries, middles) < 35.0).all()


def test_that_every_name_can_be_written_in_the_bundled_font() -> None:
    font = TTFont(resource_root() / "fonts" / "WallboardSansSC-Regular.otf")
    known = set(font.getBestCmap())
    for table, columns in SCHEMA.items():
        for column in set(columns) & {"name", "name_en"}:
            signs = set("".join(atlas().tables[table].texts(column)))
            assert not {sign for sign in signs if ord(sign) not in known}, f"{table}.{column}"


def test_that_an_open_point_joins_two_feeders_where_they_meet() -> None:
    tables = atlas().tables
    edges, devices = tables["edges"], tables["devices"]
    ties = np.flatnonzero(edges["rank"] == TIE)
    assert len(ties) >= tables["feeders"].rows * 0.6
    assert not edges["closed"][ties].any() and edges["closed"].sum() == edges.rows - len(ties)
    open_points = np.flatnonzero(devices["kind"] == DEVICE_KINDS.index("tie"))
    assert sorted(devices["edge"][open_points].tolist()) == ties.tolist()
    assert (devices["feeder"][open_points] != devices["other"][open_points]).all()
    feeder_of: dict[int, int] = {}
    for a, b, feeder, closed in zip(
        *(edges[n].tolist() for n in ("a", "b", "feeder", "closed")), strict=True
    ):
        if closed:
            feeder_of[b] = feeder
            feeder_of.setdefault(a, feeder)
    for row in open_points.tolist():
        edge = int(devices["edge"][row])
        ends = {feeder_of[int(edges["a"][edge])], feeder_of[int(edges["b"][edge])]}
        assert ends == {int(devices["feeder"][row]), int(devices["other"][row])}
    station = tables["feeders"]["station"]
    other = station[devices["feeder"][open_points]] != station[devices["other"][open_points]]
    assert other.any(), "some join feeders of different stations"


def test_that_every_feeder_has_one_breaker_and_switches_between_its_sections() -> None:
    tables = atlas().tables
    devices, feeders = tables["devices"], tables["feeders"]
    kind, feeder = devices["kind"], devices["feeder"]
    breakers = feeder[kind == DEVICE_KINDS.index("breaker")]
    assert sorted(breakers.tolist()) == list(range(feeders.rows))
    switches = np.bincount(feeder[kind == DEVICE_KINDS.index("switch")], minlength=feeders.rows)
    assert (switches <= feeders["sections"] - 1).all() and switches.sum() >= 0.8 * (
        feeders["sections"] - 1
    ).sum()
    laterals = np.isin(kind, [DEVICE_KINDS.index("fuse"), DEVICE_KINDS.index("lateral_switch")])
    assert laterals.sum() > feeders.rows
    assert (devices["section"][kind == DEVICE_KINDS.index("breaker")] == 0).all()
    assert (tables["areas"]["section"] < feeders["sections"][tables["areas"]["line"]]).all()


def test_that_customers_are_heavy_in_town_and_thin_outside() -> None:
    """Customers per square kilometre about the five largest centres."""
    tables = atlas().tables
    areas, places = tables["areas"], tables["places"]
    seats = np.flatnonzero(places["kind"] == PLACE_KINDS.index("seat"))
    east, north = 111_320.0 * np.cos(np.radians(22.3)), 110_574.0
    for seat in seats[np.argsort(-places["customers"][seats])][:5].tolist():
        away = np.hypot(
            (areas["lon"] - places["lon"][seat]) * east, (areas["lat"] - places["lat"][seat]) * north
        )
        inside, around = (
            areas["customers"][(away >= low) & (away < high)].sum() / (high**2 - low**2)
            for low, high in ((0.0, 1500.0), (1500.0, 9000.0))
        )
        assert inside > 4.0 * around


def test_that_names_are_given_to_one_thing_only() -> None:
    tables = atlas().tables
    for table in ("areas", "cells", "feeders", "stations", "key_customers", "estates", "districts"):
        for column in ("id", "name"):
            names = list(tables[table].texts(column))
            assert len(set(names)) == len(names), f"{table}.{column}"
        assert all(tables[table].texts("name_en"))
    villages = [
        name for name, kind in zip(tables["places"].texts("name"), tables["places"]["kind"], strict=True)
    ]
    assert len(set(villages)) == len(villages)


def test_that_a_towns_cells_are_named_after_it_and_lie_in_its_district() -> None:
    tables = atlas().tables
    cells, places = tables["cells"], tables["places"]
    names = places.texts("name")
    for name, town, district in zip(cells.texts("name"), cells["town"], cells["district"], strict=True):
        assert names[int(town)].startswith(name.split()[0].removesuffix("街道").removesuffix("镇"))
        assert places["district"][int(town)] == district
    assert cells["customers"].sum() == SIZE.customers == tables["districts"]["customers"].sum()


def test_that_key_customers_and_estates_have_an_area_of_their_own() -> None:
    tables = atlas().tables
    taken = [*tables["key_customers"]["area"].tolist(), *tables["estates"]["area"].tolist()]
    assert len(set(taken)) == len(taken)
    assert (tables["areas"]["owner"][taken] == 2).all() and (tables["areas"]["customers"][taken] == 1).all()
    kinds = Counter(KEY_KINDS[kind] for kind in tables["key_customers"]["kind"].tolist())
    assert set(kinds) == set(KEY_KINDS)
    assert (tables["estates"]["households"] >= 90).all()
