"""The hand-over report with its heading, as it is read at a desk and as it is printed."""

from wallboard.config.room import Room
from wallboard.rules.limits import RuleSet
from wallboard.state.queries.handover import Report, digest_of, frozen_report, shifts_at
from wallboard.state.queries.handover_report import handover
from wallboard.state.tables import Tables
from widgets.handover_sheet import Heading
from widgets.text import Text


def report_of(
    tables: Tables, rules: RuleSet | None, now: float, room: Room, shift: str = ""
) -> tuple[Report, bool]:
    """The report of a shift as it was frozen, else a draft of this instant; whether it is frozen.

    shift: its id; "": the one on duty at ``now`` (epoch s).
    """
    on_duty, _ = shifts_at(tables, now)
    key = shift or (on_duty.id if on_duty is not None else "")
    found = frozen_report(tables, key)
    return (found, True) if found is not None else (handover(tables, rules, now, room.area_class), False)


def heading_of(
    report: Report, tables: Tables, rules: RuleSet | None, room: Room, text: Text, *, frozen: bool
) -> Heading:
    """What stands above it, with who has signed by now."""
    row = tables.shifts.get(report.shift_id) if frozen else None
    signatures = row.signatures if row is not None else ()
    return Heading(
        title=room.title.get(text.lang) or next(iter(room.title.values()), room.name),
        digest=digest_of(report),
        frozen=frozen,
        signed={each.capacity: (each.name, each.at) for each in signatures},
        note=text.t("banner.simulated") if room.simulated else "",
        rules=rules.name.get(text.lang, rules.id) if rules is not None else "",
    )
