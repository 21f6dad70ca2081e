"""The hand-over of a shift, made from the store: what is open, what falls due, what to watch (domain 5.7).

One report for the service lead and the network lead. It holds data, no sentences: words are found in the
reader's language when it is shown. The same store, rules and instant give the same report and digest.
"""

import hashlib
import zlib
from base64 import b64decode, b64encode

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.roster import ShiftReport
from wallboard.domain.rows import Order, Outage, Shift
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Lane, OrderStage
from wallboard.rules.limits import PROMISE, VISIT, RuleSet
from wallboard.rules.order_conditions import Condition, conditions
from wallboard.rules.ranking import customers_of, rank_key, tier
from wallboard.rules.sla import Clocks, OrderClock
from wallboard.state.queries.attention import concerns
from wallboard.state.queries.responses import in_force
from wallboard.state.tables import Tables

AHEAD_S = 4 * 3600.0
"""The report looks so far ahead, s."""
OVERLAP_S = 3600.0
"""The relief may come so long before the shift ends, s."""
PIECE = 400
"""Characters of a piece of a frozen report."""
MOST = 12
"""Lines of a section; the rest is counted."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One line. subject: ``order/cms/…``; name, place, who: as sources have them; n: customers.

    state: a key of the catalogues; at: the instant that matters (due, restored, begins, since), epoch s.
    """

    subject: str
    name: str
    place: str = ""
    n: int | None = None
    state: str = ""
    about: tuple[Reason, ...] = ()
    who: str = ""
    at: float | None = None
    over: bool = False  # that instant has passed


class Section(msgspec.Struct, frozen=True):
    """One part of the report. total: how many there are; lines: those that matter most."""

    name: str
    total: int
    lines: tuple[Line, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it, of the instant ``now`` (epoch s). figures: None where no source speaks of one."""

    now: float
    shift_id: str = ""
    shift: str = ""
    outgoing: tuple[str, str] = ("", "")  # service lead, network lead
    incoming: tuple[str, str] = ("", "")
    relieved_at: float | None = None
    rules: str = ""
    figures: dict[str, int | None] = {}
    sections: tuple[Section, ...] = ()


def document_of(report: Report) -> str:
    """The report as JSON, the same text for the same report, however its facts came."""
    return msgspec.json.encode(report, order="deterministic", enc_hook=_plain).decode()


def _plain(value: object) -> float:
    """Instants of facts that were read from a wire or a log are numbers of a kind of their own."""
    if not isinstance(value, float):
        raise TypeError(f"a report holds no {type(value).__name__}")
    return float(value)


def digest_of(report: Report) -> str:
    """SHA-256 of that text, hexadecimal: what the signatures are under."""
    return hashlib.sha256(document_of(report).encode()).hexdigest()


def pieces_of(report: Report) -> list[str]:
    """The same text, deflated and cut: no fact may hold a longer text."""
    packed = b64encode(zlib.compress(document_of(report).encode(), 9)).decode()
    return [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]


def report_in(pieces: list[str]) -> Report:
    """The report of a frozen document. Raises ValueError where it is damaged."""
    try:
        return msgspec.json.decode(zlib.decompress(b64decode("".join(pieces))), type=Report)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from error


def frozen_report(tables: Tables, shift: str) -> Report | None:
    """The report of a shift as it was frozen; None where none is, or where it is not what was signed."""
    thing = tables.thing("roster", shift)
    held = thing.value("report", ShiftReport) if thing is not None else None
    if held is None:
        return None
    try:
        report = report_in(held.document)
    except ValueError:
        return None
    return report if digest_of(report) == held.digest else None


def shifts_at(tables: Tables, now: float) -> tuple[Shift | None, Shift | None]:
    """The shift on duty and the one that relieves it; None where the roster names none."""
    ranked = sorted(tables.shifts.values(), key=lambda each: (each.starts_at, each.id))
    on_duty = next((each for each in ranked if each.starts_at <= now < each.ends_at), None)
    if on_duty is None:
        return None, next((each for each in ranked if each.starts_at > now), None)
    later = [each for each in ranked if each.starts_at > on_duty.starts_at]
    return on_duty, next((each for each in later if each.starts_at >= on_duty.ends_at - OVERLAP_S), None)


class Lanes:
    """The open orders with their clocks, read once for all sections that speak of orders."""

    def __init__(self, tables: Tables, rules: RuleSet | None, now: float, area_class: AreaClass) -> None:
        self.tables, self.now = tables, now
        clocks = Clocks(rules, area_class, in_force(tables))
        self.found: list[tuple[Order, Outage | None, OrderClock]] = []
        for order in tables.orders.values():
            if order.stage not in ORDER_CLOSED:
                outage = tables.outages.get(order.outage) if order.outage else None
                self.found.append((order, outage, clocks.of(order, now, None, outage)))
        self.found.sort(key=lambda each: rank_key(each[0], each[2], each[1]))
        self.concerns = concerns(tables, rules, now, area_class)

    def due(self) -> Section:
        """Orders whose limit is over or ends within four hours; promises and visits stand beside them."""
        rows = [each for each in self._ending() if each[2].target not in (PROMISE, VISIT)]
        return section("due", [self._line(*each) for each in rows])

    def promises(self) -> Section:
        """Times that were agreed with customers, and restoration times that end."""
        lines = [self._line(*each) for each in self._ending() if each[2].target in (PROMISE, VISIT)]
        until = self.now + AHEAD_S
        for order, outage, _ in self.found:
            at = outage.promised if outage is not None and outage.dark else None
            if at is not None and at <= until:
                line = self.order_line(order, outage, "handover.etr", at)
                lines.append(line)
        return section("promises", sorted(lines, key=_by_time))

    def threads(self) -> Section:
        """Key customers and complaints, whatever their clocks say."""
        kept = [each for each in self.found if each[0].complaint is not None or tier(each[0], each[1]) == 0]
        kept.sort(key=lambda each: each[2].due if each[2].due is not None else float("inf"))
        return section("threads", [self._line(*each) for each in kept])

    def handling(self) -> Section:
        """What is wrong with how orders are handled, and what waits for a word."""
        lines: list[Line] = []
        for order, outage, _ in self.found:
            said = [
                Reason(f"handover.{one.condition.value}", {"to": one.who or order.unit, "n": one.times})
                for one in conditions(order, self.now)
                if not (one.condition is Condition.NO_OWNER and outage is not None and outage.work_crew)
            ]
            if order.stage in (OrderStage.WAITING, OrderStage.ESCALATED):
                said.append(order.reason or Reason(f"handover.{order.stage.value}"))
            if said and order.lane is not Lane.RESTORE:
                state = f"order.stage.{order.stage.value}"
                line = self.order_line(order, outage, state, order.since)
                lines.append(msgspec.structs.replace(line, about=tuple(said), over=False))
        return section("handling", sorted(lines, key=_by_time))

    def watch(self) -> Section:
        """What needs somebody first, as the attention queue has it."""
        lines: list[Line] = []
        for one in sorted(self.concerns, key=lambda each: each.rank):
            order = self.tables.orders[one.order]
            outage = self.tables.outages.get(order.outage) if order.outage else None
            line = self.order_line(order, outage, "", one.at)
            lines.append(msgspec.structs.replace(line, about=one.reasons))
        return section("watch", lines, most=8)

    def figures(self) -> dict[str, int | None]:
        """Open and overdue orders by lane, and complaints."""
        found: dict[str, int | None] = {}
        for lane in Lane:
            mine = [clock for order, _, clock in self.found if order.lane is lane]
            found[f"open.{lane.value}"] = len(mine)
            late = [clock for clock in mine if clock.remaining is not None and clock.remaining < 0]
            found[f"over.{lane.value}"] = len(late)
        found["complaints"] = sum(order.complaint is not None for order, _, _ in self.found)
        return found

    def _ending(self) -> list[tuple[Order, Outage | None, OrderClock]]:
        until = self.now + AHEAD_S
        rows = [each for each in self.found if each[2].due is not None and each[2].due <= until]
        return sorted(rows, key=lambda each: (each[2].due or 0.0, each[0].id))

    def _line(self, order: Order, outage: Outage | None, clock: OrderClock) -> Line:
        return self.order_line(order, outage, f"target.{clock.target}", clock.due)

    def order_line(self, order: Order, outage: Outage | None, state: str, at: float | None) -> Line:
        """An order by its most telling name, with who has it."""
        name, place = named(order, outage)
        who = " ".join(part for part in (order.unit, order.holder_name) if part)
        return Line(
            subject=f"order/{order.id}",
            name=name,
            place=place,
            n=customers_of(order, outage),
            state=state,
            who=who or (outage.work_crew if outage is not None else ""),
            at=at,
            over=at is not None and at < self.now,
        )


def named(order: Order, outage: Outage | None) -> tuple[str, str]:
    """What an order is about, and where."""
    town = order.town or (outage.town if outage is not None else "")
    place = order.title or order.place
    if outage is not None:
        place = order.title or outage.place or outage.feeder
    place = place or order.number or order.id
    beside = town or order.region or (order.place if order.title else "")
    return place, "" if town and place.startswith(town) else beside


def section(name: str, lines: list[Line], most: int = MOST) -> Section:
    """The first lines, and how many there are."""
    return Section(name, len(lines), tuple(lines[:most]))


def _by_time(line: Line) -> tuple[float, str]:
    return line.at if line.at is not None else float("inf"), line.subject
