"""How each standing of an alarm looks, and that no kind of alarm is without guidance (domain 5.5)."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from tests import tree
from wallboard.domain.alarms import AlarmKind, AlarmStanding
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from widgets.parts.alarm_words import LOOKS, guidance, guidance_lines, kind_words, said_of, sign_of
from widgets.parts.glyphs import GLYPHS
from widgets.text import Text

LONGEST = {"zh": 40, "en": 100}
"""Letters of one word of guidance: it stands on one line at a desk."""

ALARM = Alarm(
    id="a",
    severity=Severity.HIGH,
    active=True,
    acknowledged=False,
    words=Reason("source_lost", {"source": "GPS"}),
)
STANDING = {
    AlarmStanding.UNACKNOWLEDGED: ALARM,
    AlarmStanding.ACKNOWLEDGED: replace(ALARM, acknowledged=True, acknowledged_by="07", acknowledged_at=1.0),
    AlarmStanding.RETURNED: replace(ALARM, active=False),
    AlarmStanding.SHELVED: replace(ALARM, shelved_until=9.0, shelved_by="07", shelved_words="maintenance"),
}


def unguided(kinds: Iterable[str], lang: str) -> list[str]:
    """Kinds of which the catalogue does not say what they mean and what to do first."""
    text = Text(lang)
    return [kind for kind in kinds if guidance(kind, text) is None]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_no_kind_of_alarm_is_without_words_and_guidance(lang: str) -> None:
    text = Text(lang)
    assert unguided((kind.value for kind in AlarmKind), lang) == []
    for kind in AlarmKind:
        assert text.has(f"reason.{kind.value}") and text.has(f"alarm.kind.{kind.value}")
        said = guidance(kind.value, text)
        assert said is not None and all(0 < len(words) <= LONGEST[lang] for words in said), kind


def test_that_a_kind_without_guidance_is_flagged_and_says_so_at_the_desk() -> None:
    assert unguided(["source_lost", "brand_new"], "zh") == ["brand_new"]
    strange = replace(ALARM, words=Reason("brand_new"))
    text = Text("zh")
    assert kind_words("brand_new", text) == "brand_new"
    assert guidance_lines(strange, text, 0.0)[-1][0].text == text.t("guide.none")


def test_that_no_guidance_stands_for_a_kind_that_there_is_not() -> None:
    named = {
        line.split('"')[1].rsplit(".", 1)[1]
        for line in (tree.ROOT / "resources/i18n/zh.toml").read_text("utf-8").splitlines()
        if line.startswith(('"guide.means.', '"guide.first.'))
    }
    assert named == {kind.value for kind in AlarmKind}


@pytest.mark.parametrize("severity", Severity)
def test_that_each_standing_is_told_by_shape_and_word_without_colour(severity: Severity) -> None:
    text = Text("zh")
    looks = {
        standing: (sign_of(replace(row, severity=severity)), text.t(f"alarm.{standing.value}"))
        for standing, row in STANDING.items()
    }
    assert len({(glyph, words) for (_, glyph), words in looks.values()}) == len(AlarmStanding)
    (tone, glyph), _ = looks[AlarmStanding.UNACKNOWLEDGED]
    assert (tone, glyph) == LOOKS[severity][:2] and glyph in GLYPHS
    hollow = {glyph for standing, ((_, glyph), _) in looks.items() if standing != "unacknowledged"}
    assert hollow == {LOOKS[severity][2]} and hollow <= set(GLYPHS)
    assert looks[AlarmStanding.RETURNED][0][0] == "muted", "what is over has no colour"


def test_that_the_lines_of_a_chosen_one_say_who_and_until_when() -> None:
    text = Text("en")
    shelved = " ".join(run.text for run in guidance_lines(STANDING[AlarmStanding.SHELVED], text, 0.0)[0])
    assert "07" in shelved and "maintenance" in shelved and said_of(ALARM, text) in shelved
    seen = " ".join(run.text for run in guidance_lines(STANDING[AlarmStanding.ACKNOWLEDGED], text, 0.0)[0])
    assert "07" in seen
    often = guidance_lines(replace(ALARM, times=7), text, 0.0)[0]
    assert any("7" in run.text for run in often)
