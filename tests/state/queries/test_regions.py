"""The table by county bureau, worst first."""

from tests.state.queries.faces import NOW, Room
from wallboard.state.queries.regions import by_region


def test_that_regions_stand_worst_first_with_their_worst_outage() -> None:
    room = Room()
    room.say("taishan", region_served={"name": "台山市", "customers": 402_300})
    room.say("enping", region_served={"name": "恩平市", "customers": 100_000})
    room.outage("oms/1", customers_out=10, region="台山市")
    room.outage("oms/2", customers_out=90, region="台山市", customers_restored=300)
    room.outage("oms/3", customers_out=500, region="开平市", nature="planned")
    room.outage("oms/4", "closed", customers_out=9000, region="台山市")
    room.outage("oms/5")  # nobody says where, nor how many
    lines = by_region(room.tables, NOW)
    assert [(line.name, line.customers_out, line.outages, line.planned) for line in lines] == [
        ("开平市", 500, 1, 1),
        ("台山市", 100, 2, 0),
        ("", None, 1, 0),
        ("恩平市", 0, 0, 0),
    ]
    taishan = lines[1]
    assert (taishan.worst_outage, taishan.served, taishan.restored) == ("oms/2", 402_300, 300)
    assert taishan.share == 0.75  # 300 of 300 + 100
    assert lines[0].share is None


def test_that_regions_without_any_source_of_outages_say_nothing() -> None:
    room = Room()
    room.say("enping", region_served={"name": "恩平市", "customers": 100_000})
    assert by_region(room.tables, NOW)[0].customers_out is None
    room.source(kinds=["outage.extent"], state="lost")
    line = by_region(room.tables, NOW)[0]
    assert (line.customers_out, line.outages) == (None, None)  # it is yet to speak
    room.source(kinds=["outage.extent"], last_poll_at=NOW)
    line = by_region(room.tables, NOW)[0]
    assert (line.customers_out, line.outages, line.at_least) == (0, 0, False)
