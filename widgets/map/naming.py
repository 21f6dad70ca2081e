"""What a mark or a crowd may be called: a place's name stands only beside what that place holds.

A crowd of many places is named by its biggest and says that it holds others; a mark that is one of several
in its town says that it is a part of it.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from widgets.map.census import REGION, TOWN, Census
from widgets.map.marks import Mark
from widgets.text import Text

ELLIPSIS = "…"


class Naming(msgspec.Struct, frozen=True):
    """The name of a mark or a crowd, and what that name leaves out.

    level: ``town`` or ``region`` where ``title`` names one, "" where it is an outage's own; holds: how many
    of the outages behind the mark are there; others: further places; unnamed: some that name no place.
    """

    title: str
    level: str = ""
    holds: int = 0
    others: int = 0
    unnamed: bool = False


def naming_of(members: Sequence[Mark]) -> Naming:
    """The name of one mark, or of a crowd (its centre first): the town, else the region, most are out in."""
    first = members[0]
    if len(members) == 1:
        levels = [
            level for level, name in ((TOWN, first.town), (REGION, first.region)) if name == first.title
        ]
        return Naming(first.title, levels[0], 1) if first.title and levels else Naming(first.title)
    for level, names in ((TOWN, [m.town for m in members]), (REGION, [m.region for m in members])):
        held: Counter[str] = Counter()
        for name, mark in zip(names, members, strict=True):
            if name:
                held[name] += max(1, mark.customers or 0)
        if held:
            title = min(held, key=lambda name: (-held[name], name))
            return Naming(title, level, names.count(title), len(held) - 1, "" in names)
    return Naming(first.title, unnamed=True)


def named(naming: Naming, census: Census, text: Text, title: str = "") -> str:
    """The name in words. title: what to write for the name, where it had to be cut."""
    name = title or text.name(naming.title)
    if not name:
        return ""
    if naming.unnamed:
        return text.t("map.name.some", name=name)
    if naming.others == 1:
        return text.t("map.name.two", name=name)
    if naming.others:
        return text.t("map.name.more", name=name, n=naming.others + 1, others=naming.others)
    if naming.level and naming.holds < census.held(naming.level, naming.title):
        return text.t("map.name.part", name=name)
    return name


def elided(words: str, metrics: QFontMetricsF, room: float) -> str:
    """The words cut to ``room`` px: between words where that leaves one, else between letters."""
    if metrics.horizontalAdvance(words) <= room:
        return words
    parts = words.split()
    for end in range(len(parts) - 1, 0, -1):
        short = " ".join(parts[:end]).rstrip(",;:·-–(") + ELLIPSIS
        if metrics.horizontalAdvance(short) <= room:
            return short
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
