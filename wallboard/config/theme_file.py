"""A theme file: the colours of the glass by token (look/README); contrast is checked by tests."""

from pathlib import Path
from typing import Annotated

import msgspec

from wallboard.config.errors import one_of
from wallboard.config.load import ConfigStruct, at_fault, find_file, load_toml

TOKENS = (
    "ground",
    "surface",
    "hairline",
    "land",
    "water",
    "border",
    "feeder",
    "text",
    "muted",
    "calm",
    "warning",
    "breached",
    "restore",
    "request",
    "connect",
    "heat_low",
    "heat_mid",
    "heat_high",
)
"""Every colour that a theme must give."""

Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$", description='a colour as "#rrggbb"')]


class ThemeFile(ConfigStruct, frozen=True, kw_only=True):
    """One theme. colours: token -> ``#rrggbb``, exactly the tokens of ``TOKENS``."""

    name: str
    dark: bool
    colours: dict[str, Colour]


def load_theme_file(name_or_path: str | Path, root: Path | None = None) -> ThemeFile:
    """A theme by name or path. Raises ConfigError where a token is missing, unknown or not a colour."""
    path = find_file("themes", name_or_path, root)
    theme = load_toml(path, ThemeFile)
    for token in theme.colours:
        if token not in TOKENS:
            raise at_fault(path, f"colours.{token}", "no such colour", one_of(list(TOKENS), token))
    for token in TOKENS:
        if token not in theme.colours:
            raise at_fault(path, f"colours.{token}", "is missing", f'add {token} = "#rrggbb"')
    return theme
