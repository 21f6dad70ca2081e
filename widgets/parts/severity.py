"""Which source is named first: the one that needs somebody."""

from wallboard.domain.terms import SourceState
from wallboard.state.queries import SourceFace

WELL = 4
"""Severity from which a source is well."""


def severity(face: SourceFace) -> int:
    """How early a source is named: lost, flagged, late, with a reason; then quiet, then live."""
    if face.state is SourceState.LOST:
        return 0
    if face.flags:
        return 1
    if face.state is SourceState.LATE:
        return 2
    if face.reason is not None:
        return 3
    return WELL if face.state is SourceState.QUIET else WELL + 1
