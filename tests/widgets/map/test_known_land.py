"""What a map without a base shows: the storm's land, and on a quiet night more than one village."""

from msgspec.structs import replace

from wallboard.domain.rows import Outage
from wallboard.domain.terms import OutageStage
from widgets.map.known_land import FEW, LEAST_OF_FEW, known_box
from widgets.map.projection import project_one

HERE = Outage(id="a", source="s", stage=OutageStage.CONFIRMED, lon=112.8, lat=22.3, customers_out=9)


def closed(lon: float) -> Outage:
    return replace(HERE, id=f"c{lon}", lon=lon, stage=OutageStage.RESTORED_VERIFIED)


def test_that_nothing_known_is_no_box() -> None:
    assert known_box([replace(HERE, lon=None)]) is None


def test_that_one_outage_does_not_fill_the_wall() -> None:
    box = known_box([HERE])
    assert box is not None and box.width >= LEAST_OF_FEW and box.height >= LEAST_OF_FEW


def test_that_closed_outages_count_while_few_are_open() -> None:
    west, east = closed(110.0), closed(115.0)
    quiet = known_box([HERE, west, east])
    assert quiet is not None and quiet.width > project_one(115.0, 22.3)[0] - project_one(110.0, 22.3)[0] - 1
    many = [replace(HERE, id=str(i), lon=112.8 + i / 1000) for i in range(FEW)]
    storm = known_box([*many, west, east])
    assert storm is not None and storm.width < quiet.width / 10
