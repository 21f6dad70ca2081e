"""The band of regions: how many stand in it, their towns, and the height that never changes."""

import pytest

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.map.small_city import small_city
from tests.widgets.test_panels import cells_of, words
from tests.widgets.test_sizes import placed_texts
from wallboard.domain.facts import Fact
from wallboard.domain.network import RegionServed
from wallboard.state.changes import Change
from widgets.panels.region_band import RegionBand


def test_that_regions_that_do_not_fit_are_counted_and_summed(make_session: MakeSession) -> None:
    cells = cells_of(RegionBand(make_session(scenes.busy())), 500, 112)
    assert words(cells["more"].face)[0].startswith("另 ")
    shown = [int(words(cells[i].face)[1].replace(",", "")) for i in range(len(cells) - 2)]
    assert shown == sorted(shown, reverse=True)


def test_that_no_source_is_said_and_never_a_zero(make_session: MakeSession) -> None:
    assert words(cells_of(RegionBand(make_session([])), 1216, 112)["none"].face) == ["无数据来源"]


def test_that_the_height_follows_the_distance_and_not_the_regions(make_session: MakeSession) -> None:
    full, empty = (RegionBand(make_session(facts)).own_height() for facts in (scenes.busy(), []))
    far = RegionBand(make_session(scenes.busy(), distance=10.0))
    assert full == empty
    assert far._lines() == 1


@pytest.mark.parametrize("towns", [1, 2])
def test_that_towns_follow_their_region_where_a_table_has_room(make_session: MakeSession, towns: int) -> None:
    facts: list[Fact] = []
    facts.append(_region("sim/1", "South", ""))
    facts += [_region(f"sim/1/{n}", f"Town {n}", "sim/1") for n in range(towns)]
    cells = cells_of(RegionBand(make_session(facts)), 1216, 112)
    said = [words(cell.face)[0] for key, cell in cells.items() if isinstance(key, int)]
    found = [name for name in said if name.startswith("Town")]
    assert len(found) == (towns if towns > 1 else 0)
    if found:
        assert said.index("Town 0") == said.index("South") + 1


@pytest.mark.parametrize(("lang", "shown"), [("en", "D1e"), ("zh", "D1名")])
def test_that_the_networks_own_names_come_with_it_in_the_viewers_language(
    make_session: MakeSession, lang: str, shown: str
) -> None:
    session = make_session([_region("sim/1", "D1名", "")], lang=lang)
    band = RegionBand(session)
    assert words(cells_of(band, 1216, 112)[0].face)[0] == "D1名"
    session.atlas = small_city()
    band.on_atlas()
    assert words(band._cells[0].face)[0] == shown


def _region(key: str, name: str, parent: str) -> Fact:
    return Fact(
        RegionServed(name=name, parent=parent, customers=900), key, 0.0, "oms", id=key, seen=0.0, seq=0
    )


def test_that_the_unit_stands_on_the_line_of_what_it_is_the_unit_of(make_session: MakeSession) -> None:
    facts = [_region("sim/1", "South", ""), _region("sim/2", "North", "")]
    band = RegionBand(make_session(facts))
    band.resize(1216, round(band.own_height()))
    band.on_change(Change(1, reset=True))
    bases = {said: base for _, _, base, _, said in placed_texts(band)}
    assert abs(bases["县区局"] - bases["South"]) < 1.0
    below = [base for said, base in bases.items() if said.endswith(" 起")]
    assert below and all(abs(base - bases["停电户"]) < 0.5 for base in below)
