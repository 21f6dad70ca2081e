"""Calendar files: broken ones are refused with their place and a remedy."""

from pathlib import Path

import pytest

from wallboard.config.calendars import load_calendar
from wallboard.config.errors import ConfigError
from wallboard.config.load import resource


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Canton"', "zone.*IANA"),
        ('"saturday", "sunday"', '"saturday", "sun"', r"weekend\[1\].*sunday"),
        ("year = 2005", "year = 2004", r"years\[1\].year.*twice"),
        ("year = 2005", "year = 20005", r"years\[1\].year.*1900 to 2200"),
        ('"01-22..01-28"', '"01-22..02-30"', r"years\[0\].holidays\[1\].*no day of 2004"),
        ('"01-22..01-28"', '"01-28..01-22"', r"years\[0\].holidays\[1\].*backward"),
        ('"01-22..01-28"', '"22 January"', r"years\[0\].holidays\[1\].*month and day"),
        ('workdays = ["01-17"', 'workdays = ["01-16"', r"years\[0\].workdays.*2004-01-16 is a Friday"),
        ('workdays = ["01-17"', 'workdays = ["01-24"', r"years\[0\].*both off and worked"),
        ("holidays = [", "holiday = [", "holiday.*holidays"),
    ],
)
def test_that_a_broken_calendar_is_refused_with_its_place_and_a_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    good = resource("calendars", "china.toml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "x.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        load_calendar(path)
    assert "x.toml" in str(caught.value)


def test_that_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(ConfigError, match="china"):
        load_calendar("chine")
