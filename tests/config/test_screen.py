"""Screen files: every panel inside, none on another; kinds and options are checked by the shell."""

from pathlib import Path

import pytest

from wallboard.config.load import ConfigError, ConfigStruct, Duration, available
from wallboard.config.screen import check_screen, load_screen, panel_options

ROOT = Path(__file__).parent / "resources"
PAGE = ROOT / "screens" / "page.toml"


class ListOptions(ConfigStruct, frozen=True):
    rows: int = 5
    every: Duration = 10.0


def screen_file(folder: Path, options: str) -> Path:
    path = folder / "page.toml"
    path.write_text(PAGE.read_text(encoding="utf-8") + options, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", available("screens"))
def test_that_every_shipped_screen_loads(name: str) -> None:
    screen = load_screen(name)
    assert screen.name == name and set(screen.title) == {"zh", "en"}


def test_that_panels_stand_where_the_file_says() -> None:
    screen = load_screen("page", ROOT)
    assert [(panel.kind, panel.at, panel.span) for panel in screen.panel] == [
        ("header", (0, 0), (1, 2)),
        ("map", (1, 0), (1, 1)),
    ]


def test_that_an_unknown_kind_is_told_with_and_without_its_file() -> None:
    screen = load_screen("page", ROOT)
    check_screen(screen, {"header", "map"})
    with pytest.raises(ConfigError, match=r"screen page: panel\[1\].kind: no panel"):
        check_screen(screen, {"header"})
    with pytest.raises(ConfigError) as caught:
        check_screen(screen, {"header"}, PAGE)
    assert caught.value.line is not None


def test_that_options_become_what_their_kind_declares(tmp_path: Path) -> None:
    screen = load_screen(screen_file(tmp_path, 'options = { rows = 3, every = "1m" }\n'))
    assert panel_options(screen, 1, ListOptions) == ListOptions(rows=3, every=60.0)
    assert panel_options(screen, 0, None) is None


def test_that_a_wrong_option_is_told(tmp_path: Path) -> None:
    path = screen_file(tmp_path, "options = { row = 3 }\n")
    screen = load_screen(path)
    with pytest.raises(ConfigError, match='did you mean "rows"') as caught:
        panel_options(screen, 1, ListOptions, path)
    assert caught.value.path == "panel[1].options.row"
    with pytest.raises(ConfigError, match="map takes no options"):
        panel_options(screen, 1, None)
