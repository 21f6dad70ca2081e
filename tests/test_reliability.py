"""The lists of docs/reliability.md: whole, and each test that they name exists."""

import re

from tests import tree

PAGE = tree.ROOT / "docs" / "reliability.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LISTS = {"The 24/7 checklist": 20, "Security": 12, "When the link fails": 14, "The hub's semantics": 13}
"""Headings whose table has a row for each number from 1, and how many at least."""
WITHOUT = "Does not apply: "


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its head left out."""
    text = PAGE.read_text(encoding="utf-8")
    assert f"\n## {heading}\n" in text
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_that_every_item_of_a_list_has_a_test_or_a_reason() -> None:
    for heading, least in LISTS.items():
        found = rows(heading)
        assert [row[0] for row in found] == [str(n) for n in range(1, len(found) + 1)], heading
        assert len(found) >= least, heading
        bare = [row[1] for row in found if not NAMED.search(row[2]) and not row[2].startswith(WITHOUT)]
        assert not bare, heading


def test_that_every_test_that_the_page_names_exists() -> None:
    there = {
        (tree.name(path), node.name.removeprefix("test_that_"))
        for path in tree.tests()
        for node in tree.functions(path)
        if node.name.startswith("test_that_")
    }
    named = set(NAMED.findall(PAGE.read_text(encoding="utf-8")))
    assert len(named) > 60
    assert not named - there, sorted(named - there)
