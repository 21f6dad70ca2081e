"""The generator vans that a desk is offered for the chosen order: which could go, which are there (d.132)."""

from collections.abc import Sequence

from wallboard.domain.rows import Order, Van
from wallboard.domain.sending_vans import RECALL, SEND
from wallboard.rules.geo import distance_m
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.attention import place_of_order
from wallboard.state.tables import Tables
from widgets.text import Text

OF_VANS = frozenset({SEND, RECALL})


def van_choices(
    verb: str, row: Order, tables: Tables, text: Text, proposed: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """(name, words): vans with what they carry. proposed: names that stand first; then the nearest."""
    vans = tables.vans.values()
    if verb == RECALL:
        found = [van for van in vans if van.goes_to and van.goes_to == row.outage]
    else:
        found = [van for van in vans if van.free]
    found.sort(key=lambda van: ((van.name or van.id) not in proposed, _away(van, row, tables), van.id))
    return [(van.name or van.id, _words(van, text)) for van in found]


def _away(van: Van, row: Order, tables: Tables) -> float:
    """Metres as the crow flies, inf where either place is unknown."""
    place, fix = place_of_order(tables, row), tables.positions.of(vehicle_id("van", van.id))
    return float("inf") if place is None or fix is None else distance_m(*place, fix[0], fix[1])


def _words(van: Van, text: Text) -> str:
    """``应急发电车 03 · 400 kVA · 油 5 小时``."""
    parts = [text.name(van.name or van.id)]
    if van.kva:
        parts.append(text.t("order.kva", n=text.number(round(van.kva))))
    if van.fuel_hours is not None:
        parts.append(text.t("van.fuel", hours=text.number(round(van.fuel_hours))))
    return " · ".join(parts)
