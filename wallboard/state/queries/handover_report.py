"""The whole hand-over report: sections of orders, network, people, feeds and instructions."""

from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.facts import own_id
from wallboard.domain.network import DevicePosition
from wallboard.domain.orders import OrderMark
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import AreaClass, CrewStatus, OutageStage, SourceState, VanStatus
from wallboard.rules.alarms import alarm_rank
from wallboard.rules.limits import RuleSet
from wallboard.rules.planned import BEGUN, OVER
from wallboard.state.queries.crews import crews
from wallboard.state.queries.handover import Lanes, Line, Report, Section, section, shifts_at
from wallboard.state.queries.sources import source_faces
from wallboard.state.queries.totals import totals
from wallboard.state.tables import Tables

PLANS_AHEAD_S = 24 * 3600.0
"""Planned work is named so far ahead, s."""
IDLE = frozenset({None, CrewStatus.OFF_SHIFT, CrewStatus.AVAILABLE, CrewStatus.RELEASED})
VERIFIED = frozenset({OutageStage.RESTORED_VERIFIED})


def handover(tables: Tables, rules: RuleSet | None, now: float, area_class: AreaClass) -> Report:
    """The report at ``now`` (epoch s). area_class: where an order says none."""
    lanes = Lanes(tables, rules, now, area_class)
    on_duty, next_one = shifts_at(tables, now)
    return Report(
        now=now,
        shift_id=on_duty.id if on_duty is not None else "",
        shift=on_duty.name if on_duty is not None else "",
        outgoing=(on_duty.service_lead, on_duty.network_lead) if on_duty is not None else ("", ""),
        incoming=(next_one.service_lead, next_one.network_lead) if next_one is not None else ("", ""),
        relieved_at=on_duty.ends_at if on_duty is not None else None,
        rules=rules.id if rules is not None else "",
        figures={**_figures(tables, now), **lanes.figures()},
        sections=(
            lanes.watch(),
            _outages(tables, now),
            lanes.due(),
            lanes.promises(),
            _plans(tables, now),
            _modes(tables, now),
            _alarms(tables),
            _people(tables, now),
            lanes.threads(),
            lanes.handling(),
            _feeds(tables, now),
            _instructions(tables, now),
        ),
    )


def _figures(tables: Tables, now: float) -> dict[str, int | None]:
    found, people = totals(tables, now), crews(tables)
    return {
        "customers_out": found.customers_out,
        "outages": found.outages,
        "untold": found.untold,
        "key_customers_out": found.key_customers_out,
        "crews": people.total if people is not None else None,
        "crews_free": people.available if people is not None else None,
    }


def _outages(tables: Tables, now: float) -> Section:
    """Outages that are not verified as restored, most customers first."""
    open_ones = [
        row for row in tables.outages.values() if row.open and not row.planned and not row.merged_into
    ]
    open_ones.sort(key=lambda row: (-(row.customers_out or 0), row.id))
    lines = [
        Line(
            subject=f"outage/{row.id}",
            name=row.place or row.feeder or row.device_name or row.id,
            place=row.town or row.region,
            n=row.customers_out,
            state=f"outage.stage.{row.stage.value}",
            about=() if row.promised is not None else (Reason("no_time_given"),),
            who=row.work_crew,
            at=row.promised,
            over=row.promised is not None and row.promised < now,
        )
        for row in open_ones
    ]
    return section("outages", lines)


def _plans(tables: Tables, now: float) -> Section:
    """Planned work that runs, is late, or begins within a day."""
    lines: list[Line] = []
    for row in tables.plans.values():
        begun = row.state in BEGUN
        if row.state in OVER or not (begun or now - 3600.0 <= row.window_from <= now + PLANS_AHEAD_S):
            continue
        at = (row.new_return_at or row.window_to) if begun else row.window_from
        state = "handover.plan.returns" if begun else "handover.plan.begins"
        line = Line(
            subject=f"plan/{row.id}",
            name=row.title,
            place=row.region,
            n=row.customers,
            state=state,
            at=at,
            over=at < now,
        )
        lines.append(line)
    return section("plans", sorted(lines, key=lambda line: (line.at or 0.0, line.subject)))


def _modes(tables: Tables, now: float) -> Section:
    """What is not as it should stand: tripped, worked by hand, not read; vans that feed back."""
    lines: list[Line] = []
    for key, thing in tables.things("device").items():
        data = thing.value("position", DevicePosition)
        if data is None or not (data.tripped or data.commanded or not data.good):
            continue
        what = "tripped" if data.tripped else "commanded" if data.commanded else "not_good"
        since = thing.aspects["position"].at
        name = own_id(key)
        line = Line(subject=f"device/{key}", name=name, state=f"handover.mode.{what}", at=since)
        lines.append(line)
    lines.sort(key=lambda line: (line.state != "handover.mode.tripped", line.at or 0.0, line.subject))
    fed = [
        Line(
            subject=f"van/{key}",
            name=van.name or key,
            place=van.area,
            state="handover.mode.back_feed",
            at=van.since,
        )
        for key, van in sorted(tables.vans.items())
        if van.status is VanStatus.CONNECTED
    ]
    return section("modes", [*fed, *lines])


def _alarms(tables: Tables) -> Section:
    """What is shelved first, with who put it aside and until when; then what stands, the gravest first."""
    found = sorted(tables.alarms.values(), key=alarm_rank)
    shelved = [row for row in found if row.standing is AlarmStanding.SHELVED]
    shelved.sort(key=lambda row: (row.shelved_until or 0.0, row.id))
    others = [row for row in found if row.standing is not AlarmStanding.SHELVED]
    return section("alarms", [*map(_shelved, shelved), *map(_standing, others)])


def _shelved(row: Alarm) -> Line:
    return Line(
        subject=f"alarm/{row.id}",
        name=_about(row),
        place=row.shelved_words,
        state="handover.alarm.shelved",
        about=(row.words,),
        who=row.shelved_by,
        at=row.shelved_until,
    )


def _standing(row: Alarm) -> Line:
    return Line(
        subject=f"alarm/{row.id}",
        name=_about(row),
        state=f"alarm.{row.standing.value}",
        about=(row.words,),
        who=row.acknowledged_by,
        at=row.since,
    )


def _about(row: Alarm) -> str:
    """What it is about, as its words name it."""
    return next((said for said in row.words.args.values() if isinstance(said, str)), row.id)


def _people(tables: Tables, now: float) -> Section:
    """Crews and vans that are bound: where, and until when."""
    lines: list[Line] = []
    for key, crew in sorted(tables.crews.items()):
        if crew.status in IDLE:
            continue
        assert crew.status is not None
        outage = tables.outages.get(crew.outage) if crew.outage else None
        where = (outage.place or outage.feeder) if outage is not None else ""
        etr = outage.promised if outage is not None else None
        line = Line(
            subject=f"crew/{key}",
            name=" ".join(part for part in (crew.unit, crew.name or key) if part),
            place=where,
            state=f"crew.status.{crew.status.value}",
            at=etr,
            over=etr is not None and etr < now,
        )
        lines.append(line)
    lines.sort(key=lambda line: (line.at is None, line.at or 0.0, line.subject))
    return section("people", lines)


def _feeds(tables: Tables, now: float) -> Section:
    """Sources that are late, lost, or say too little to be believed."""
    lines = [
        Line(
            subject=f"source/{face.id}",
            name=face.title or face.id,
            state=f"source.state.{face.state.value}",
            about=() if face.reason is None else (face.reason,),
            at=None if face.age is None else round(now - face.age, 3),
        )
        for face in source_faces(tables, now)
        if face.state in (SourceState.LATE, SourceState.LOST) or face.flags
    ]
    return section("feeds", lines)


def _instructions(tables: Tables, now: float) -> Section:
    """Response levels in force, and orders that a lead has put under supervision."""
    lines = [
        Line(
            subject=f"response/{key}", name=row.words, who=row.issuer, state="handover.in_force", at=row.since
        )
        for key, row in sorted(tables.responses.items())
        if row.level > 0
    ]
    for key, order in sorted(tables.orders.items()):
        at = order.marked.get("supervise") if order.open else None
        thing = tables.thing("order", key) if at is not None else None
        if thing is None:
            continue
        marks = [f.data for f in thing.entries.get("mark", {}).values() if f.at == at]
        words = next((m.words for m in marks if isinstance(m, OrderMark) and m.verb == "supervise"), "")
        line = Line(
            subject=f"order/{key}",
            name=words or order.title,
            place=order.town,
            state="handover.supervised",
            at=at,
        )
        lines.append(line)
    return section("instructions", lines)
