"""Every broken tile file is answered by name on the map, in both languages, and the page says so."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map.broken_tiles import KINDS, LANGUAGES, NAME, expected, found, table

DOCUMENT = Path(__file__).parents[3] / "docs" / "broken-tiles.md"
EXPECTED = expected()


@pytest.fixture(scope="module")
def messages(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    return found(tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize("name", list(EXPECTED))
def test_that_a_broken_tile_file_gets_its_words(name: str, messages: dict[str, dict[str, str]]) -> None:
    assert messages[name] == EXPECTED[name]


def test_that_no_broken_tile_file_is_forgotten_or_without_words() -> None:
    assert list(EXPECTED) == list(KINDS) and len(KINDS) >= 40
    for said in EXPECTED.values():
        assert set(said) == set(LANGUAGES)
        assert all(line.startswith(NAME) for words in said.values() for line in words.split("\n"))


def test_that_the_page_of_broken_tile_files_is_up_to_date(qtbot: QtBot) -> None:
    made = table(EXPECTED)
    assert DOCUMENT.read_text(encoding="utf-8") == made, (
        "python -m tests.widgets.map.broken_tiles > docs/broken-tiles.md"
    )
