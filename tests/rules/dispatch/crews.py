"""Crews of the tests."""

from math import inf
from typing import Any

from wallboard.domain.rows import Crew
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch.able import Hand, Need

NOW = 1_781_160_000.0
HOME, NEXT = "开平局", "恩平局"
NEED = Need(order="hub/R-1", lon=112.7, lat=22.4, unit=HOME, skill="mv")


def hand(name: str, minutes: float, fix_age: float | None = 30.0, detour: float = 0.0, **fields: Any) -> Hand:
    """A free crew of the bureau itself, so many minutes away, unless something else is said."""
    said = {
        "unit": HOME,
        "skills": ("lv", "mv"),
        "authorised": (HOME, NEXT),
        "persons": 3,
        "status": CrewStatus.AVAILABLE,
    } | fields
    crew = Crew(id=name, source="oms", name=name, **said)
    seconds = minutes * 60 if minutes != inf else inf
    return Hand(crew=crew, seconds=seconds, fix_age=fix_age, detour=detour)
