"""The tree as the shape tests see it: what is ours, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("wallboard", "feeds", "widgets")
MADE_HERE = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".mypy_cache"}
MADE_HERE |= {".import_linter_cache", "shots", "build", "var"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".json",
    ".geojson",
    ".csv",
    ".svg",
    ".sh",
    ".cfg",
    "",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, leaving out what tools make."""
    found: list[Path] = []
    for top in sorted(ROOT.iterdir()):
        if top.name in MADE_HERE:
            continue
        inside = sorted(top.rglob("*")) if top.is_dir() else [top]
        found += [path for path in inside if path.is_file() and not MADE_HERE & set(path.parts)]
    return tuple(found)


@cache
def sources() -> tuple[Path, ...]:
    """Our Python, tests left out."""
    return tuple(path for path in files() if path.suffix == ".py" and name(path).split("/")[0] in PACKAGES)


@cache
def tests() -> tuple[Path, ...]:
    """The test modules."""
    return tuple(path for path in files() if path.suffix == ".py" and name(path).startswith("tests/"))


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path from the project's root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """The dotted name of a source file."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def functions(path: Path) -> list[Function]:
    """Every function of a file, methods and inner ones too."""
    return [node for node in ast.walk(parsed(path)) if isinstance(node, Function)]


def imported(path: Path) -> set[str]:
    """Dotted names of the modules that a file imports, ``from a import b`` counted as ``a`` and ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@cache
def reached(path: Path) -> frozenset[str]:
    """The modules of ours that a test imports, directly or through others, its conftest files included."""
    by_name = {module(file): file for file in sources() + tests()}
    conftests = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(ROOT)]
    found: set[str] = set()
    waiting = {module(one) for one in (path, *conftests) if one.is_file()}
    while waiting:
        found |= waiting
        waiting = set().union(*(followed(one, by_name) for one in waiting)) - found
    return frozenset(found)


def followed(dotted: str, by_name: dict[str, Path]) -> set[str]:
    """What a module imports of ours; one that walks its folder imports all that lies there."""
    wanted = imported(by_name[dotted])
    if "pkgutil" in wanted:
        wanted = wanted | {name for name in by_name if name.rpartition(".")[0] == dotted}
    return wanted & by_name.keys()
