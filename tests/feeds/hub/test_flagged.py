"""Missing owners, unknown cells and contradictions get their reason: ``docs/flagged-inputs.md`` is the table.

python -m tests.feeds.hub.test_flagged > docs/flagged-inputs.md
"""

import pytest

from feeds.refusals import refusal_words as in_english
from tests import tree
from tests.feeds.hub.flagged import CASES, Case
from wallboard.domain.reasons import Reason
from wallboard.shell.desk_foot import refusal_words
from widgets.text import Text

PAGE = tree.ROOT / "docs" / "flagged-inputs.md"
HEAD = """# What cannot be taken at its word, and what the room says

Of sound form, and still refused or flagged: nobody has it, the cell or the limit is unknown, or it
contradicts what stands. Made by `python -m tests.feeds.hub.test_flagged`; a test compares them. What has
no legal form at all: [refused acts](refused-acts.md), [broken files, records and facts](broken-inputs.md).
"""


def told(reason: Reason, lang: str) -> str:
    """What is read: at a desk in its language; by whoever edits files or writes a producer, in English."""
    text = Text(lang)
    if "words" in reason.args:
        return str(reason.args["words"])
    return in_english(reason) if reason.code == "bad_data" else refusal_words(reason, text)


def page() -> str:
    rows = [HEAD]
    group = ""
    for case in CASES:
        if case.group != group:
            group = case.group
            rows += [f"## {group}", "", "| said | who judges | code | zh | en |", "|---|---|---|---|---|"]
        reason = case.judge()
        both = " | ".join(told(reason, lang).replace("|", "or") for lang in ("zh", "en"))
        rows.append(f"| {case.said} | {case.where} | `{reason.code}` | {both} |")
        last = CASES.index(case) == len(CASES) - 1 or CASES[CASES.index(case) + 1].group != group
        rows += [""] if last else []
    return "\n".join(rows).rstrip("\n") + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.said[:40]}")
def test_that_it_is_refused_or_flagged_with_its_reason(case: Case) -> None:
    reason = case.judge()
    assert reason.code == case.code
    for lang in ("zh", "en"):
        words = told(reason, lang)
        assert words and "{" not in words and words != reason.code


def test_that_the_page_says_what_the_room_says() -> None:
    assert len(CASES) >= 40
    assert len({case.said for case in CASES}) == len(CASES)
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    print(page(), end="")
