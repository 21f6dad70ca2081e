"""An alarm is put aside until an instant, with a reason and a name, and taken back (domain 5.5, ISA-18.2).

Where life and limb are at stake it never is; the gravest ones only by a lead; never for longer than the rule
set in force allows. Pure: refusals and facts.
"""

from typing import Annotated

import msgspec

from wallboard.domain.alarms import HAZARDS, AlarmShelf, ShelfEnd
from wallboard.domain.facts import Instant, format_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import LEADS, Deed, Role
from wallboard.domain.rows import Alarm
from wallboard.domain.scene import Scene
from wallboard.domain.terms import Severity


class ShelveArgs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Until when (epoch s) and why. lang: of the words."""

    until: float
    words: Annotated[str, msgspec.Meta(max_length=400)]
    lang: Annotated[str, msgspec.Meta(max_length=16)] = ""


def barred_from_shelf(row: Alarm, role: Role, shelf_most: float | None) -> Reason | None:
    """Why this actor may not shelve it, whatever is said. shelf_most: the longest time, s, if any is set."""
    if row.kind in HAZARDS:
        return Reason("hazard_not_shelved")
    if row.shelved_until is not None:
        until = format_instant(row.shelved_until)
        return Reason("already_shelved", {"who": row.shelved_by, "at": until})
    if shelf_most is None:
        return Reason("no_shelf_limit")
    if row.severity is Severity.CRITICAL and role not in LEADS:
        return Reason("lead_shelves")
    return None


def unshelvable(scene: Scene) -> Reason | None:
    """Why it is not shelved so: who, how long, without a word."""
    said: ShelveArgs = scene.args
    barred = barred_from_shelf(scene.row, scene.deed.role, scene.shelf_most)
    if barred is not None:
        return barred
    if not said.words.strip():
        return Reason("no_words")
    if not said.until > scene.now:
        return Reason("shelf_not_ahead")
    if scene.shelf_most is not None and said.until - scene.now > scene.shelf_most:
        return Reason("shelf_too_long", {"most": scene.shelf_most / 60})
    return None


def shelved(deed: Deed, said: ShelveArgs) -> AlarmShelf:
    return AlarmShelf(
        actor=deed.actor, role=deed.role.value, words=said.words, lang=said.lang, until=Instant(said.until)
    )


def not_shelved(row: Alarm, _: object) -> Reason | None:
    """Only what lies on the shelf is taken off it."""
    return None if row.shelved_until is not None else Reason("not_shelved")


def taken_off(deed: Deed) -> AlarmShelf:
    """Back in the list, by whom; what was said before stays in the log."""
    return AlarmShelf(actor=deed.actor, role=deed.role.value, ended=ShelfEnd.BY_HAND)
