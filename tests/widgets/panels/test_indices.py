"""The list of indices says what the board counts, customers and areas apart (domain 5.3)."""

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.said import outage
from tests.widgets.scenes import HOUR, NOW
from tests.widgets.test_panels import cells_of, words
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.network import RegionServed
from wallboard.domain.supply import Dark, OutageDark
from widgets.panels.indices import IndexList, IndicesOptions


def facts(*said: tuple[str, Payload]) -> list[Fact]:
    return [Fact(data, key, NOW, "oms", f"i{n}", NOW, n) for n, (key, data) in enumerate(said, 1)]


SERVED = ("oms/R", RegionServed(name="台山局", customers=1000, areas=20))
DARK = OutageDark(rows=[Dark(area="A", customers=100, whole=True, begins=NOW - 2 * HOUR)])
ROOM = facts(*((key, data) for key, data, *_ in (*outage(customers=100), SERVED, ("oms/O1", DARK))))


def said_by(panel: IndexList) -> list[str]:
    return [word for cell in cells_of(panel, 1000, 972).values() for word in words(cell.face)]


def test_that_customers_are_counted_at_low_voltage(make_session: MakeSession) -> None:
    said = said_by(IndexList(make_session(ROOM), IndicesOptions()))
    assert "12 / 12 / 12" in said  # 100 customers for 120 min, of 1,000
    assert "仍在增加 12 分" in said
    assert "0.100 / 0.100 / 0.100" in said


def test_that_areas_are_counted_at_medium_voltage(make_session: MakeSession) -> None:
    said = said_by(IndexList(make_session(ROOM), IndicesOptions(of="mv")))
    assert "6 / 6 / 6" in said  # one area for 120 min, of 20
    assert not [word for word in said if word.startswith(("CEMI", "CELID", "MAIFI"))]


def test_that_without_customers_served_it_says_so(make_session: MakeSession) -> None:
    session = make_session(facts(*((key, data) for key, data, *_ in outage())))
    assert "无用户总数，不能计算" in said_by(IndexList(session, IndicesOptions()))


def test_that_without_a_source_it_says_so(make_session: MakeSession) -> None:
    assert "无数据来源" in said_by(IndexList(make_session([]), IndicesOptions()))
