"""The heat of one view: the same place has the same value wherever the map looks, on every day."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.map import moments
from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.state.store import Store
from wallboard.state.tables import Tables
from widgets.map.heat_field import EVERY_S, KERNELS_M, NEAR, HeatField, cell_of, kernel_of
from widgets.map.outage_book import OutageBook
from widgets.map.projection import ground_metres, project_one
from widgets.map.view import Camera

LON, LAT = 112.8, 22.25
HERE = Camera(*project_one(LON, LAT), 0.03, 1200.0, 800.0)


def tables_of(*outages: tuple[float, float, int], nature: OutageNature = OutageNature.UNPLANNED) -> Tables:
    log, store = moments.Log(), Store()
    for i, (lon, lat, customers) in enumerate(outages):
        moments.outage(log, f"o/{i}", lon, lat, customers, nature=nature)
    store.apply(log.facts)
    return store.tables


def book_of(tables: Tables) -> OutageBook:
    book = OutageBook(None, moments.room().area_class)
    book.read_all(tables, moments.NOW)
    return book


def value_at(field: HeatField, lon: float, lat: float) -> float:
    """Density at a place, between the cells' middles."""
    x, y = project_one(lon, lat)
    rows, columns = field.per_km2.shape
    column = (x - field.box.left) / field.box.width * columns - 0.5
    row = (field.box.top - y) / field.box.height * rows - 0.5
    c, r = int(column), int(row)
    u, v = column - c, row - r
    near = field.per_km2[r : r + 2, c : c + 2]
    return float(np.array([1 - v, v]) @ near @ np.array([1 - u, u]))


def field_of(tables: Tables, camera: Camera, unit: float = 1.0) -> HeatField:
    field = HeatField()
    field.read(book_of(tables), camera, 1.0, unit)
    return field


def test_that_the_sum_over_the_ground_is_the_customers() -> None:
    field = field_of(tables_of((LON, LAT, 3000), (LON + 0.05, LAT, 500)), HERE)
    rows, columns = field.per_km2.shape
    side = field.box.width / columns
    top = field.box.top
    km = np.array([side * ground_metres(top - (i + 0.5) * side) / 1000 for i in range(rows)])
    assert (field.per_km2 * (km**2)[:, None]).sum() == pytest.approx(3500, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.floats(-150, 150), st.floats(-150, 150), st.floats(0.9, 1.25))
def test_that_a_place_keeps_its_value_while_the_map_moves(dx: float, dy: float, zoom: float) -> None:
    tables = tables_of((LON, LAT, 3000), (LON + 0.02, LAT - 0.03, 900))
    here = field_of(tables, HERE)
    moved = HERE.moved(dx, dy)
    there = field_of(tables, msgspec.structs.replace(moved, scale=moved.scale * zoom))
    assert there.kernel_m == here.kernel_m
    for lon, lat in ((LON, LAT), (LON + 0.02, LAT - 0.03), (LON - 0.03, LAT + 0.01)):
        assert value_at(there, lon, lat) == pytest.approx(value_at(here, lon, lat), rel=1e-6, abs=1e-6)


def test_that_a_mark_that_differs_without_moving_a_customer_makes_no_new_field() -> None:
    store, log = Store(), moments.Log()
    moments.outage(log, "o/1", LON, LAT, 3000, stage=OutageStage.PREDICTED)
    store.apply(log.facts)
    book, field = book_of(store.tables), HeatField()
    field.read(book, HERE, 1.0)
    made = field.revision
    log.say("o/1", OutageStageClaim(stage=OutageStage.CONFIRMED), moments.NOW)
    change = store.apply(log.facts[-1:])
    assert book.read(store.tables, change.of("outage"), moments.NOW)
    field.read(book, HERE, 1.0 + 2 * EVERY_S)
    assert (field.revision, field.owed) == (made, False)
    log.say("o/1", OutageStageClaim(stage=OutageStage.RESTORED_REPORTED), moments.NOW + 1)
    change = store.apply(log.facts[-1:])
    assert book.read(store.tables, change.of("outage"), moments.NOW)
    field.read(book, HERE, 1.0 + 4 * EVERY_S)
    assert field.revision > made
    assert field.kernel_m == 0.0, "what is back does not heat"


def test_that_a_place_keeps_its_value_whatever_else_is_out() -> None:
    one = field_of(tables_of((LON, LAT, 300)), HERE)
    both = field_of(tables_of((LON, LAT, 300), (LON + 0.15, LAT, 90_000)), HERE)
    assert value_at(both, LON, LAT) == pytest.approx(value_at(one, LON, LAT))


def test_that_a_4k_wall_has_the_same_heat() -> None:
    tables = tables_of((LON, LAT, 3000))
    large = msgspec.structs.replace(HERE, scale=HERE.scale * 2, width=2400.0, height=1600.0)
    one, other = field_of(tables, HERE), field_of(tables, large, 2.0)
    assert one.kernel_m == other.kernel_m
    assert (one.per_km2 == other.per_km2).all()


@given(st.floats(1e-4, 1.0))
def test_that_the_kernel_is_of_the_series_and_seen(scale: float) -> None:
    camera = msgspec.structs.replace(HERE, scale=scale)
    kernel = kernel_of(camera, 1.0)
    assert kernel in KERNELS_M
    seen = kernel / ground_metres(camera.y) * scale
    assert seen >= 26 or kernel == KERNELS_M[-1]
    assert cell_of(kernel, camera) == cell_of(kernel, camera.moved(200, 0))


def test_that_planned_work_does_not_heat() -> None:
    assert field_of(tables_of((LON, LAT, 3000), nature=OutageNature.PLANNED), HERE).kernel_m == 0


def test_that_there_is_no_scale_where_no_place_reaches_its_first_step() -> None:
    wide = msgspec.structs.replace(HERE, scale=HERE.scale / 64)
    assert field_of(tables_of((LON, LAT, 3)), wide).kernel_m == 0
    assert field_of(tables_of((LON, LAT, 300_000)), wide).kernel_m > 0


def test_that_the_whole_is_left_to_its_discs_unless_the_room_asks() -> None:
    book, field = book_of(tables_of((LON, LAT, 3000))), HeatField()
    field.whole = HERE.scale
    field.read(book, HERE, 1.0, always=False)
    assert field.kernel_m == 0
    near = HERE.zoomed(NEAR * 1.01, 600, 400)
    field.read(book, near, 2.0, always=False)
    assert field.kernel_m > 0
    field.read(book, HERE, 3.0, always=False)
    assert field.kernel_m == 0
    field.read(book, HERE, 4.0)
    assert field.kernel_m > 0


def test_that_a_field_is_made_once_a_second_at_most() -> None:
    field = HeatField()
    field.read(book_of(tables_of((LON, LAT, 3000))), HERE, 10.0)
    made = field.revision
    fuller = book_of(tables_of((LON, LAT, 9000)))
    field.read(fuller, HERE, 10.0 + EVERY_S / 2)
    assert (field.revision, field.owed) == (made, True)
    field.read(fuller, HERE.moved(1, 0), 10.0 + EVERY_S / 2, due=False)
    assert field.revision == made, "a short drag stays within the blocks"
    field.read(fuller, HERE, 10.0 + EVERY_S)
    assert (field.revision, field.owed) == (made + 1, False)
