"""Where the layout of each seat lies, and how it is read and written: whole or not at all, never lost."""

import hashlib
import logging
import re
from pathlib import Path

from platformdirs import user_config_path

from wallboard.config.desk_layout import DeskLayout, layout_text, load_layout
from wallboard.config.errors import ConfigError
from wallboard.domain.clock import SystemClock
from widgets.tables import TABLES

LOG = logging.getLogger(__name__)

KNOWN = {name: [column.name for column in table.columns] for name, table in TABLES.items()}


def layout_path(seat: str, folder: Path | None = None) -> Path:
    """The file of a seat. Two names never share one, whatever letters they are of."""
    plain = re.sub(r"[^\w.-]+", "-", seat).strip("-.")[:60] or "desk"
    if plain != seat:
        plain = f"{plain}-{hashlib.sha256(seat.encode()).hexdigest()[:8]}"
    return (folder or user_config_path("wallboard") / "desks") / f"{plain}.toml"


class LayoutFile:
    """One seat's file. fault: why it could not be read, and where it lies now; "" where nothing was wrong."""

    def __init__(self, seat: str, folder: Path | None = None) -> None:
        self.path = layout_path(seat, folder)
        self.fault = ""

    def read(self) -> DeskLayout:
        """The layout; the usual one where there is none, or where it is put aside because it is broken."""
        if not self.path.exists():
            return DeskLayout()
        try:
            return load_layout(self.path, KNOWN)
        except ConfigError as error:
            aside = self._put_aside()
            self.fault = f"{error} → {aside}"
            LOG.warning("a layout is put aside: %s", self.fault)
            return DeskLayout()

    def keep(self, layout: DeskLayout) -> None:
        """Write it. What cannot be written is said in the log; the desk goes on."""
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(layout_text(layout), encoding="utf-8")
            part.replace(self.path)
        except OSError as error:
            LOG.warning("the layout %s cannot be written: %s", self.path, error)

    def _put_aside(self) -> Path:
        """Rename it, so that nothing of it is lost and the next one finds a free place."""
        stamp = round(SystemClock().now())
        aside = self.path.with_name(f"{self.path.name}.broken-{stamp}")
        try:
            self.path.replace(aside)
        except OSError as error:
            LOG.warning("%s cannot be renamed: %s", self.path, error)
            return self.path
        return aside
