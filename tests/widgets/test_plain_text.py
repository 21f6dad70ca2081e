"""Lint: text from feeds has no way to become HTML, and no modal or time of its own gets in (pitfalls 0)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "widgets").rglob("*.py"), *(ROOT / "wallboard" / "shell").rglob("*.py")])

RICH_NAMES = frozenset(
    [
        "QLabel",
        "QMessageBox",
        "QTextEdit",
        "QTextBrowser",
        "QTextDocument",
        "QStaticText",
        "QToolTip",
        "QWhatsThis",
    ]
)
RICH_CALLS = frozenset(
    [
        "setToolTip",
        "setWhatsThis",
        "setHtml",
        "insertHtml",
        "setStatusTip",
        "drawStaticText",
        "toHtml",
        "setStyleSheet",
    ]
)


def bare(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=bare)
def test_that_no_widget_reads_markup(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            rich = RICH_NAMES & {alias.name for alias in node.names}
            assert not rich or path.name == "plain_label.py", f"{bare(path)}: {rich}; use PlainLabel"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in RICH_CALLS, f"{bare(path)}:{node.lineno}: {node.func.attr}"


def test_that_the_one_label_is_plain(qapp: object) -> None:
    from PySide6.QtCore import Qt

    from widgets.plain_label import PlainLabel

    label = PlainLabel("<b>bold?</b>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>bold?</b>"
