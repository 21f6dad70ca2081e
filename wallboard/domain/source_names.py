"""Names that the hub itself publishes under. No source, token or channel of a room may take them."""

HUB = "hub"
"""Its own words: acts at a desk (a fact's id is the act's), alarms, what its log says of itself. Also their
owner in the fact table."""

ANALYST = "analyst"
"""Its conclusions. Also the actor of what a rule does by itself, as of a pause while a van supplies."""

OPERATOR = "operator"
"""A person's word at a desk, as a claimant (``terms.Claimant``)."""

OF_THE_HUB = frozenset({HUB, ANALYST})
"""What a hub says anew for itself: passed over where facts of another hub are read."""

RESERVED = (HUB, ANALYST, OPERATOR)
