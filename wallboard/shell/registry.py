"""From screen files to pages: panel kinds by name, checked with words that name the file and the remedy."""

from wallboard.config.screen import Screen, check_screen, panel_options
from widgets.page import Page
from widgets.panels import panel_specs
from widgets.session import Session


def make_page(session: Session, screen: Screen) -> Page:
    """A page of a screen. Raises ConfigError for a panel kind or an option that does not exist."""
    specs = panel_specs()
    check_screen(screen, specs)
    for index, entry in enumerate(screen.panel):
        panel_options(screen, index, specs[entry.kind].options_cls)
    return Page(session, screen, specs)
