"""Of an outage: when it was entered for 95598, who was told which version, and messages to customers."""

from collections import defaultdict
from typing import Any

from wallboard.domain.facts import Fact
from wallboard.domain.messages import Group, Message, MessageCourse, OutageMessage, Telling, message_of
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.terms import OUTAGE_DARK, OutageStage
from wallboard.state.tables import Thing


def telling_fields(thing: Thing, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the row. fields: those that are known by now: stage, revision, key customers."""
    told = _latest(thing)
    tellings = _tellings(told)
    found: dict[str, Any] = {**_entered(thing), "tellings": tellings, "messages": _messages(thing)}
    if told:
        found["told_first"] = min(each.told_at for each in told)
    revision = fields.get("etr_revision", 0)
    lit = fields.get("stage", OutageStage.SUSPECTED) not in OUTAGE_DARK
    now = [each for each in tellings if each.restored is lit and each.revision >= revision]
    if now:  # an older version of the estimate is not told
        key = sum(each.customers for each in now if each.group == Group.KEY)
        rest = sum(each.customers for each in now if each.group != Group.KEY)
        found["told_customers"] = rest + min(key, fields.get("key_customers") or key)
        found["told_at"] = max(each.at for each in now)
    return found


def _entered(thing: Thing) -> dict[str, Any]:
    said = [
        fact.data for fact in thing.entries.get("entered", {}).values() if isinstance(fact.data, ToldEntered)
    ]
    if not said:
        return {}
    return {
        "entered_at": max(each.entered_at for each in said),
        "entered_revision": max(each.etr_revision for each in said),
        "entered_restored_at": min((each.entered_at for each in said if each.restored), default=None),
    }


def _latest(thing: Thing) -> list[Told]:
    """Each telling once: of reports on the same message the latest."""
    found: dict[tuple[str, str], tuple[float, Told]] = {}
    for own, fact in thing.entries.get("told", {}).items():
        if isinstance(data := fact.data, Told):
            key = (fact.source, f"message {data.message}") if data.message else own
            if key not in found or found[key][0] <= fact.at:
                found[key] = fact.at, data
    return [data for _, data in found.values()]


def _tellings(told: list[Told]) -> tuple[Telling, ...]:
    """By group and version. Two messages through one channel reach the same people: the larger one counts."""
    counts: dict[tuple[str, int, bool], int] = defaultdict(int)
    last: dict[tuple[str, int, bool], float] = {}
    by_channel: dict[tuple[tuple[str, int, bool], str], int] = defaultdict(int)
    for each in told:
        key = each.group or Group.ALL.value, each.etr_revision, each.restored
        reached = each.customers if each.delivered is None else each.delivered
        last[key] = max(last.get(key, each.told_at), each.told_at)
        if each.message:
            by_channel[key, each.channel] = max(by_channel[key, each.channel], reached)
        else:
            counts[key] += reached
    for (key, _), reached in by_channel.items():
        counts[key] += reached
    return tuple(Telling(*key, counts[key], last[key]) for key in sorted(last))


def _messages(thing: Thing) -> tuple[Message, ...]:
    course: dict[str, list[tuple[float, MessageCourse]]] = defaultdict(list)
    for fact in thing.entries.get("message_course", {}).values():
        if isinstance(data := fact.data, MessageCourse):
            course[data.message].append((fact.at, data))
    asked: list[tuple[Fact, OutageMessage]] = [
        (fact, fact.data)
        for fact in thing.entries.get("message", {}).values()
        if isinstance(fact.data, OutageMessage)
    ]
    asked.sort(key=lambda each: (each[0].at, each[0].id))
    return tuple(message_of(fact.id, fact.at, data, course[fact.id]) for fact, data in asked)
