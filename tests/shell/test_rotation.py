"""Pages turn by themselves only while all is well, and what is shown is known."""

import pytest

from tests.shell.pages import DWELL, window_of
from tests.widgets import scenes
from wallboard.domain.facts import Fact
from widgets.session import LinkFace


def turned(facts: list[Fact], link: LinkFace) -> bool:
    """Whether the second page stands after the first one's time."""
    window = window_of(facts, link)
    window.on_second(scenes.NOW)
    window.on_second(scenes.NOW + DWELL + 1)
    page = window.page
    assert page is not None
    name = page.screen_file.name
    window.close()
    window.deleteLater()
    return name == "feeds"


@pytest.mark.parametrize(
    ("facts", "link", "turns"),
    [
        (scenes.quiet(), LinkFace("live"), True),
        (scenes.quiet(), LinkFace("lost", 31.0), False),
        (scenes.quiet(), LinkFace("connecting"), False),
        (scenes.busy(), LinkFace("live"), False),
        (scenes.awaited(), LinkFace("live"), False),
    ],
)
def test_that_pages_turn_only_while_all_is_well_and_known(
    facts: list[Fact], link: LinkFace, turns: bool
) -> None:
    assert turned(facts, link) is turns
