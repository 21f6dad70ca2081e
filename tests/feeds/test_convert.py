"""convert: documents -> a recording that holds what the feed said and what the analyst made of it."""

import json
from pathlib import Path

import pytest

from feeds.convert import ConvertError, convert
from feeds.recording import Recording
from tests.feeds.mapping.bench_feed import OUTAGES, START, rows
from wallboard.domain.facts import spec_of
from wallboard.state.store import Store

LOG = OUTAGES.replace('form = "json"', 'form = "changelog"')


def change_log(path: Path, polls: list[list[dict[str, object]]], every: float = 600.0) -> Path:
    """A change log of whole polls, the first at START."""
    lines = [{"op": "head", "key": "id"}]
    lines += [{"op": "snap", "t": START + n * every, "rows": poll} for n, poll in enumerate(polls)]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def mapping(folder: Path, source: str, text: str = LOG) -> Path:
    path = folder / f"{source}.toml"
    path.write_text(text.replace('source = "u"', f'source = "{source}"'), encoding="utf-8")
    return path


def test_that_a_recording_holds_the_facts_in_the_order_in_which_they_were_received(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(1, 2), rows(1, 2, n=12), rows(1)])
    told: list[float] = []
    out = tmp_path / "x.rec"
    report = convert([mapping(tmp_path, "u")], log, out, lambda done, at: told.append(done))
    with Recording(out) as recording:
        facts = list(recording.facts())
        assert not recording.bad and recording.manifest.sources == ["u"]
        assert recording.manifest.expect_every == {"u": 600.0}
        assert recording.span() == (START, START + 1200)
    assert report.facts == len(facts) and told[-1] == 1.0
    assert [fact.seen for fact in facts] == sorted(fact.seen for fact in facts)
    store = Store()
    store.apply(facts)
    assert [key for key, outage in sorted(store.tables.outages.items()) if outage.open] == ["u/1"]
    assert "u: 3 polls, 5 rows" in report.words()


def test_that_the_analyst_raises_one_restore_order_an_outage(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(1, 2), rows(1)])
    convert([mapping(tmp_path, "u")], log, tmp_path / "x.rec")
    store = Store()
    with Recording(tmp_path / "x.rec") as recording:
        assert recording.manifest.judged
        store.apply(recording.facts())
    assert sorted(store.tables.orders) == ["restore/u/1", "restore/u/2"]
    assert store.tables.orders["restore/u/2"].stage == "unlisted"


def test_that_several_mappings_of_one_input_are_sources_side_by_side(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(1), rows(1, 2)])
    paths = [mapping(tmp_path, "a"), mapping(tmp_path, "b")]
    report = convert(paths, log, tmp_path / "x.rec")
    assert [one.source for one in report.sources] == ["a", "b"]
    store = Store()
    with Recording(tmp_path / "x.rec") as recording:
        store.apply(recording.facts())
    assert sorted(store.tables.outages) == ["a/1", "a/2", "b/1", "b/2"]
    assert sorted(store.tables.sources) == ["a", "b"]


def test_that_a_silence_is_walked_through_so_that_the_source_becomes_late(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(1), rows(1)], every=4 * 3600)
    convert([mapping(tmp_path, "u")], log, tmp_path / "x.rec")
    with Recording(tmp_path / "x.rec") as recording:
        states = [
            fact.data.state.value  # type: ignore[attr-defined]
            for fact in recording.facts()
            if spec_of(fact.data).type == "source.freshness"
        ]
    assert states[0] == "live" and states[-1] == "live" and "lost" in states


def test_that_two_conversions_write_the_same_facts(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(*range(80)), rows(*range(20)), rows(*range(79))])
    bodies = []
    for name in ("a.rec", "b.rec"):
        convert([mapping(tmp_path, "u")], log, tmp_path / name)
        with Recording(tmp_path / name) as recording:
            bodies.append(list(recording.facts()))
    assert bodies[0] == bodies[1]


def test_that_an_input_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "x.rec"
    with pytest.raises(ConvertError, match="absent"):
        convert([mapping(tmp_path, "u")], tmp_path / "absent.jsonl", out)
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(ConvertError, match="no facts"):
        convert([mapping(tmp_path, "u")], empty, out)
    assert not list(tmp_path.glob("x.rec*"))


def test_that_a_history_is_received_as_it_happened(tmp_path: Path) -> None:
    text = """
source = "u"
zone = "UTC"
[input]
form = "csv"
rows = "history"
[records]
key = "nr"
[[fact]]
type = "order.need"
at = "made"
fields = { lane = { const = "request" }, received_at = "made" }
[[fact]]
type = "order.stage"
at = "made"
fields = { stage = { const = "new" } }
[[fact]]
type = "order.stage"
when = "closed"
at = "closed"
fields = { stage = { const = "done" } }
"""
    table = tmp_path / "t.csv"
    table.write_text("nr,made,closed\n1,2026-01-01T10:00,2026-01-01T12:00\n2,2026-01-01T11:00,\n")
    convert([mapping(tmp_path, "u", text)], table, tmp_path / "x.rec")
    with Recording(tmp_path / "x.rec") as recording:
        first, last = recording.span()
        store = Store()
        store.apply(recording.facts(until=first + 5400))
        assert {key: order.stage.value for key, order in store.tables.orders.items()} == {
            "u/1": "new",
            "u/2": "new",
        }
        assert last - first == 7200
        store.apply(recording.facts(after_seq=store.head))
    assert store.tables.orders["u/1"].stage == "done" and store.tables.orders["u/2"].stage == "new"


ARCHIVE = OUTAGES.replace(
    'form = "json"', 'form = "archive"\ntime = { name = "%Y-%m-%d_%H-%M", zone = "UTC" }'
)
EVENTS = OUTAGES.replace('form = "json"', 'form = "jsonl"\ntime = { path = "t" }')


@pytest.mark.parametrize(
    ("text", "name", "body", "said"),
    [
        (
            OUTAGES.replace('key = "id"', 'path = "outages"\nkey = "id"'),
            "a.json",
            '{"incidents": []}',
            "incidents",
        ),
        (OUTAGES, "a.json", '[{"nr": 1, "customers": 5}]', "the first holds nr, customers"),
        (OUTAGES, "a.json", "<html>maintenance", "not JSON"),
        (LOG, "log.jsonl", "<html>\n<body>\n", "is no change log"),
        (LOG, "log.jsonl", '{"id": 1}\n{"id": 2}\n', "none of its 2 lines"),
        (EVENTS, "e.jsonl", "nonsense\nmore\n", "none of its 2 lines"),
        (EVENTS, "e.jsonl", '{"t": 1000, "nr": 1}\n', "none of 1 records could be read as u: record #1"),
        (OUTAGES.replace('"json"', '"csv"'), "t.csv", "", "column names"),
        (
            OUTAGES.replace('"json"', '"csv"'),
            "t.csv",
            "nr;n\n1;5\n",
            "has an id at 'id'; the first holds nr;n",
        ),
        (OUTAGES.replace('"json"', '"json"\nrows = "history"'), "h.json", '"x"', "no list of records"),
    ],
)
def test_that_a_recording_of_nothing_is_refused_and_says_what_was_looked_for(
    tmp_path: Path, text: str, name: str, body: str, said: str
) -> None:
    path, out = tmp_path / name, tmp_path / "x.rec"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(ConvertError) as error:
        convert([mapping(tmp_path, "u", text)], path, out)
    assert str(error.value).startswith(f"{path}: ") and said in str(error.value)
    assert "check" in str(error.value)
    assert not list(tmp_path.glob("x.rec*"))


def test_that_a_list_of_no_outages_is_a_good_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[]")
    convert([mapping(tmp_path, "u", OUTAGES)], path, tmp_path / "x.rec")
    store = Store()
    with Recording(tmp_path / "x.rec") as recording:
        store.apply(recording.facts())
    assert store.tables.sources["u"].state == "live" and not store.tables.outages


def test_that_documents_that_cannot_be_read_are_counted_and_the_rest_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "polls"
    folder.mkdir()
    for minute, body in enumerate(("<html>", json.dumps(rows(1)), "[{", json.dumps(rows(1, 2)))):
        (folder / f"2026-01-01_00-0{minute}.json").write_text(body)
    report = convert([mapping(tmp_path, "u", ARCHIVE)], folder, tmp_path / "x.rec")
    (one,) = report.sources
    assert one.dirt["unreadable_document"] == 2 and len(one.unreadable) == 2
    assert "unreadable: not JSON" in report.words()
    with Recording(tmp_path / "x.rec") as recording:
        states = [
            fact.data.state.value  # type: ignore[attr-defined]
            for fact in recording.facts()
            if spec_of(fact.data).type == "source.freshness"
        ]
    assert states == ["lost", "live", "live", "live"]  # nothing is known before the first that can be read


def test_that_lines_before_the_first_good_one_do_not_date_a_recording(tmp_path: Path) -> None:
    log = change_log(tmp_path / "log.jsonl", [rows(1)])
    log.write_text("garbage\n" + log.read_text())
    convert([mapping(tmp_path, "u")], log, tmp_path / "x.rec")
    events = tmp_path / "e.jsonl"
    events.write_text(f'garbage\n{{"t": {START}, "id": 1}}\n{{"t": {START + 60}, "id": 2}}\n')
    convert([mapping(tmp_path, "u", EVENTS)], events, tmp_path / "y.rec")
    spans = []
    for name in ("x.rec", "y.rec"):
        with Recording(tmp_path / name) as recording:
            spans.append(recording.span())
    assert spans == [(START, START), (START, START + 60)]


def test_that_a_source_that_reads_nothing_beside_one_that_reads_is_told(tmp_path: Path) -> None:
    log = tmp_path / "a.json"
    log.write_text(json.dumps(rows(1)))
    wrong = OUTAGES.replace('key = "id"', 'path = "outages"\nkey = "id"')
    paths = [mapping(tmp_path, "a", OUTAGES), mapping(tmp_path, "b", wrong)]
    report = convert(paths, log, tmp_path / "x.rec")
    assert "no list of records at 'outages'" in report.words()
    store = Store()
    with Recording(tmp_path / "x.rec") as recording:
        store.apply(recording.facts())
    assert {name: row.state.value for name, row in store.tables.sources.items()} == {"a": "live", "b": "lost"}


def test_that_a_recording_holds_checkpoints_to_seek_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.convert.SPACING", 8)
    log = change_log(tmp_path / "log.jsonl", [rows(*range(n, n + 3)) for n in range(1, 12)])
    convert([mapping(tmp_path, "u")], log, tmp_path / "x.rec")
    with Recording(tmp_path / "x.rec") as recording:
        places = recording.places()
        assert len(places) >= 2
        for place in places:
            stood, walked = Store(), Store()
            stood.load(recording.standing(place), place.seq)
            walked.apply(fact for fact in recording.facts() if fact.seq <= place.seq)
            assert stood.digest() == walked.digest()
