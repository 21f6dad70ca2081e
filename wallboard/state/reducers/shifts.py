"""Shifts of the room's roster, with the hand-over report that was frozen and who has signed it."""

from typing import Any

from wallboard.domain.roster import RosterShift, ShiftReport, ShiftSigned
from wallboard.domain.rows import Shift
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Shift | None:
    held = thing.aspects.get("shift")
    if held is None or not isinstance(data := held.data, RosterShift):
        return None
    fields: dict[str, Any] = {name: getattr(data, name) for name in RosterShift.__struct_fields__}
    report, signed = thing.aspects.get("report"), thing.value("signed", ShiftSigned)
    if report is not None and isinstance(made := report.data, ShiftReport):
        fields |= {"digest": made.digest, "frozen_at": report.at, "leads": made.leads}
        if signed is not None and signed.digest == made.digest:
            fields["signatures"] = tuple(signed.signatures)
    return Shift(id=key, **fields)
