"""Places that stand still: the demo town, and a whole prefecture by seed (``prefecture.build``)."""

VERSION = 2
"""Of the prefecture: counts up whenever the same seed gives other bytes."""
