"""What must not be written here, because it once froze, killed or fooled a wall; each with its reason."""

import ast
from collections.abc import Iterator

import pytest

from tests import tree

BANNED_CALLS = {
    "exec": "a modal dialog inside a task kills other tasks for good: open() and a signal",
    "exec_": "a modal dialog inside a task kills other tasks for good: open() and a signal",
    "processEvents": "runs slots inside slots; only tests turn the loop by hand",
    "restoreState": "damaged bytes kill the process; layouts are our own TOML",
    "setStyleSheet": "costs a whole restyling; palettes and fonts instead, made once",
    "setHtml": "text of a feed is plain text",
    "setToolTip": "tool tips render HTML: text of a feed is plain text",
    "setOpenExternalLinks": "nothing on a wall opens a link",
}

SWALLOWS = (ast.Pass, ast.Continue)


def calls(tree_: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every ``something.name(...)`` with its name."""
    for node in ast.walk(tree_):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


@pytest.mark.parametrize("banned", sorted(BANNED_CALLS))
def test_that_no_source_calls(banned: str) -> None:
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.sources()
        for node, called in calls(tree.parsed(path))
        if called == banned
    ]
    assert not found, BANNED_CALLS[banned]


def test_that_no_exception_is_swallowed() -> None:
    silent = []
    for path in tree.sources():
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            broad = node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException")
            if broad and all(isinstance(line, SWALLOWS) for line in node.body):
                silent.append(f"{tree.name(path)}:{node.lineno}")
    assert not silent


def test_that_no_signal_is_connected_to_a_lambda() -> None:
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.sources()
        for node, called in calls(tree.parsed(path))
        if called == "connect" and any(isinstance(given, ast.Lambda) for given in node.args)
    ]
    assert not found, "a lambda keeps its surroundings alive; connect a method"


def test_that_no_module_makes_a_global_that_it_rebinds() -> None:
    found = [
        f"{tree.name(path)}:{node.lineno} {', '.join(node.names)}"
        for path in tree.sources()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Global)
    ]
    assert not found, "state has an owner; hand it in"


def test_that_only_plain_labels_are_made() -> None:
    """A QLabel turns text of a feed into HTML: it loads files and blocks for seconds."""
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.sources()
        if tree.name(path) != "widgets/plain_label.py"
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Name) and node.id == "QLabel"
    ]
    assert not found
