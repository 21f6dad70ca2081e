"""A region's customers out in words, with what the figure is worth."""

from collections.abc import Sequence

from wallboard.state.queries import RegionLine
from widgets.text import Text

UNKNOWN = "–"
"""In place of a figure of which no source has spoken."""


def name_of(line: RegionLine, text: Text) -> str:
    """What a region is called, or that it has no name."""
    return text.name(line.name) or text.t("region.unnamed")


def figure_of(line: RegionLine, text: Text) -> str:
    """The customers out of one region."""
    if line.customers_out is None:
        return UNKNOWN
    return text.bounded(line.customers_out, at_least=line.at_least, about=line.about)


def sum_words(lines: Sequence[RegionLine], text: Text) -> str:
    """The customers out of several regions; a region without a count makes the sum a least number."""
    known = [line.customers_out for line in lines if line.customers_out is not None]
    if not known:
        return UNKNOWN
    least = len(known) < len(lines) or any(line.at_least for line in lines)
    return text.bounded(sum(known), at_least=least, about=any(line.about for line in lines))
