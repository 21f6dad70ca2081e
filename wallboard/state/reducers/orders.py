"""Orders of the three lanes."""

from typing import Any

from wallboard.domain.orders import OrderAcknowledged, OrderHolder, OrderNeed, OrderPause, OrderStageValue
from wallboard.domain.rows import Order
from wallboard.state.tables import Thing

NEED_FIELDS = OrderNeed.__struct_fields__
"""Every field of the need stands in the row under the same name."""


def resolve(key: str, thing: Thing) -> Order | None:
    """The order, or None while its need is unknown: a stage alone is nobody's order."""
    need = thing.aspects.get("need")
    if need is None or not isinstance(need.data, OrderNeed):
        return None
    fields: dict[str, Any] = {name: getattr(need.data, name) for name in NEED_FIELDS}
    fields["id"], fields["source"], fields["since"] = key, need.source, need.data.received_at
    stage = thing.aspects.get("stage")
    if stage is not None and isinstance(data := stage.data, OrderStageValue):
        for name in ("stage", "since", "reached", "said", "reason", "reopened", "returned"):
            fields[name] = getattr(data, name)
    holder = thing.aspects.get("holder")
    if holder is not None and isinstance(data := holder.data, OrderHolder):
        for name in ("holder", "unit", "first_inquirer", "hops", "cross_area", "accepted_at"):
            fields[name] = getattr(data, name)
        fields["holder_name"] = data.name
    pause = thing.aspects.get("pause")
    if pause is not None and isinstance(data := pause.data, OrderPause):
        fields["paused_total"], fields["paused_code"] = data.total, data.code
        fields["pause_changed"] = data.since
        fields["paused_since"] = data.since if data.paused else None
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(data := seen.data, OrderAcknowledged):
        fields["acknowledged_by"], fields["acknowledged_at"] = data.actor, seen.at
    fields["notes"] = len(thing.entries.get("note", ()))
    return Order(**fields)
