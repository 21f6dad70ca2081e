"""What counts as one customer: the basis of a figure, carried in its type (domain 5.3, [I7]).

In medium-voltage statistics a transformer area is one customer; at low voltage it is its hundred households.
Figures of both have the same names and must never be added up or set side by side as one.
"""

from typing import TypeVar

from wallboard.domain.terms import IndexBasis


class Lv:
    """Low voltage: every customer counts."""

    basis = IndexBasis.LV_CUSTOMERS


class Mv:
    """Medium voltage: every transformer area, public or customer-owned, counts as one customer."""

    basis = IndexBasis.MV_CUSTOMERS


B = TypeVar("B", Lv, Mv)


class MixedBasisError(TypeError):
    """Figures of the two bases were about to be added up."""
