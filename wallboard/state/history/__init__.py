"""Where customers were out, in fixed rings by minute, by hour and as frames of the map.

Fed with each outage's row as it changes and turned by the facts' own ``seen``, so that the same log leaves
the same rings under any batching. After a snapshot they begin empty and say since when (``began``): hours
that the hub watched stand in the tables as facts (``trend.hour``), which every snapshot holds.
"""

from wallboard.state.history.frames import HeatFrame
from wallboard.state.history.history import Counts, History, Hour

__all__ = ["Counts", "HeatFrame", "History", "Hour"]
