"""Mapping files: what is refused, where, and what the message says to do."""

from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError
from wallboard.config.mapping_check import load_mapping

SOUND = """
source = "u"
crs = "EPSG:4326"
expect_every = "10m"
[input]
form = "json"
[records]
key = "id"
[[fact]]
type = "outage.extent"
point = { lon = "x", lat = "y" }
fields = { customers_out = "n", cause = { path = ["a", "b"], default = "?" } }
"""

BROKEN = [
    ("crs", 'crs = "EPSG:4326"\n', "", "GCJ-02"),
    ("source", 'source = "u"', 'source = "a b"', "letters"),
    ("zone", 'crs = "EPSG:4326"', 'crs = "EPSG:4326"\nzone = "Asia/Shangai"', "Asia/Shanghai"),
    ("lanes", 'source = "u"', 'source = "u"\nlanes = ["repair"]', "restore"),
    ("zones.XST", "[input]", '[zones]\nXST = "nowhere"\n[input]', "no time zone"),
    ("input.form", 'form = "json"', 'form = "xml"', "jsonl"),
    ("input.encoding", 'form = "json"', 'form = "json"\nencoding = "gb18031"', "gb18030"),
    ("input.time.name", 'form = "json"', 'form = "json"\ntime = { name = "YYYY" }', "strptime"),
    ("records.key", 'key = "id"', 'path = "@"', "identity.match"),
    ("records.path", 'key = "id"', 'key = "id"\npath = "a["', "JMESPath"),
    ("doubt.share", "[records]", "[doubt]\nshare = 1.5\n[records]", "at most 1"),
    ("fact[0].type", '"outage.extent"', '"outage.extend"', "outage.extent"),
    ("fact[0].fields.customer_out", "customers_out", "customer_out", "customers_out"),
    ("fact[0].fields.cause", 'default = "?"', 'template = "{a}"', "exactly one"),
    ("fact[0].fields.cause.table", 'default = "?"', 'table = "cause"', "[tables.cause]"),
    ("fact[0].fields.cause.format", 'default = "?"', 'format = "dd/mm"', "%d/%m/%Y"),
    ("fact[0].fields.cause", 'path = ["a", "b"]', 'template = "{a"', "brace"),
    ("fact[0].point", ', lat = "y"', "", "lon and lat"),
    ("fact[0].point.form", 'lon = "x", lat = "y"', 'path = "geometry"', "geojson"),
    ("fact[0].pont", "point =", "pont =", "point"),
]


def refusal(tmp_path: Path, text: str) -> ConfigError:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_mapping(path)
    return error.value


def test_that_a_sound_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(SOUND, encoding="utf-8")
    mapping = load_mapping(path)
    assert (mapping.source, mapping.expect_every, mapping.rows) == ("u", 600.0, "snapshot")
    assert (mapping.doubt.rows, mapping.doubt.share) == (50, 0.15)
    assert mapping.identity.reopen_within == 6 * 3600


@pytest.mark.parametrize(("place", "old", "new", "remedy"), BROKEN, ids=[entry[0] for entry in BROKEN])
def test_that_a_mistake_is_refused_with_its_place_and_remedy(
    tmp_path: Path, place: str, old: str, new: str, remedy: str
) -> None:
    assert old in SOUND
    error = refusal(tmp_path, SOUND.replace(old, new, 1))
    assert error.path.startswith(place.rsplit(".", 1)[0] if place.endswith("pont") else place)
    assert remedy in str(error) and "m.toml" in str(error)


def test_that_a_fact_that_would_never_be_reached_is_refused(tmp_path: Path) -> None:
    again = '[[fact]]\ntype = "outage.extent"\nwhen = "n"\nfields = { customers_out = "n" }\n'
    assert "never reached" in str(refusal(tmp_path, SOUND + again))


def test_that_a_required_field_must_be_mapped(tmp_path: Path) -> None:
    error = refusal(tmp_path, SOUND + '[[fact]]\ntype = "outage.stage"\nfields = { said = "s" }\n')
    assert error.path == "fact[1].fields.stage" and "required" in str(error)


def test_that_a_fact_without_a_place_is_given_none(tmp_path: Path) -> None:
    text = SOUND + '[[fact]]\ntype = "outage.work"\npoint = { lon = "x", lat = "y" }\n'
    assert "has no place" in str(refusal(tmp_path, text))


def test_that_the_kind_of_rows_follows_the_form(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(SOUND.replace('form = "json"', 'form = "jsonl"'), encoding="utf-8")
    assert load_mapping(path).rows == "events"
    path.write_text(SOUND.replace('form = "json"', 'form = "csv"\nrows = "history"'), encoding="utf-8")
    assert load_mapping(path).rows == "history"
