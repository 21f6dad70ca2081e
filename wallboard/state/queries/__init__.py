"""What the panels show, computed from the tables: pure, one pass each, never on set order.

``None`` means that no source speaks of a thing; a zero is always somebody's word.
"""

from wallboard.state.queries.crews import CrewFace, crews
from wallboard.state.queries.lanes import LaneFace, OrderLine, lane
from wallboard.state.queries.outages import worst_outages
from wallboard.state.queries.regions import RegionLine, by_region
from wallboard.state.queries.sources import SourceFace, source_faces, speaks
from wallboard.state.queries.summary import summary
from wallboard.state.queries.told import ToldFace, told
from wallboard.state.queries.totals import Totals, totals

__all__ = [
    "CrewFace",
    "LaneFace",
    "OrderLine",
    "RegionLine",
    "SourceFace",
    "ToldFace",
    "Totals",
    "by_region",
    "crews",
    "lane",
    "source_faces",
    "speaks",
    "summary",
    "told",
    "totals",
    "worst_outages",
]
