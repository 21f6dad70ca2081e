"""What is copied from a table is text wherever it is pasted."""

import pytest

from widgets.parts.tsv import harmless, tsv


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://x","y")',
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_that_nothing_begins_as_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["10kV 河口线", "(配)-D10482", "2,196 户", "", "复电 剩 2 小时"])
def test_that_plain_words_and_order_numbers_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_that_a_cell_never_breaks_its_row() -> None:
    assert tsv([["a\tb", "c\nd"], ["e", ""]]) == "a b\tc d\ne\t"
