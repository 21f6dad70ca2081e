"""Reliability indices (domain 5.3): customer-hours, SAIDI and its kin, the Chinese pair, major event days.

Pure. In: who was dark from when to when (``wallboard.domain.supply``). Overlapping outages count once.
"""

from wallboard.rules.indices.basis import Lv, MixedBasisError, Mv
from wallboard.rules.indices.budget import Pace, pace_of
from wallboard.rules.indices.counting import Counting, Sums, sums_of
from wallboard.rules.indices.figures import Indices, indices_of
from wallboard.rules.indices.groups import OPEN, Group, lv_groups, mv_groups
from wallboard.rules.indices.major_days import MajorDays, major_days

__all__ = [
    "OPEN",
    "Counting",
    "Group",
    "Indices",
    "Lv",
    "MajorDays",
    "MixedBasisError",
    "Mv",
    "Pace",
    "Sums",
    "indices_of",
    "lv_groups",
    "major_days",
    "mv_groups",
    "pace_of",
    "sums_of",
]
