"""Every broken network and map file is answered by name, and no cut at any byte goes unnoticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.csv_rows import NetworkError
from feeds.network_csv import load_network, read_network
from feeds.prefecture_ground import read_ground
from tests.feeds.broken_networks import (
    ATLASES,
    BASES,
    GROUND,
    GROUNDS,
    NETWORKS,
    ODD,
    SECTIONS,
    SOUND,
    expected,
    found,
    grounded,
    table,
    write,
)
from wallboard.state.atlas import AtlasError, pack, unpack

DOCUMENT = Path(__file__).parents[2] / "docs" / "broken-networks.md"
EXPECTED = expected()


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return found(tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize("name", list(EXPECTED))
def test_that_a_broken_file_gets_its_message(name: str, messages: dict[str, str]) -> None:
    assert messages[name] == EXPECTED[name]


def test_that_no_broken_file_is_forgotten(messages: dict[str, str]) -> None:
    assert list(messages) == list(EXPECTED) == [*NETWORKS, *ODD, *ATLASES, *GROUNDS, *BASES]
    assert len(EXPECTED) >= 60 and {name.partition(":")[0] for name in EXPECTED} == set(SECTIONS)


def test_that_every_message_names_its_file_and_no_folder() -> None:
    for name, text in EXPECTED.items():
        for line in text.splitlines():
            assert line.split(",")[0].split(":")[0].endswith((".csv", ".geojson", ".atlas", ".txt")), name
        if not name.startswith("base"):
            assert "; " in text, f"{name} says no remedy"


def test_that_the_document_is_up_to_date() -> None:
    made = table(EXPECTED)
    assert DOCUMENT.read_text(encoding="utf-8") == made, (
        "python -m tests.feeds.broken_networks > docs/broken-networks.md"
    )


def test_that_the_sound_files_beside_them_load(tmp_path: Path) -> None:
    _, report = load_network(write(tmp_path / "grid", SOUND))
    assert (report.nodes, report.edges, report.dark, report.notes) == (5, 4, 0, ())
    grounded(write(tmp_path / "ground", GROUND))


def cuts(text: str) -> st.SearchStrategy[int]:
    return st.integers(0, len(text.encode()) - 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(sorted(SOUND)))
def test_that_a_network_cut_at_any_byte_is_refused_or_named(
    tmp_path: Path, data: st.DataObject, name: str
) -> None:
    raw = SOUND[name].encode()
    at = data.draw(cuts(SOUND[name]))
    folder = write(tmp_path, {**SOUND, name: raw[:at]})
    try:
        _, report = load_network(folder)
    except NetworkError as error:
        assert all(problem.split(",")[0].split(":")[0] in SOUND for problem in error.problems)
        assert all("; " in problem for problem in error.problems)
    else:
        assert report.notes, "cut rows leave an island, or a line without an end"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(sorted(GROUND)))
def test_that_ground_cut_at_any_byte_is_refused(tmp_path: Path, data: st.DataObject, name: str) -> None:
    folder = write(tmp_path, {**GROUND, name: GROUND[name].encode()[: data.draw(cuts(GROUND[name]))]})
    try:
        ground = read_ground(folder)
    except NetworkError as error:
        assert name in str(error)
    else:
        assert name.endswith(".csv") and len(ground.towns) == 1, "a number of the last row may lose digits"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_that_an_atlas_cut_at_any_byte_is_refused_or_whole(tmp_path: Path, data: st.DataObject) -> None:
    raw, _ = load_network(write(tmp_path, SOUND))
    at = data.draw(st.integers(0, len(raw) - 1))
    (tmp_path / "grid.atlas").write_bytes(raw[:at])
    try:
        _, kept = read_network(tmp_path / "grid.atlas")
    except NetworkError as error:
        assert str(error).startswith("grid.atlas: ") and "; " in str(error)
    else:
        assert len(raw) - len(kept) < 64, "only what fills up the last column may go"
        assert list(unpack(kept).tables["nodes"].texts("id")) == ["H", "S", "M", "A", "B"]


@pytest.mark.parametrize("name", ["oberrhein_schutterwald", "simbench_mvlv_urban"])
def test_that_a_real_network_cut_anywhere_is_refused_or_named(
    shared: Path, tmp_path: Path, name: str
) -> None:
    source = shared / "data" / "networks" / name
    whole = {file: (source / file).read_bytes() for file in SOUND}
    for file, at in places(whole):
        folder = write(tmp_path, {**whole, file: whole[file][:at]})
        try:
            _, report = load_network(folder)
        except NetworkError as error:
            assert file in str(error) or "is no node of nodes.csv" in str(error)
        else:
            assert report.notes


def places(whole: dict[str, bytes]) -> Iterator[tuple[str, int]]:
    """Two cuts of each file, at bytes that look like any other."""
    for file, raw in whole.items():
        for share in (0.31, 0.87):
            yield file, int(len(raw) * share)


def test_that_a_file_of_noise_is_no_atlas() -> None:
    raw = pack("t", "", {})
    for at in range(0, len(raw), 7):
        damaged = bytearray(raw)
        damaged[at] ^= 0x5A
        try:
            unpack(bytes(damaged))
        except AtlasError:
            continue
