"""Words of tables and constants are checked against the fact's own before the first document is read."""

from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_words import words_of
from wallboard.domain.outages import OutageExtent

MAPPING = """
source = "u"
[input]
form = "json"
[records]
key = "id"
[tables.stage]
gone = "closed"
nothing = ""
[[fact]]
type = "outage.stage"
fields = { stage = { path = "s", table = "stage", default = "confirmed" }, said = { const = "any word" } }
"""


def test_that_closed_fields_know_their_words_and_open_ones_have_none() -> None:
    assert words_of(OutageExtent, "nature")[:2] == ["unplanned", "planned"]
    assert words_of(OutageExtent, "place") == [] and words_of(OutageExtent, "nothing") == []


def test_that_our_own_words_pass(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(MAPPING, encoding="utf-8")
    assert load_mapping(path).source == "u"


@pytest.mark.parametrize(
    ("ours", "wrong", "place"),
    [
        ('"closed"', '"cloused"', 'tables.stage."gone"'),
        ('"confirmed"', '"confirmd"', "fact[0].fields.stage.default"),
    ],
)
def test_that_a_word_that_is_not_ours_is_told_with_its_place(
    tmp_path: Path, ours: str, wrong: str, place: str
) -> None:
    path = tmp_path / "m.toml"
    path.write_text(MAPPING.replace(ours, wrong), encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        load_mapping(path)
    assert place in str(found.value) and f"did you mean {ours}?" in str(found.value)
