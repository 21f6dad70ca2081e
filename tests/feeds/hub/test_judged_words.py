"""Each word of a judged outage is said where what stands differs from it, and no more often."""

import pytest

from feeds.hub.judged_places import JudgedPlaces
from feeds.hub.judged_words import by_person, device_word, extent_word, stage_word
from feeds.networks import town
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import DeviceKind, OutageStage
from wallboard.rules.diagnosis.judgement import Hypothesis, Suspect
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.store import Store

KEY, T0 = "judged/x-1", 1_763_913_600.0


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return unpack(town()[1])


@pytest.fixture
def places(atlas: Atlas) -> JudgedPlaces:
    return JudgedPlaces(atlas)


def case(atlas: Atlas, opener: str, chance: float = 0.9, calls: int = 2) -> Hypothesis:
    """The first breaker of the town, or its first area's transformer."""
    devices, areas = atlas.tables["devices"], atlas.tables["areas"].texts("id")
    breaker = devices.texts("id")[devices["kind"].tolist().index(0)]
    name = breaker if opener == "breaker" else areas[0]
    reasons = (Reason("judged_calls", {"n": calls}),)
    return Hypothesis(
        "c",
        (Suspect(name, opener, chance),),
        chance,
        40,
        (areas[0],),
        OutageStage.PREDICTED,
        (T0, T0),
        reasons,
    )


def standing(*said: Payload, at: float = T0) -> Store:
    store = Store()
    store.apply([Fact(data, KEY, at, "analyst", f"{n}", at, n) for n, data in enumerate(said, 1)])
    return store


def stages(*words: OutageStage) -> Store:
    found = [stage_word(Store().tables, KEY, word, T0) for word in words]
    return standing(*(word for word in found if word is not None))


def test_that_a_whole_feeder_goes_by_its_own_name_and_an_area_by_its_own(
    atlas: Atlas, places: JudgedPlaces
) -> None:
    feeders = atlas.tables["feeders"]
    whole = case(atlas, "breaker")
    assert whole.kind is DeviceKind.FEEDER
    assert places.device(whole) == (feeders.texts("id")[0], feeders.texts("name")[0])
    area = case(atlas, "transformer")
    assert places.device(area) == (area.device, atlas.tables["areas"].texts("name")[0])
    where = places.extent(area)
    assert where["feeder"] and where["lon"] == pytest.approx(float(atlas.tables["areas"]["lon"][0]))


def test_that_a_frozen_stage_goes_on_and_never_back_to_a_guess() -> None:
    tables = stages(OutageStage.PROBABLE).tables
    assert stage_word(tables, KEY, OutageStage.PREDICTED, T0) is None
    assert stage_word(tables, KEY, OutageStage.PROBABLE, T0) is None
    for word in (OutageStage.CONFIRMED, OutageStage.RESTORED_REPORTED, OutageStage.CANCELLED):
        assert stage_word(tables, KEY, word, T0) is not None
    verified = stages(OutageStage.RESTORED_VERIFIED).tables
    assert stage_word(verified, KEY, OutageStage.RESTORED_REPORTED, T0) is None
    guess = stages(OutageStage.PREDICTED).tables
    assert stage_word(guess, KEY, OutageStage.SUSPECTED, T0) is not None


def test_that_a_chance_that_hardly_moved_waits_a_minute(atlas: Atlas, places: JudgedPlaces) -> None:
    word = device_word(Store().tables, KEY, case(atlas, "breaker"), places, T0)
    assert word is not None
    tables = standing(word).tables
    same = case(atlas, "breaker")
    little, much = case(atlas, "breaker", 0.92, 3), case(atlas, "breaker", 0.6)
    assert device_word(tables, KEY, same, places, T0 + 600) is None
    assert device_word(tables, KEY, little, places, T0 + 20) is None
    assert device_word(tables, KEY, little, places, T0 + 60) is not None
    assert device_word(tables, KEY, much, places, T0 + 20) is not None
    assert device_word(tables, KEY, case(atlas, "transformer"), places, T0 + 20) is not None
    assert not by_person(tables, KEY)


def test_that_an_extent_keeps_its_start_and_the_most_that_it_held(atlas: Atlas, places: JudgedPlaces) -> None:
    first = extent_word(Store().tables, KEY, case(atlas, "breaker"), places, 40, T0 + 60)
    assert first is not None and first.count_quality.value == "estimated"
    tables = standing(first).tables
    assert extent_word(tables, KEY, case(atlas, "breaker"), places, 40, T0 + 600) is None
    fewer = extent_word(tables, KEY, case(atlas, "breaker"), places, 10, T0 + 600)
    assert fewer is not None
    assert (fewer.customers_out, fewer.customers_served) == (10, 40)
    assert (fewer.started_at, fewer.reported_at) == (first.started_at, first.reported_at)
