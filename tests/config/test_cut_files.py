"""A file of people that is cut short or damaged anywhere is refused by name, or is still a sound one."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from wallboard.config.calendars import load_calendar
from wallboard.config.errors import ConfigError
from wallboard.config.load import available, resource
from wallboard.config.mapping_check import load_mapping
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import load_screen
from wallboard.config.theme_file import load_theme_file

LOADERS: dict[str, Callable[[Path], object]] = {
    "calendars": load_calendar,
    "mappings": load_mapping,
    "rooms": load_room,
    "rules": load_rule_set,
    "scenarios": load_scenario,
    "screens": load_screen,
    "themes": load_theme_file,
}
CUTS, CHANGES = 60, 60


def broken(data: bytes, chance: random.Random) -> list[bytes]:
    """The file cut at places all over it, and with bytes of it changed."""
    step = max(1, len(data) // CUTS)
    found = [data[:at] for at in range(0, len(data), step)]
    for _ in range(CHANGES):
        changed = bytearray(data)
        at = chance.randrange(len(data))
        changed[at : at + chance.randrange(1, 5)] = chance.randbytes(chance.randrange(4))
        found.append(bytes(changed))
    return found


@pytest.mark.parametrize("kind", sorted(LOADERS))
def test_that_a_file_cut_or_changed_anywhere_is_refused_by_name_or_read(kind: str, tmp_path: Path) -> None:
    refused, chance = 0, random.Random(kind)
    path = tmp_path / "broken.toml"
    for name in available(kind)[:4]:
        for data in broken(resource(kind, f"{name}.toml").read_bytes(), chance):
            path.write_bytes(data)
            try:
                LOADERS[kind](path)
            except ConfigError as error:
                refused += 1
                assert "broken.toml" in error.file and error.problem and error.remedy
    assert refused > CUTS // 2
