"""Vehicles follow their fixes one by one, and stand where arranging them all anew would put them."""

import random

import pytest
from PySide6.QtGui import QFont

from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact
from wallboard.domain.terms import CrewStatus
from wallboard.state.store import Store
from widgets.map.glyphs import Glyph
from widgets.map.naming import Naming
from widgets.map.projection import Box, project_one
from widgets.map.sprites import SpriteKey, SpriteSheet
from widgets.map.traffic import Traffic
from widgets.map.vehicles import MANY_AT_WORK, OLD_FIX, Fleet
from widgets.map.view import Camera
from widgets.theme import load_theme

AT = 1_700_000_000.0


class Road:
    """A store of crews, and the fleet that reads it."""

    def __init__(self) -> None:
        self.store, self.fleet, self._seq = Store(), Fleet(), 0
        x, y = project_one(112.5, 22.3)
        self.camera = Camera(x, y, 1 / 100, 1200.0, 700.0)

    def say(self, data: object, key: str, at: float) -> set[str]:
        self._seq += 1
        fact = Fact(data, key, at, "gps", f"f{self._seq}", at, self._seq)  # type: ignore[arg-type]
        change = self.store.apply([fact])
        return self.fleet.read(self.store.tables, change.vehicles(), at)

    def crew(self, key: str, lon: float, lat: float, at: float = AT) -> set[str]:
        moved = self.say(CrewProfile(name=key), key, at)
        moved |= self.say(CrewStatusValue(status=CrewStatus.EN_ROUTE, since=at), key, at)
        return moved | self.say(CrewPosition(lon=lon, lat=lat, heading=90.0), key, at)


@pytest.fixture
def sheet(qapp: object) -> SpriteSheet:
    return SpriteSheet(load_theme("dark"), 1.0, QFont())


def glyph(x: int, y: int, reach: float = 40.0) -> Glyph:
    key = SpriteKey("confirmed", 20)
    return Glyph(f"o/{x}/{y}", x, y, key, reach, 1.0, 1, None, Naming(""), False)


def test_that_following_changes_is_arranging_all_anew(sheet: SpriteSheet) -> None:
    road, chance, traffic = Road(), random.Random(7), Traffic()
    glyphs = [glyph(600, 350)]
    traffic.arrange(road.fleet, road.camera, glyphs, sheet, 1.0)
    for step in range(200):
        key = f"c/{chance.randrange(12)}"
        moved = road.crew(
            key, 112.5 + chance.uniform(-0.08, 0.08), 22.3 + chance.uniform(-0.04, 0.04), AT + step
        )
        if step % 9 == 0:
            moved |= road.say(CrewStatusValue(status=CrewStatus.OFF_SHIFT, since=AT), key, AT + step)
        if step % 5 == 0:
            glyphs = [glyph(600, 350), glyph(chance.randrange(1200), chance.randrange(700))]
        traffic.arrange(road.fleet, road.camera, glyphs, sheet, 1.0, moved)
        anew = Traffic()
        anew.arrange(road.fleet, road.camera, glyphs, sheet, 1.0)
        assert traffic.spots == anew.spots
        assert +traffic.shapes == +anew.shapes
        whole = Box(-100, -100, 1300, 800)
        rows = [sorted(map(tuple, t.within(whole, vans=False).tolist())) for t in (traffic, anew)]
        assert rows[0] == rows[1]
        assert len(rows[0]) == len(traffic.spots)


def test_that_only_what_moved_is_repainted(sheet: SpriteSheet) -> None:
    road, traffic = Road(), Traffic()
    for n in range(30):
        road.crew(f"c/{n}", 112.45 + n / 1000, 22.3)
    traffic.arrange(road.fleet, road.camera, [], sheet, 1.0)
    moved = road.crew("c/3", 112.52, 22.31, AT + 1)
    assert moved == {"crew/c/3"}
    assert len(traffic.arrange(road.fleet, road.camera, [], sheet, 1.0, moved)) == 2


def test_that_those_that_wait_are_read_the_first_first_and_shown_all_at_once(sheet: SpriteSheet) -> None:
    road, traffic = Road(), Traffic()
    for n in range(5):
        road.crew(f"c/{n}", 112.45 + n / 1000, 22.3)
    traffic.arrange(road.fleet, road.camera, [], sheet, 1.0)
    before = dict(traffic.spots)
    for n in range(5):
        road.store.apply(
            [Fact(CrewPosition(lon=112.5, lat=22.31), f"c/{n}", AT + 1, "gps", "f", AT + 1, 50 + n)]
        )
        road.fleet.waiting[f"crew/c/{n}"] = None
    moved = road.fleet.catch_up(road.store.tables, AT + 1, 2)
    assert moved == {"crew/c/0", "crew/c/1"}
    traffic.follow(road.fleet, road.camera, sheet, 1.0, moved)
    moved = road.fleet.catch_up(road.store.tables, AT + 1)
    assert len(moved) == 3 and not road.fleet.waiting
    traffic.follow(road.fleet, road.camera, sheet, 1.0, moved)
    assert traffic.spots == before
    assert len(traffic.show([], sheet, 1.0)) == 10
    assert all(traffic.spots[key][1] != spot[1] for key, spot in before.items())


def test_that_fixes_grow_old_one_by_one_and_are_young_again_with_a_new_one() -> None:
    road = Road()
    road.crew("c/1", 112.5, 22.3, AT)
    road.crew("c/2", 112.5, 22.3, AT + 100)
    tables = road.store.tables
    assert road.fleet.grow_old(AT + OLD_FIX) == set()
    assert road.fleet.grow_old(AT + OLD_FIX + 1) == {"crew/c/1"}
    assert road.fleet.read(tables, ["crew/c/1"], AT + OLD_FIX + 1) == {"crew/c/1"}
    assert road.fleet.vehicles["crew/c/1"].shape == "crew_old"
    road.crew("c/1", 112.5, 22.3, AT + OLD_FIX + 2)
    assert road.fleet.vehicles["crew/c/1"].shape == "crew"
    assert road.fleet.grow_old(AT + 2 * OLD_FIX + 3) == {"crew/c/1", "crew/c/2"}


def test_that_idle_crews_are_grains_only_in_a_wide_view(sheet: SpriteSheet) -> None:
    road, traffic = Road(), Traffic()
    road.crew("c/works", 112.5, 22.3)
    road.crew("c/waits", 112.6, 22.3)
    road.say(CrewStatusValue(status=CrewStatus.AVAILABLE, since=AT), "c/waits", AT)
    wide = Camera(road.camera.x, road.camera.y, 1 / 200, 1200.0, 700.0)
    traffic.arrange(road.fleet, wide, [], sheet, 1.0)
    assert {key: spot[2] for key, spot in traffic.spots.items()} == {
        "crew/c/works": "crew",
        "crew/c/waits": "rest",
    }
    assert traffic.nouns() == {"crew", "rest"}
    near = Camera(road.camera.x, road.camera.y, 1 / 30, 1200.0, 700.0)
    traffic.arrange(road.fleet, near, [], sheet, 1.0)
    assert {spot[2] for spot in traffic.spots.values()} == {"crew"}
    assert traffic.nouns() == {"crew"}


def test_that_a_grain_on_a_mark_is_left_out_until_the_mark_goes(sheet: SpriteSheet) -> None:
    road, traffic = Road(), Traffic()
    road.crew("c/waits", 112.5, 22.3)
    road.say(CrewStatusValue(status=CrewStatus.AVAILABLE, since=AT), "c/waits", AT)
    wide = Camera(road.camera.x, road.camera.y, 1 / 200, 1200.0, 700.0)
    whole = Box(0.0, 0.0, 1200.0, 700.0)
    traffic.arrange(road.fleet, wide, [], sheet, 1.0)
    assert len(traffic.within(whole, vans=False)) == 1
    traffic.arrange(road.fleet, wide, [glyph(600, 350)], sheet, 1.0, ())
    assert not traffic.spots
    assert len(traffic.within(whole, vans=False)) == 0
    traffic.arrange(road.fleet, wide, [], sheet, 1.0, ())
    assert len(traffic.within(whole, vans=False)) == 1


def test_that_of_many_crews_at_work_a_wide_view_shows_those_on_site_as_grains(sheet: SpriteSheet) -> None:
    road, traffic = Road(), Traffic()
    wide = Camera(road.camera.x, road.camera.y, 1 / 200, 1200.0, 700.0)
    for n in range(MANY_AT_WORK):
        road.crew(f"c/{n}", 112.45 + n / 1000, 22.3)
    for n in range(40):
        road.say(CrewStatusValue(status=CrewStatus.ON_SITE, since=AT), f"c/{n}", AT)
    traffic.arrange(road.fleet, wide, [], sheet, 1.0)
    assert traffic.nouns() == {"crew"}
    moved = road.crew("c/more", 112.6, 22.35)
    traffic.arrange(road.fleet, wide, [], sheet, 1.0, moved)
    assert traffic.shapes["site"] == 40
    assert 0 < traffic.shapes["crew"] < MANY_AT_WORK - 39, "of arrowheads near one another one is drawn"
    assert traffic.nouns() == {"crew_some", "site"}
    moved = road.say(CrewStatusValue(status=CrewStatus.AVAILABLE, since=AT), "c/0", AT + 1)
    traffic.arrange(road.fleet, wide, [], sheet, 1.0, moved)
    assert +traffic.shapes == {"rest": 1, "crew": MANY_AT_WORK}
    assert road.fleet.working == MANY_AT_WORK
    near = Camera(road.camera.x, road.camera.y, 1 / 30, 1200.0, 700.0)
    road.say(CrewStatusValue(status=CrewStatus.ON_SITE, since=AT), "c/0", AT + 2)
    traffic.arrange(road.fleet, near, [], sheet, 1.0)
    assert traffic.nouns() == {"crew"}
