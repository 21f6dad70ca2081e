"""An atlas is what its digest says, or it is refused; never half of one."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.state.atlas import ALIGN, MARK, AtlasError, Head, Texts, digest_of, pack, unpack
from wallboard.state.atlas_schema import CORE, MAY_LACK, POINTERS, RUNS, SCHEMA

NODES = {
    "id": ["S", "N1", "江门"],
    "name": ["", "北站", "a"],
    "kv": [10.0, 10.0, 0.4],
    "lon": [112.7, 112.8, 112.9],
    "lat": [22.1, 22.2, 22.3],
    "load_kw": [0.0, 0.0, 31.5],
    "loads": [0, 0, 12],
    "source": [1, 0, 0],
}
EDGES = {
    "id": ["L1", "T1"],
    "name": ["", ""],
    "kind": [0, 1],
    "a": [0, 1],
    "b": [1, 2],
    "closed": [1, 1],
    "length_km": [1.5, 0.0],
    "switches": ["", ""],
    "path": [0, 2],
}
POINTS = {"lon": [112.7, 112.75], "lat": [22.1, 22.15]}
TABLES = {"nodes": NODES, "edges": EDGES, "points": POINTS}


def test_that_what_is_packed_comes_back() -> None:
    atlas = unpack(pack("town", "invented", TABLES))
    assert list(atlas.tables["nodes"].texts("id")) == NODES["id"]
    assert atlas.tables["nodes"].texts("name")[1] == "北站"
    assert atlas.tables["edges"]["b"].tolist() == [1, 2]
    assert atlas.tables["areas"].rows == 0
    assert (atlas.title, atlas.attribution) == ("town", "invented")


def test_that_what_has_an_english_name_is_found_by_its_own() -> None:
    districts = {"id": ["d1", "d2"], "name": ["蓬江区", "江海区"], "name_en": ["Pengjiang", ""]}
    rest = {"lon": [112.7] * 2, "lat": [22.1] * 2, "customers": [1, 2], "areas": [0, 0], "ring": [0, 0]}
    atlas = unpack(pack("town", "", {**TABLES, "districts": {**districts, **rest}}))
    assert atlas.english == {"蓬江区": "Pengjiang"}


def test_that_the_same_world_has_the_same_name() -> None:
    assert digest_of(pack("t", "", TABLES)) == digest_of(pack("t", "", dict(reversed(TABLES.items()))))
    assert digest_of(pack("t", "", TABLES)) != digest_of(pack("u", "", TABLES))


def test_that_columns_are_read_only() -> None:
    atlas = unpack(pack("t", "", TABLES))
    with pytest.raises(ValueError, match="read-only"):
        atlas.tables["nodes"]["kv"][0] = 1.0


def test_that_another_digest_is_refused() -> None:
    raw = pack("t", "", TABLES)
    assert unpack(raw, digest_of(raw)).digest == digest_of(raw)
    with pytest.raises(AtlasError, match="was asked for"):
        unpack(raw, "0" * 64)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_that_damaged_bytes_are_refused_or_hold_together(at: int, junk: bytes) -> None:
    """Without a digest to compare: whatever is not refused still points only to rows that are there."""
    raw = bytearray(pack("t", "", TABLES))
    at %= len(raw)
    raw[at : at + len(junk)] = junk[: len(raw) - at]
    try:
        atlas = unpack(bytes(raw))
    except AtlasError:
        return
    edges, nodes = atlas.tables["edges"], atlas.tables["nodes"]
    assert all(0 <= row < nodes.rows for row in edges["a"].tolist() + edges["b"].tolist())


@given(st.integers(0, 3000))
def test_that_an_atlas_cut_short_is_refused(size: int) -> None:
    raw = pack("t", "", TABLES)
    with pytest.raises(AtlasError):
        unpack(raw[: min(size, len(raw) - ALIGN)])


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"nodes": {**NODES, "kv": [1.0]}}, "differ in length"),
        ({"nodes": {name: NODES[name] for name in ("id", "kv")}}, "has the columns"),
    ],
)
def test_that_columns_that_do_not_fit_are_refused(tables: dict[str, dict[str, list]], words: str) -> None:
    with pytest.raises(AtlasError, match=words):
        pack("t", "", tables)


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ({**EDGES, "a": [0, 3]}, r"edges\.a points to a row"),
        ({**EDGES, "b": [-1, 2]}, r"edges\.b points to a row"),
        ({**EDGES, "path": [0, 9]}, r"edges\.path points to a row"),
        ({**EDGES, "path": [2, 0]}, "does not rise"),
    ],
)
def test_that_a_row_that_is_not_there_is_refused(edges: dict[str, list], words: str) -> None:
    with pytest.raises(AtlasError, match=words):
        unpack(pack("t", "", {**TABLES, "edges": edges}))


def test_that_a_newer_atlas_can_be_read() -> None:
    """Columns and tables that we do not know are passed over."""
    raw = pack("t", "", TABLES)
    size = int.from_bytes(raw[8:16], "little")
    head = msgspec.json.decode(raw[16 : 16 + size], type=Head)
    body = raw[16 + size + (-(16 + size) % ALIGN) :]
    columns = {**head.columns, "balloons": {"height": head.columns["nodes"]["kv"]}}
    newer = msgspec.json.encode(Head(head.title, "", {**head.rows, "balloons": 3}, columns))
    front = MARK + len(newer).to_bytes(8, "little") + newer
    atlas = unpack(front + b"\0" * (-len(front) % ALIGN) + body)
    assert atlas.tables["balloons"]["height"].tolist() == pytest.approx([10.0, 10.0, 0.4])


def older(raw: bytes, tables: set[str], columns: dict[str, set[str]]) -> bytes:
    """The same atlas as a program wrote it that knew only these tables, and not these columns."""
    size = int.from_bytes(raw[8:16], "little")
    head = msgspec.json.decode(raw[16 : 16 + size], type=Head)
    body = raw[16 + size + (-(16 + size) % ALIGN) :]
    known = {
        table: {
            name: place for name, place in head.columns[table].items() if name not in columns.get(table, ())
        }
        for table in tables
    }
    text = msgspec.json.encode(Head(head.title, "", {name: head.rows[name] for name in tables}, known))
    front = MARK + len(text).to_bytes(8, "little") + text
    return front + b"\0" * (-len(front) % ALIGN) + body


def test_that_an_older_atlas_can_be_read() -> None:
    """Tables that came later are empty, columns that came later say "not known"."""
    atlas = unpack(
        older(pack("t", "", TABLES), set(CORE), {name: set(new) for name, new in MAY_LACK.items()})
    )
    assert set(atlas.tables) >= set(SCHEMA)
    assert {name: atlas.tables[name].rows for name in SCHEMA if atlas.tables[name].rows} == {
        "nodes": 3,
        "edges": 2,
        "points": 2,
    }
    assert atlas.tables["edges"]["feeder"].tolist() == [-1, -1]
    assert atlas.tables["edges"]["rank"].tolist() == [0, 0]
    assert list(atlas.tables["areas"].texts("name_en")) == []
    assert list(atlas.tables["feeders"].texts("name")) == []
    assert atlas.tables["cells"]["lon"].tolist() == []


def test_that_an_atlas_without_a_core_table_is_refused() -> None:
    with pytest.raises(AtlasError, match=r"lacks the tables \['areas'\]"):
        unpack(older(pack("t", "", TABLES), set(SCHEMA) - {"areas"}, {}))
    with pytest.raises(AtlasError, match="edges lacks the column closed"):
        unpack(older(pack("t", "", TABLES), set(SCHEMA), {"edges": {"closed"}}))


def test_that_every_pointer_and_run_is_of_a_column_that_there_is() -> None:
    for table, column, into, _ in POINTERS:
        assert SCHEMA[table][column] == "i4" and into in SCHEMA
    for table, column, into in RUNS:
        assert SCHEMA[table][column] == "i4" and into in SCHEMA
    for table, columns in MAY_LACK.items():
        assert set(columns) <= set(SCHEMA[table])


@given(st.lists(st.text(max_size=9).filter(lambda text: text.isprintable()), max_size=20))
def test_that_texts_are_kept(texts: list[str]) -> None:
    column = Texts.of(texts)
    assert list(column) == texts
    assert [column[row] for row in range(len(texts))] == texts
    assert column.ends.dtype == np.int32
