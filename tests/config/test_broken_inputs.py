"""Every broken input gets the message that a person has reviewed, and the document shows it."""

from pathlib import Path

import pytest

from tests.config.broken_inputs import SECTIONS, expected, found, table
from wallboard.config.mapping_check import load_mapping
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import load_screen
from wallboard.config.theme_file import load_theme_file

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "broken-inputs.md"
ROOT = HERE / "resources"

EXPECTED = expected()


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return found(tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize("name", list(EXPECTED))
def test_that_a_broken_input_gets_its_message(name: str, messages: dict[str, str]) -> None:
    assert messages[name] == EXPECTED[name]


def test_that_no_broken_input_is_forgotten(messages: dict[str, str]) -> None:
    assert list(messages) == list(EXPECTED)
    assert len(EXPECTED) >= 30
    assert {name.partition("-")[0] for name in EXPECTED} == set(SECTIONS)


def test_that_every_message_says_something_and_repeats_no_secret() -> None:
    for name, text in EXPECTED.items():
        assert text, name
        assert "Traceback" not in text and "8f14e45f" not in text and "wall:secret" not in text


def test_that_a_file_names_its_remedy() -> None:
    for name, text in EXPECTED.items():
        if name.endswith(".toml"):
            assert text.startswith(f"{name}: ") and "; " in text


def test_that_the_document_is_up_to_date() -> None:
    made = table(EXPECTED)
    assert DOCUMENT.read_text(encoding="utf-8") == made, (
        "python -m tests.config.broken_inputs > docs/broken-inputs.md"
    )


def test_that_the_sound_files_beside_them_load() -> None:
    room = load_room(ROOT / "rooms" / "good.toml", ROOT)
    assert [source.name for source in room.source] == ["feed", "list", "city", "old"]
    assert load_screen("page", ROOT).name == "page"
    assert load_theme_file("plain", ROOT).dark
    assert load_rule_set(ROOT / "rules" / "short.toml").limits
    assert load_mapping(ROOT / "mappings" / "list.toml").source == "list"
    assert load_scenario(ROOT / "scenarios" / "day.toml").lasts == 12 * 3600
