"""From screen files to pages: panel kinds by name, their options typed."""

import msgspec

from wallboard.config.load import ConfigError
from wallboard.config.screen import Screen, check_screen
from widgets.page import Page
from widgets.panel import PanelSpec
from widgets.panels import panel_specs
from widgets.session import Session


def make_page(session: Session, screen: Screen) -> Page:
    """A page of a screen. Raises ConfigError for a panel kind or an option that does not exist."""
    specs = panel_specs()
    check_screen(screen, specs)
    options = [_options(screen, index, specs[entry.kind]) for index, entry in enumerate(screen.panel)]
    return Page(session, screen, specs, options)


def _options(screen: Screen, index: int, spec: PanelSpec) -> object:
    given = screen.panel[index].options
    where = f"panel[{index}].options"
    if spec.options_cls is None:
        if given:
            raise ConfigError(screen.name, where, f"{spec.kind} takes no options", "remove the table")
        return None
    try:
        return msgspec.convert(given, spec.options_cls, strict=True)
    except msgspec.ValidationError as error:
        raise ConfigError(screen.name, where, str(error), f"see the panel {spec.kind!r}") from error
