"""The shape of the tree: sizes, names, a test for every module, and nothing that does not belong here."""

import ast
import re
import subprocess

import pytest

from tests import tree

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "NOTICE",
    "README.md",
    "README.zh-CN.md",
    "docs",
    "feeds",
    "main.py",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "resources",
    "tests",
    "wallboard",
    "widgets",
}
"""The top level is fixed; a new name here is a decision and needs a record."""

MAX_LINES, MAX_FUNCTION, MAX_METHODS, MAX_MAIN = 400, 60, 20, 12

COVERED_BY = {
    "wallboard.domain": "tests/state/test_store_properties.py",
    "wallboard.rules.diagnosis": "tests/rules/diagnosis/test_practice.py",
    "wallboard.state.reducers": "tests/state/test_store_properties.py",
    "feeds.sim": "tests/feeds/sim/test_world.py",
    "feeds.sim.business": "tests/feeds/sim/business/test_stories.py",
    "feeds.sim.geography": "tests/feeds/sim/geography/test_prefecture.py",
    "feeds.mapping": "tests/feeds/mapping/test_shipped.py",
    "wallboard.shell.pump": "tests/shell/test_wall.py",
    "wallboard.shell.registry": "tests/shell/test_wall.py",
    "wallboard.shell.windows": "tests/shell/test_wall.py",
    "widgets.map": "tests/widgets/map/test_map_view.py",
    "widgets.panels": "tests/widgets/test_page.py",
    "widgets.parts": "tests/widgets/test_page.py",
    "widgets.tables": "tests/widgets/panels/test_desk_table.py",
}
"""Packages whose modules are exercised through another door -> the test that does it and reaches them."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "stuff"}
OPEN_ENDS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
MACHINE_PATHS = re.compile(r"(?<![\w\]>}*+])/" + "(?:work|farm|root|home/[a-z]+)/")
INDEX_HOSTS = re.compile(r"https?://[^\s\"')]*(?:py" + r"pi|/simple\b|regis" + r"try\.)")


def test_that_the_top_level_is_the_one_that_was_agreed() -> None:
    found = {tree.name(path).split("/")[0] for path in tree.files()}
    assert found <= TOP, sorted(found - TOP)
    assert found >= TOP, sorted(TOP - found)


def test_that_nothing_that_tools_make_is_tracked() -> None:
    """A tracked ``.venv``, a link too, takes the place of the real one where it is merged, and empties it."""
    if not (tree.ROOT / ".git").exists():
        pytest.skip("no repository: the tree was unpacked")
    listed = subprocess.run(["git", "ls-files"], cwd=tree.ROOT, capture_output=True, text=True, check=True)
    made = [name for name in listed.stdout.splitlines() if tree.MADE_HERE & set(name.split("/"))]
    assert not made, f"git rm --cached {' '.join(made)}, and amend the commit that brought it"


def test_that_files_functions_and_classes_stay_small() -> None:
    long = []
    for path in tree.sources():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES:
            long.append(f"{tree.name(path)}: {lines} lines")
        for node in tree.functions(path):
            if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > MAX_FUNCTION:
                long.append(f"{tree.name(path)}:{node.lineno} {node.name}")
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(inner, tree.Function) and is_own(inner.name) for inner in node.body)
                if methods > MAX_METHODS:
                    long.append(f"{tree.name(path)}:{node.lineno} {node.name}: {methods} methods")
    assert not long


def is_own(name: str) -> bool:
    """Whether a method is ours: not Python's (``__init__``) and not called by Qt (``paintEvent``)."""
    return not name.startswith("__") and name == name.lower()


def test_that_main_only_starts_the_program() -> None:
    text = (tree.ROOT / "main.py").read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_MAIN
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, tree.Function)]


def test_that_every_function_says_what_it_returns() -> None:
    silent = [
        f"{tree.name(path)}:{node.lineno} {node.name}"
        for path in tree.sources()
        for node in tree.functions(path)
        if node.returns is None
    ]
    assert not silent


def test_that_every_module_says_what_it_is_for() -> None:
    wordless = [
        tree.name(path)
        for path in tree.sources()
        if not ast.get_docstring(tree.parsed(path)) and path.read_text(encoding="utf-8").strip()
    ]
    assert not wordless


def test_that_every_module_has_a_test() -> None:
    """Its mirror in tests/, a test that imports it, or a test that is named above for its package."""
    seen = set().union(*(tree.imported(path) for path in tree.tests()))
    names = {tree.name(path) for path in tree.tests()}
    bare = [
        tree.name(path)
        for path in tree.sources()
        if any(isinstance(node, DEFINITIONS) for node in tree.parsed(path).body)
        and not ({tree.module(path)} & seen or mirror(tree.module(path)) in names)
        and not covered_elsewhere(tree.module(path))
    ]
    assert not bare


def mirror(dotted: str) -> str:
    """Where a module's own test stands: ``wallboard.state.store`` -> ``tests/state/test_store.py``."""
    *folders, last = dotted.removeprefix("wallboard.").split(".")
    return "/".join(["tests", *folders, f"test_{last}.py"])


def covered_elsewhere(dotted: str) -> bool:
    """Whether a test is named for the module's package, exists and reaches the module."""
    tests = [
        tree.ROOT / test for package, test in COVERED_BY.items() if f"{dotted}.".startswith(f"{package}.")
    ]
    return any(test.is_file() and dotted in tree.reached(test) for test in tests)


def test_that_test_names_say_a_behaviour() -> None:
    odd = [
        f"{tree.name(path)}:{node.lineno} {node.name}"
        for path in tree.tests()
        for node in tree.functions(path)
        if node.name.startswith("test_") and not node.name.startswith("test_that_")
    ]
    assert not odd


def test_that_no_name_is_vague() -> None:
    assert not [tree.name(path) for path in tree.sources() if path.stem in VAGUE]


def test_that_nothing_is_left_open() -> None:
    left = []
    for path in tree.sources() + tree.tests():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if OPEN_ENDS.search(line):
                left.append(f"{tree.name(path)}:{number} {line.strip()}")
    assert not left


def test_that_no_file_names_a_machine_or_an_index() -> None:
    named = []
    for path in tree.files():
        if path.suffix not in tree.TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")  # some test inputs are not UTF-8
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATHS.search(line) or INDEX_HOSTS.search(line):
                named.append(f"{tree.name(path)}:{number} {line.strip()[:80]}")
    assert not named


def test_that_every_requirement_is_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (tree.ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [number for number, line in enumerate(lines) if "==" in line]
        assert pins
        for number in pins:
            assert re.match(r"^[\w.-]+==[\w.]+ \\$", lines[number]), f"{name}: {lines[number]}"
            assert "--hash=sha256:" in lines[number + 1], f"{name}: {lines[number]} has no hash"
        assert not [
            line for line in lines if line.startswith(("-i", "--index", "--extra", "--find", "--trusted"))
        ]


def test_that_every_decision_is_one_page_with_a_status() -> None:
    for path in sorted((tree.ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert re.match(r"^\d{4}-[a-z0-9-]+\.md$", path.name), path.name
        assert text.count("\n") <= 60, f"{path.name} is longer than a page"
        assert "Status:" in text, path.name
