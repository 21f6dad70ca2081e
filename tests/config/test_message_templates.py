"""Templates of messages to customers: whole in each language, and naming only what can be filled."""

from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError
from wallboard.config.load import LANGUAGES, resource
from wallboard.config.message_templates import FIELDS, load_templates
from wallboard.domain.life_cycle import LONGEST_LINE

SHIPPED = resource("messages", "telling.toml").read_text(encoding="utf-8")


def test_that_the_shipped_ones_can_be_filled_and_sent_in_each_language() -> None:
    templates = load_templates("telling")
    assert {each.when for each in templates} == {"dark", "planned", "restored"}
    for template in templates:
        for lang in LANGUAGES:
            words = template.words[lang].format(**dict.fromkeys(FIELDS, "X" * 30))
            assert "{" not in words and len(words) <= LONGEST_LINE
    assert [each.name for each in templates if each.names_etr] == ["etr", "late_return"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "etr"', 'name = "outage"', r"message\[1\].name.*twice"),
        ('when = "dark"', 'when = "night"', "when.*dark"),
        ("{place}因故障停电", "{name}因故障停电", r"message\[0\].words.zh.*{name}.*{place}"),
        ("{place}因故障停电", "{place因故障停电", r"message\[0\].words.zh.*brace"),
        ('en = "Outage with restoration time"', 'de = "x"', "de"),
        ('[[message]]\nname = "etr"', '[[messages]]\nname = "etr"', "messages"),
    ],
)
def test_that_a_broken_one_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SHIPPED
    path = tmp_path / "x.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_templates(path)


def test_that_words_that_lack_a_language_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    head = '[[message]]\nname = "a"\nwhen = "dark"\ntitle = { zh = "a", en = "a" }\n'
    path.write_text(head + 'words = { zh = "a" }\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"message\[0\].words.en.*missing"):
        load_templates(path)
