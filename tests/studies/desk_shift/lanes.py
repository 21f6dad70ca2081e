"""One order of each lane from its first report to the archive, by keys of both desks."""

from collections.abc import Callable

from tests.studies.desk_shift.desks import SEATS, Desks
from tests.studies.desk_shift.producer import OUTAGE, Producer, outage
from wallboard.domain.calls import Evidence
from wallboard.domain.rows import Order
from wallboard.domain.terms import DeviceKind, EvidenceKind, Lane, OrderStage, OutageStage

SERVICE, NETWORK, WALL = 0, 1, 2
"""Places of the desks and of the wall."""

Mine = Callable[[Order], bool]


def sure(order: Order | None) -> Order:
    assert order is not None
    return order


async def restore(desks: Desks, oms: Producer) -> None:
    """恢复供电: calls and meters, both desks reach for it, crew, estimate, told, restored, archived."""

    def mine(order: Order) -> bool:
        return order.outage == OUTAGE

    def at(*stages: OrderStage) -> Callable[[], bool]:
        return desks.stands(mine, *stages)

    evidence = (
        Evidence(kind=EvidenceKind.CALL, n=46),
        Evidence(kind=EvidenceKind.METER_OFF, n=118, of=124, device_kind=DeviceKind.FEEDER),
    )
    await oms.say(*outage(OutageStage.CONFIRMED), *((OUTAGE, each) for each in evidence))
    await desks.step("restore-reported", at(OrderStage.NEW))
    for seat in (SERVICE, NETWORK):
        await desks.choose(seat, sure(desks.the(mine)))
    for seat in (SERVICE, NETWORK):
        desks.press(seat, "t")
    await desks.until(lambda: _told(desks), "the second is told of the first")
    await desks.step("restore-accepted-by-one-refused-to-other", at(OrderStage.ACCEPTED))
    desks.press(NETWORK, "d")
    await desks.sees(NETWORK, lambda seen: seen.field == "to", "the desk asks for a crew")
    await desks.step("restore-asked-for-a-crew", at(OrderStage.ACCEPTED))
    desks.press(NETWORK, "Down", "Return")
    await desks.sees(NETWORK, lambda seen: seen.field == "words", "it may be said why")
    desks.press(NETWORK, '"nearest', "Return")
    await desks.step("restore-assigned", at(OrderStage.ASSIGNED))
    await desks.fill(NETWORK, "e", ('"+45', "Return"), ("Return",))
    await desks.step("restore-estimate", lambda: any(each.etr for each in desks.orders))
    await desks.fill(SERVICE, "m", ("Return",))
    await desks.step("restore-told", lambda: any(each.told_at for each in desks.orders))
    desks.press(NETWORK, "g")
    await desks.step("restore-set-out", at(OrderStage.EN_ROUTE))
    desks.press(NETWORK, "v")
    await desks.step("restore-on-site", at(OrderStage.ON_SITE))
    desks.press(NETWORK, "f")
    await desks.sees(WALL, lambda seen: seen.pushed == OUTAGE, "the wall shows what the desk pushed")
    await desks.step("restore-pushed-to-the-wall")
    desks.press(NETWORK, "shift+f")
    await desks.sees(WALL, lambda seen: not seen.pushed, "the wall chooses for itself again")
    await oms.say(*outage(OutageStage.RESTORED_REPORTED))
    await desks.step("restore-reported-restored", at(OrderStage.ON_SITE, OrderStage.DONE))
    await oms.say(*outage(OutageStage.RESTORED_VERIFIED))
    await desks.step("restore-verified", at(OrderStage.VERIFIED))
    desks.press(NETWORK, "shift+k")
    await desks.step("restore-archived", at(OrderStage.ARCHIVED))
    await desks.clear(SERVICE, NETWORK)


def _told(desks: Desks) -> bool:
    """One desk's foot names the other one, which was first."""
    return any(SEATS[1 - seat][0] in desks.seen(seat).foot for seat in (SERVICE, NETWORK))


async def request(desks: Desks) -> None:
    """客户诉求: typed in at one desk, handed over and taken over, answered, called back, archived."""

    def mine(order: Order) -> bool:
        return order.lane is Lane.REQUEST

    await desks.fill(
        SERVICE, "shift+n", ("Down", "Return"), ('"low voltage 088', "Return"), ('"Shaping', "Return")
    )
    await desks.step("request-registered", desks.stands(mine, OrderStage.NEW))
    await begun(desks, SERVICE, mine)
    desks.press(SERVICE, "t")
    await desks.step("request-accepted", desks.stands(mine, OrderStage.ACCEPTED))
    await desks.fill(SERVICE, "j", ('"02', "Down", "Return"), ("Return",))
    await desks.step("request-handing-over", lambda: any(each.handover for each in desks.orders))
    await desks.choose(NETWORK, sure(desks.the(mine)))
    desks.press(NETWORK, "shift+j")
    await desks.step("request-taken-over", lambda: any(each.handed_over for each in desks.orders))
    await desks.fill(SERVICE, "s", ('"second call', "Return"))
    await desks.step(
        "request-supervised", lambda: any(each.last_verb == "supervise" for each in desks.orders)
    )
    await finish(desks, NETWORK, SERVICE, "request", mine)


async def connection(desks: Desks) -> None:
    """业扩报装: typed in, waits for materials and for a decision, concluded, archived."""

    def mine(order: Order) -> bool:
        return order.lane is Lane.CONNECT

    def at(*stages: OrderStage) -> Callable[[], bool]:
        return desks.stands(mine, *stages)

    await desks.fill(
        NETWORK, "shift+n", ("Down", "Down", "Return"), ('"shop 9 kW', "Return"), ('"Hetang', "Return")
    )
    await desks.step("connect-registered", at(OrderStage.NEW))
    await begun(desks, NETWORK, mine)
    desks.press(NETWORK, "t")
    await desks.step("connect-accepted", at(OrderStage.ACCEPTED))
    await desks.fill(NETWORK, "p", ("Down", "Down", "Return"), ("Return",))
    await desks.step("connect-suspended", at(OrderStage.SUSPENDED))
    desks.press(NETWORK, "o")
    await desks.step("connect-resumed", at(OrderStage.ACCEPTED))
    await desks.fill(NETWORK, "w", ('"07', "Down", "Return"), ('"pole on the other side', "Return"))
    await desks.step("connect-asked-to-decide", at(OrderStage.WAITING))
    await desks.choose(SERVICE, sure(desks.the(mine)))
    await desks.fill(SERVICE, "y", ('"agreed', "Return"), ("Down", "Return"))
    await desks.step("connect-decided", at(OrderStage.ACCEPTED))
    await finish(desks, NETWORK, SERVICE, "connect", mine)


async def begun(desks: Desks, seat: int, mine: Mine) -> None:
    """Whoever typed an order in has it chosen."""
    order = sure(desks.the(mine))
    await desks.sees(seat, lambda seen: seen.chosen == order.id == seen.course, "the new order is chosen")


async def finish(desks: Desks, worker: int, lead: int, lane: str, mine: Mine) -> None:
    """Closed by who has it, called back and archived by the other."""
    await desks.fill(worker, "x", ('"done and checked', "Return"))
    await desks.step(f"{lane}-closed", desks.stands(mine, OrderStage.DONE))
    desks.press(lead, "6")
    await desks.sees(lead, lambda seen: seen.view == "closed", "closed orders are shown")
    await desks.choose(lead, sure(desks.the(mine)))
    await desks.fill(lead, "k", ("Down", "Return"), ("Down", "Return"), ("Down", "Return"), ("Return",))
    await desks.step(f"{lane}-called-back", desks.stands(mine, OrderStage.VERIFIED))
    desks.press(lead, "shift+k")
    await desks.step(f"{lane}-archived", desks.stands(mine, OrderStage.ARCHIVED))
    await desks.clear(worker, lead)
