"""The layout of a seat: what is written reads back the same, and every fault names field and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.config.desk_layout import (
    DeskLayout,
    Filter,
    PaneSizes,
    Sign,
    SortKey,
    TableLayout,
    layout_text,
    load_layout,
)
from wallboard.config.errors import ConfigError

KNOWN = {"orders": ["clock", "number"], "crews": ["crew_name"]}

shown = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=12)
columns = st.sampled_from(KNOWN["orders"])
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
filters = st.builds(
    Filter,
    column=columns,
    sign=st.sampled_from(Sign),
    values=st.lists(st.one_of(shown, numbers), max_size=3),
)
tables = st.builds(
    TableLayout,
    columns=st.lists(columns, max_size=2),
    sort=st.lists(st.builds(SortKey, column=columns, down=st.booleans()), max_size=3),
    filters=st.lists(filters, max_size=3),
    view=shown,
)
layouts = st.builds(
    DeskLayout,
    table=st.sampled_from(sorted(KNOWN)),
    scale=st.floats(1.0, 2.0),
    recent=st.lists(shown, max_size=4),
    tables=st.dictionaries(st.just("orders"), tables),
)


@given(layouts)
def test_that_what_is_written_reads_back_the_same(layout: DeskLayout) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "seat.toml"
        path.write_text(layout_text(layout), encoding="utf-8")
        assert load_layout(path, KNOWN) == layout


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ('table = "order"', "table", "orders"),
        ("scale = 3.0", "scale", "2"),
        ("[tables.trucks]", "tables.trucks", "orders"),
        ('[tables.orders]\ncolumns = ["clock", "numbre"]', "tables.orders.columns[1]", "number"),
        ('[tables.orders]\nsort = [{ column = "size" }]', "tables.orders.sort[0].column", "clock"),
        (
            '[tables.orders]\nfilters = [{ column = "clock", sign = "like" }]',
            "tables.orders.filters[0].sign",
            "is",
        ),
        ("colums = []", "colums", ""),
        ("table = ", "", "check"),
    ],
)
def test_that_a_fault_names_file_field_and_remedy(tmp_path: Path, text: str, place: str, remedy: str) -> None:
    path = tmp_path / "seat.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_layout(path, KNOWN)
    assert caught.value.path == place
    assert "seat.toml" in caught.value.file
    assert remedy in caught.value.remedy


def test_that_the_sizes_of_panes_read_back_and_none_is_below_nothing(tmp_path: Path) -> None:
    path = tmp_path / "seat.toml"
    layout = DeskLayout(panes={"desk": PaneSizes(columns=[400.0, 700.5], rows=[48.0, 30.0])})
    path.write_text(layout_text(layout), encoding="utf-8")
    assert load_layout(path, KNOWN) == layout
    path.write_text('[panes."desk"]\ncolumns = [-1.0]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"panes\.desk\.columns"):
        load_layout(path, KNOWN)
