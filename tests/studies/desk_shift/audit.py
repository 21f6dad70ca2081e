"""Who did what to what, when: every act that stands in a hub's log, as lines."""

from collections.abc import Iterator
from pathlib import Path

from feeds.recording import Recording
from wallboard.domain.alarms import AlarmAcknowledged, AlarmShelf, ShelfEnd
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderAcknowledged, OrderMark, OrderNeed, OrderNote
from wallboard.domain.roster import ShiftHandover, ShiftReport, ShiftSigned
from widgets.text import Text


def audit(log: Path, text: Text) -> Iterator[str]:
    """One line an act, in the order in which the hub took them."""
    numbers: dict[str, str] = {}
    with Recording(log) as recording:
        for fact in recording.facts():
            if isinstance(fact.data, OrderNeed):
                numbers[fact.key] = fact.data.number or fact.key
            told = _told(fact, text)
            if told is not None:
                who, what, said = told
                head = f"#{fact.seq:<4} {text.seconds_time(fact.at)}  {who}"
                yield f"{head}  {what}  {numbers.get(fact.key, fact.key)}  {said}".rstrip()


def _told(fact: Fact, text: Text) -> tuple[str, str, str] | None:
    """Who, what, and what else was said; None where it is no act."""
    data = fact.data
    if isinstance(data, OrderMark):
        shown = dict(data.args)
        if "etr" in shown:
            shown["etr"] = text.clock_time(float(shown["etr"]))
        stage = data.stage.value if data.stage is not None else ""
        said = " ".join([stage, *(f"{name}={value}" for name, value in shown.items()), data.words])
        return f"{data.actor} ({data.role})", text.t(f"verb.{data.verb}"), said.strip()
    if isinstance(data, (OrderAcknowledged, OrderNote)):
        verb = "note" if isinstance(data, OrderNote) else "acknowledge"
        return f"{data.actor} ({data.role})", text.t(f"verb.{verb}"), getattr(data, "words", "")
    if isinstance(data, AlarmAcknowledged):
        return f"{data.actor} ({data.role})", text.t("verb.acknowledge"), ""
    if isinstance(data, AlarmShelf):
        return _shelf(data, fact.source, text)
    if isinstance(data, ShiftReport):
        return f"{data.actor} ({data.role})", text.t("verb.freeze"), f"sha256={data.digest}"
    if isinstance(data, ShiftSigned):
        last = data.signatures[-1]
        said = f"{last.capacity}={last.name} sha256={data.digest[:16]}"
        return f"{data.actor} ({data.role})", text.t("verb.sign"), said
    if isinstance(data, ShiftHandover):
        said = f"{data.outgoing} → {data.incoming} sha256={data.digest}"
        return fact.source, text.t("handover.sealed"), said
    return None


def _shelf(data: AlarmShelf, source: str, text: Text) -> tuple[str, str, str]:
    """An alarm that was put aside, by whom and until when; that came back, by whom or by itself and why."""
    if data.ended is None:
        until = "" if data.until is None else text.clock_time(data.until)
        return f"{data.actor} ({data.role})", text.t("verb.shelve"), f"until={until} {data.words}".strip()
    who = f"{data.actor} ({data.role})" if data.ended is ShelfEnd.BY_HAND else source
    return who, text.t("verb.unshelve"), f"ended={data.ended.value}"
