"""Which page a wall shows because a desk wants it: from what is pushed to it, as facts say it."""

from collections.abc import Sequence

from wallboard.domain.rows import Focus
from wallboard.domain.terms import FocusOn
from wallboard.state.queries.pushed import pushed_to
from widgets.page import Page

SHOWN_TABLE = "shown_table"
"""The screen that shows a desk's table."""


def pushed_here(page: Page) -> Focus | None:
    """What a desk has the wall of a page show now; None where it chooses for itself, or is a desk's."""
    session = page.session
    return None if session.desk is not None else pushed_to(session.tables, session.window, session.now())


def screen_for(focus: Focus, pages: Sequence[Page]) -> str:
    """The screen that shows it: "" where that is the one that stands there anyway.

    What is shown beside the main map turns to the first page that has one.
    """
    if focus.on is FocusOn.PAGE:
        return focus.page
    if focus.on is FocusOn.TABLE:
        return SHOWN_TABLE
    if focus.on is FocusOn.NOTHING:
        return ""
    with_map = (page for page in pages if any(entry.kind == "map" for entry, _ in page.panels))
    first = next(with_map, None)
    return first.screen_file.name if first is not None else ""
