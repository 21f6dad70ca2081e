"""The twelve kinds of dirt that real outage feeds were seen to hold, each as a feed of a few polls."""

from typing import Any

import pytest

from tests.feeds.mapping.bench_feed import OUTAGES, START, Feed, rows
from wallboard.domain.rows import Outage
from wallboard.domain.terms import CountQuality, CrewStatus, OutageStage
from wallboard.state.queries.sources import source_faces

HOUR = 3600.0


def the(feed: Feed, key: str = "u/1") -> Outage:
    return feed.store.tables.outages[key]


def test_that_1_a_false_mass_restoration_is_not_shown_and_a_true_one_is_at_the_next_poll() -> None:
    for after, left in ((rows(*range(100)), 100), (rows(*range(4)), 4)):
        feed = Feed()
        feed.poll(rows(*range(100)))
        feed.poll(rows(*range(4)))
        assert len(feed.open) == 100 and feed.flags == ["doubtful"]
        feed.poll(after)
        assert len(feed.open) == left and feed.flags == []


def test_that_2_a_record_cap_of_two_thousand_is_noticed() -> None:
    feed = Feed()
    for turn in range(3):
        feed.poll(rows(*range(turn, turn + 2000)))
    assert feed.flags == ["capped"] and the(feed, "u/0").doubtful


def test_that_3_vanished_is_unlisted_and_only_a_word_is_restored() -> None:
    text = OUTAGES.replace('stage = { const = "confirmed" }', 'stage = { path = "event", table = "stage" }')
    text = text.replace("[[fact]]", '[tables.stage]\nRestored = "closed"\n"*" = "confirmed"\n[[fact]]', 1)
    feed = Feed(text)
    feed.poll([*rows(1, event="NEW"), *rows(2, event="NEW")])
    feed.poll(rows(2, event="Restored"))  # still listed
    assert (the(feed).stage, the(feed, "u/2").stage) == (OutageStage.UNLISTED, OutageStage.CLOSED)
    assert the(feed, "u/2").listed and feed.open == []


def test_that_4_rows_may_vanish_and_return_as_often_as_they_like() -> None:
    feed = Feed()
    for turn in range(50):
        feed.poll(rows(*([1, 2] if turn % 2 == 0 else [2])))
        assert feed.open == (["u/1", "u/2"] if turn % 2 == 0 else ["u/2"])
    assert the(feed).reopened == 24 and len(feed.store.tables.outages) == 2


def test_that_5_ids_may_be_dealt_anew_or_change_their_type() -> None:
    feed = Feed()
    feed.poll(rows(7))
    feed.poll([rows(7)[0] | {"id": "7"}])
    assert feed.open == ["u/7"] and the(feed, "u/7").reopened == 0
    dealt = Feed(OUTAGES.replace('key = "id"', '[identity]\nmatch = ["x", "y", "start"]'))
    dealt.poll(rows(1, 2))
    before = dealt.open
    for turn in range(5):
        dealt.poll([row | {"id": turn * 10 + n} for n, row in enumerate(reversed(rows(1, 2)))])
    assert dealt.open == before and len(dealt.store.tables.outages) == 2


def test_that_6_clusters_without_start_and_etr_are_counted_once() -> None:
    kids = [{"id": 11, "n": 4}, {"id": 12, "n": 5}]
    cluster: dict[str, Any] = {"id": 10, "n": 9, "x": -120.0, "y": 40.0, "kids": kids}
    whole = Feed(
        OUTAGES.replace('customers_out = "n"', 'customers_out = "n", clustered = { path = "length(kids)" }')
    )
    whole.poll([cluster])
    assert (the(whole, "u/10").clustered, the(whole, "u/10").customers_out) == (2, 9)
    leaves = Feed(OUTAGES.replace('key = "id"', 'key = "id"\nchildren = "kids"'))
    leaves.poll([cluster])
    assert leaves.open == ["u/11", "u/12"]
    assert sum(outage.customers_out or 0 for outage in leaves.store.tables.outages.values()) == 9
    assert the(leaves, "u/11").started_at is None and the(leaves, "u/11").etr is None


@pytest.mark.parametrize(
    ("place", "record", "found"),
    [
        ('point = { lon = "x", lat = "y" }', {"x": 0, "y": 0, "g": []}, None),
        ('point = { lon = "x", lat = "y" }', {"x": None, "y": None}, None),
        ('point = { lon = "x", lat = "y" }', {"x": "-120.5", "y": " 38.25 "}, (-120.5, 38.25)),
        ('point = { path = "g", form = "polyline" }', {"g": "_p~iF~ps|U"}, (-120.2, 38.5)),
        (
            'point = { lon = "x", lat = "y", crs = "EPSG:3857" }',
            {"x": -13413998.6, "y": 4614802.9},
            (-120.5, 38.25),
        ),
        (
            'polygon = { path = "g", form = "flat_lonlat" }',
            {"g": [-121, 38, -120, 38, -120.5, 39.5]},
            (-120.5, 38.5),
        ),
    ],
)
def test_that_7_places_come_in_every_form_and_none_is_drawn_in_the_sea(
    place: str, record: dict[str, Any], found: tuple[float, float] | None
) -> None:
    feed = Feed(OUTAGES.replace('point = { lon = "x", lat = "y" }', place))
    feed.poll([{"id": 1, "n": 10} | record])
    lon, lat = the(feed).lon, the(feed).lat
    assert (lon is None and lat is None) if found is None else (lon, lat) == pytest.approx(found, abs=1e-3)


def test_that_8_starts_and_places_move_and_counts_go_up_and_down_masked_or_null() -> None:
    feed = Feed()
    said = [10, 3000, 0, "1-4", None, 7]
    seen = []
    for turn, count in enumerate(said):
        feed.poll(rows(1, n=count, start=START - HOUR + turn * 60, x=-120 + turn / 100))
        seen.append((the(feed).customers_out, the(feed).count_quality.value))
    assert seen == [(10, "exact"), (3000, "exact"), (0, "exact"), (1, "masked"), (1, "kept"), (7, "exact")]
    assert the(feed).corrections == 10 and feed.open == ["u/1"]
    assert the(feed).count_quality is CountQuality.EXACT


def test_that_9_an_etr_may_be_absent_past_before_the_start_and_later_again() -> None:
    feed = Feed()
    seen = []
    for etr in (None, START - 1800, START - 7200, START + HOUR, START + 5 * HOUR):
        feed.poll(rows(1, etr=etr))
        seen.append((the(feed).etr, the(feed).etr_revision))
    assert seen == [(None, 0), (START - 1800, 0), (None, 0), (START + HOUR, 1), (START + 5 * HOUR, 2)]
    assert the(feed).etr_first == START - 1800


def test_that_10_times_go_back_lie_ahead_and_come_in_every_dress() -> None:
    text = OUTAGES.replace(
        'started_at = "start"',
        'started_at = { path = ["start", "started"], format = ["iso", "%m/%d/%Y %H:%M", "epoch_ms"] }',
    ).replace('type = "outage.extent"', 'type = "outage.extent"\nat = "updated"')
    feed = Feed(text.replace('source = "u"', 'source = "u"\nzone = "America/Phoenix"'))
    dresses: list[dict[str, Any]] = [
        {"start": "2025-11-24 08:00 MST", "updated": START},
        {"start": "11/24/2025 08:00", "updated": START - 900},
        {"start": "2025-11-24T15:00:00Z", "updated": None},
        {"started": 1763996400000, "start": None},  # the field was renamed after five polls
        {"started": "1763996400000"},
    ]
    for dress in dresses:
        record = {"id": 1, "x": -120.0, "y": 40.0, "n": 3} | dress
        feed.poll([record])
        assert the(feed).started_at == 1763996400.0, dress
    assert the(feed).corrections == 0 and not feed.mapper.problems
    feed.poll([{"id": 1, "x": -120.0, "y": 40.0, "started": "2031-01-01T00:00:00Z"}])
    assert the(feed).started_at == 1763996400.0 and feed.mapper.dirt == {"started_at_in_future": 1}


def test_that_11_a_gap_is_the_age_of_the_data_and_closes_nothing() -> None:
    feed = Feed()
    feed.poll(rows(1, 2))
    states = []
    for silence in (5 * 60, 25 * 60, 2.5 * HOUR, 12.5 * HOUR):
        (face,) = source_faces(feed.store.tables, feed.t + silence)
        states.append((face.state.value, face.age))
    assert states == [("live", 300.0), ("late", 1500.0), ("lost", 9000.0), ("lost", 45000.0)]
    feed.poll(rows(1, 2), minutes=12.5 * 60)
    assert feed.open == ["u/1", "u/2"] and the(feed).reopened == 0


def test_that_12_one_state_in_three_spellings_is_one_state() -> None:
    text = OUTAGES + (
        '[[fact]]\ntype = "outage.work"\nfields = { status = { path = "s", table = "crew" }, said = "s" }\n'
        '[tables.crew]\n"Crew Dispatched" = "en_route"\nENROUTE = "en_route"\n"On the way" = "en_route"\n'
    )
    feed = Feed(text)
    for word in ("Crew Dispatched", "CREW DISPATCHED ", "enroute", "On the way"):
        feed.poll(rows(1, s=word))
        assert (the(feed).work, the(feed).work_said) == (CrewStatus.EN_ROUTE, word.strip())
    feed.poll(rows(1, s="Flummoxed"))
    assert the(feed).work is None or the(feed).work is CrewStatus.UNKNOWN
    assert the(feed).work_said == "Flummoxed" and feed.mapper.dirt["unknown_word crew: Flummoxed"] == 1
