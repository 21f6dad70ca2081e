"""The table of rules and bugs in docs/diagnosis.md names tests that there are, and every numbered rule."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = (ROOT / "docs/diagnosis.md").read_text(encoding="utf-8").partition("## Rules and bugs of practice")[2]
NAMED = re.findall(r"`([\w/.]+)::(test_that_\w+)`", TABLE)


def source(name: str) -> Path:
    """Where the tests of a name in the table stand."""
    if name.endswith(".py"):
        return ROOT / name
    return Path(__file__).with_name(f"{'test_practice' if name == 'practice' else name}.py")


def test_that_the_table_of_rules_names_tests_that_there_are() -> None:
    missing = [
        f"{name}::{test}"
        for name, test in NAMED
        if f"def {test}(" not in source(name).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_that_every_numbered_rule_of_practice_has_a_row() -> None:
    rows = [re.match(r"\| ([\d, ]+) ", line) for line in TABLE.splitlines()]
    numbers = {int(one) for row in rows if row for one in row[1].split(", ")}
    assert numbers == set(range(1, 14))
