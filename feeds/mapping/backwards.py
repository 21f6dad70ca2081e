"""Documents that bear an older time than the one before: a cache, a backup, a server beside the others."""

from typing import Any

from feeds.mapping.input import DocumentTimes
from feeds.mapping.values import ValueFault
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.reasons import Reason

BELIEVED_AFTER = 3
"""So many older documents running are the truth: the source set its own clock back."""


class Backwards:
    """Watches the documents' own times; says when one is not to be taken."""

    def __init__(self, mapping: MappingFile) -> None:
        self._times = DocumentTimes(mapping)
        self._last: float | None = None
        self._refused = 0

    def refusal(self, document: Any) -> Reason | None:
        """Why this document is passed over, None where it may be taken."""
        try:
            at = self._times.of(document, "", 0.0)
        except ValueFault:
            return None
        if not at:
            return None
        if self._last is not None and at < self._last:
            self._refused += 1
            if self._refused < BELIEVED_AFTER:
                return Reason("document_went_back", {"minutes": round((self._last - at) / 60, 1)})
        self._last, self._refused = at, 0
        return None
