"""The bundled fonts can write everything that the wall is known to say."""

import ast
import csv
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF

ROOT = Path(__file__).parents[2]
FONTS = sorted((ROOT / "resources" / "fonts").glob("*.otf"))
TEXTS = sorted(
    p for p in (ROOT / "resources").rglob("*") if p.suffix in {".toml", ".geojson", ".json", ".csv"}
)
INVISIBLE = {"\n", "\r", "\t", "\ufeff"}


@pytest.fixture(scope="module")
def glyphs() -> dict[str, set[str]]:
    """File name -> the characters it can draw."""
    found = {}
    for path in FONTS:
        with TTFont(path) as font:
            found[path.name] = {chr(point) for point in font.getBestCmap()}
    return found


def gb2312() -> set[str]:
    """The 7,445 characters of GB2312."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def test_that_there_is_a_regular_and_a_bold() -> None:
    assert [path.name for path in FONTS] == ["WallboardSansSC-Bold.otf", "WallboardSansSC-Regular.otf"]
    assert all(path.stat().st_size <= 6_000_000 for path in FONTS)


def test_that_every_character_of_gb2312_has_a_glyph(glyphs: dict[str, set[str]]) -> None:
    wanted = gb2312()
    assert len(wanted) == 7445
    for name, drawn in glyphs.items():
        assert not wanted - drawn, name


def test_that_signs_numerals_and_place_letters_have_a_glyph(glyphs: dict[str, set[str]]) -> None:
    wanted = set("▲△▼◆◇●○◐◑⊤■□→←↑↓ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ≥≤±°·…—–“”‘’éüñ×✓埗塱凼氹涌冚圳滘垌朗蓢墟圩")
    for name, drawn in glyphs.items():
        assert not wanted - drawn, name


def test_that_every_character_of_the_resources_has_a_glyph(glyphs: dict[str, set[str]]) -> None:
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":  # what stands in comments is never drawn
            text = repr_of_strings(tomllib.loads(text))
        for name, drawn in glyphs.items():
            missing = set(text) - drawn - INVISIBLE
            assert not missing, f"{path.relative_to(ROOT)}: {name} lacks {sorted(missing)}"


def test_that_every_character_that_the_widgets_write_themselves_has_a_glyph(
    glyphs: dict[str, set[str]],
) -> None:
    for path in sorted((ROOT / "widgets").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        written = "".join(
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        )
        for name, drawn in glyphs.items():
            missing = set(written) - drawn - INVISIBLE
            assert not missing, f"{path.relative_to(ROOT)}: {name} lacks {sorted(missing)}"


def repr_of_strings(value: object) -> str:
    """All strings within a TOML value, keys included, one after the other."""
    if isinstance(value, dict):
        return "".join(str(key) + repr_of_strings(item) for key, item in value.items())
    if isinstance(value, list):
        return "".join(repr_of_strings(item) for item in value)
    return value if isinstance(value, str) else ""


def test_that_every_town_of_the_region_can_be_written(glyphs: dict[str, set[str]], shared: Path) -> None:
    with (shared / "data" / "jiangmen-geo" / "towns.csv").open(encoding="utf-8") as lines:
        wanted = {char for row in csv.DictReader(lines) for value in row.values() for char in value}
    for name, drawn in glyphs.items():
        assert not wanted - drawn, name


def test_that_all_digits_are_of_one_width(qapp: object) -> None:
    for path in FONTS:
        family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        assert family == ["Wallboard Sans SC"]
    for bold in (False, True):
        font = QFont("Wallboard Sans SC")
        font.setPixelSize(54)
        font.setBold(bold)
        assert QFontInfo(font).family() == "Wallboard Sans SC"
        widths = {QFontMetricsF(font).horizontalAdvance(digit * 12) for digit in "0123456789"}
        assert len(widths) == 1
