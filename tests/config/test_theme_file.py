"""Theme files: every token, and only those."""

from pathlib import Path

import pytest

from wallboard.config.load import ConfigError, available
from wallboard.config.theme_file import TOKENS, load_theme_file


@pytest.mark.parametrize("name", available("themes"))
def test_that_every_shipped_theme_has_exactly_the_tokens(name: str) -> None:
    theme = load_theme_file(name)
    assert theme.name == name
    assert set(theme.colours) == set(TOKENS)


def test_that_an_unknown_theme_is_told() -> None:
    with pytest.raises(ConfigError, match="dark"):
        load_theme_file(Path("nowhere.toml"))
