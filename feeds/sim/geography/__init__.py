"""Places that stand still: the demo town, and a whole prefecture by seed (``prefecture.build``)."""
