"""How old a document is: by its own time where the mapping says where that stands, else by its receipt.

A generator that stopped hours ago goes on being served; only the document itself tells (design 4).
"""

from typing import Any

from feeds.mapping.input import DocumentTimes
from feeds.mapping.values import ValueFault
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.reasons import Reason

AHEAD = 900.0
"""Clocks of feeds differ: a document this much after its receipt, s, is taken as of its receipt."""


class Dating:
    """The time of each document of one source."""

    def __init__(self, mapping: MappingFile) -> None:
        own = mapping.input.time.path is not None and mapping.input.form != "changelog"
        self._times = DocumentTimes(mapping) if own else None
        self._ahead: tuple[float, float] | None = None

    def of(self, document: Any, t: float, written: float | None = None) -> tuple[float, Reason | None]:
        """(when it was true, never after ``t``; why that is not to be had from the document itself).

        t: when it was received, written: when its file was; both epoch s.
        """
        otherwise = t if written is None else min(written, t)
        if self._times is None:
            return otherwise, None
        try:
            at = self._times.of(document, "", 0.0)
        except ValueFault:
            at = 0.0
        if not at:
            return otherwise, Reason("document_undated")
        if at <= t + AHEAD:
            self._ahead = None
            return min(at, t), None
        if self._ahead is None or self._ahead[0] != at:
            self._ahead = (at, t)  # its clock is wrong: what counts is when it last moved
        return self._ahead[1], Reason("document_ahead", {"minutes": round((at - t) / 60)})


def old(age: float) -> Reason:
    """The words for a document that is too old. age: s."""
    if age < 2 * 3600:
        return Reason("document_old_minutes", {"minutes": max(1, int(age // 60))})
    if age < 2 * 86400:
        return Reason("document_old_hours", {"hours": int(age // 3600)})
    return Reason("document_old_days", {"days": int(age // 86400)})
