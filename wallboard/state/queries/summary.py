"""What ``state`` prints: the Store's summary as plain data (design 7)."""

from typing import Any

from wallboard.domain.facts import format_instant
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.limits import RuleSet
from wallboard.state.queries.alarms import AlarmCounts, alarm_counts
from wallboard.state.queries.crews import crews
from wallboard.state.queries.lanes import LaneFace, lane
from wallboard.state.queries.sources import SourceFace, source_faces
from wallboard.state.queries.totals import Totals, totals
from wallboard.state.store import Store


def summary(
    store: Store,
    rules: RuleSet | None,
    now: float,
    area_class: AreaClass,
    reliability: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The summary at ``now`` (epoch s). Plain JSON types; null where no source has spoken of a thing.

    calm, warning and breached are null where no limit and no promise judges the lane. at_least, about:
    customers_out is a lower bound, or holds counts that may be off to either side. reliability:
    customer-hours and indices, which take their place among the indices.
    """
    tables = store.tables
    figures, face = totals(tables, now), crews(tables)
    return {
        "at": format_instant(now),
        "applied": store.head,
        "rules": rules.id if rules else None,
        "outages": {
            "open": figures.outages,
            "planned": figures.planned,
            "customers_out": figures.customers_out,
            "by_stage": figures.by_stage,
            "at_least": figures.at_least,
            "about": figures.about,
        },
        "orders": {each.value: _orders(lane(tables, each, rules, now, area_class, 0)) for each in Lane},
        "alarms": _alarms(alarm_counts(tables)),
        "crews": {"by_status": face.by_status if face else {}},
        "sources": [_source(source) for source in source_faces(tables, now)],
        "indices": {**_indices(figures), **(reliability or {})},
    }


def _alarms(counts: AlarmCounts) -> dict[str, Any]:
    """Shelved ones are in none of the other counts."""
    return {
        "by_severity": {severity.value: n for severity, n in counts.severities},
        "unacknowledged": counts.unseen,
        "returned": counts.returned,
        "chattering": counts.chatter,
        "shelved": counts.shelved,
        "flood": counts.flooded,
    }


def _orders(face: LaneFace) -> dict[str, int | float | None]:
    names = ("open", "calm", "warning", "breached", "uncoloured")
    if not face.sourced:
        return dict.fromkeys((*names, "mean_arrival", "mean_repair"), None)
    means = {"mean_arrival": face.mean_arrival, "mean_repair": face.mean_repair}
    rounded = {name: None if mean is None else round(mean, 3) for name, mean in means.items()}
    return {**{name: getattr(face, name) for name in names}, **rounded}


def _source(face: SourceFace) -> dict[str, Any]:
    reason = face.reason
    return {
        "name": face.id,
        "state": face.state.value,
        "flags": [flag.value for flag in face.flags],
        "reason": None if reason is None else {"code": reason.code, "args": dict(reason.args)},
        "last_fact_at": None if face.last_fact_at is None else format_instant(face.last_fact_at),
        "age": None if face.age is None else round(face.age, 3),
        "delivered": face.delivered,
        "dropped": face.dropped,
    }


def _indices(figures: Totals) -> dict[str, int | float | None]:
    """What else is counted; what only outages tell is null where no source of them has delivered."""
    out, served = figures.customers_out, figures.customers_served
    share = round(out / served, 6) if out is not None and served else None
    counted = {
        "counts_masked": figures.masked,
        "counts_absent": figures.uncounted,
        "counts_estimated": figures.estimated,
        "counts_kept": figures.kept,
        "unplaced": figures.unplaced,
        "held": figures.held,
        "unlisted_recent": figures.unlisted_recent,
        "etr_none": figures.etr_none,
        "etr_expired": figures.etr_expired,
    }
    return {
        "customers_served": served,
        "customers_restored": figures.customers_restored,
        "share_out": share,
        "clustered": figures.clustered,
        **{name: None if figures.outages is None else number for name, number in counted.items()},
    }
