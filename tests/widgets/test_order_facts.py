"""The figures of an order: what somebody said of its light, else what was computed, told apart."""

import pytest

from wallboard.domain.order_row import Order
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Lane, OutageStage
from widgets.parts.order_facts import figures_of
from widgets.text import Text

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("desk", "outage", "computed", "name", "known"),
    [
        (None, None, False, "figure.etr", False),
        (None, NOW + 600, False, "figure.etr", True),
        (None, NOW + 600, True, "figure.etr_computed", True),
        (NOW + 900, NOW + 600, True, "figure.etr", True),
    ],
)
def test_that_a_computed_time_is_shown_as_such_where_nobody_has_said_one(
    desk: float | None, outage: float | None, computed: bool, name: str, known: bool
) -> None:
    """A stranger read a dash at the head and a time in the course, and took it for a contradiction."""
    text = Text("en")
    order = Order(id="o", source="oms", lane=Lane.RESTORE, received_at=NOW, etr=desk)
    row = Outage(id="o", source="oms", stage=OutageStage.CONFIRMED, etr=outage, etr_calculated=computed)
    shown = {figure.name.text: figure.value.text for figure in figures_of(order, row, text, NOW)}
    assert (shown[text.t(name)] != "–") is known
    assert len({text.t("figure.etr"), text.t("figure.etr_computed")} & set(shown)) == 1
