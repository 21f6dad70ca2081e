"""The request and connect lanes of a simulated service: who asks, applies, complains, and what follows.

``Business`` says it; ``stories_of`` writes it down before, order by order, from the seed alone.
"""

from feeds.sim.business.book import stories_of
from feeds.sim.business.business import Business
from feeds.sim.business.thread import SOURCE, Beat, Story, Tale

__all__ = ["SOURCE", "Beat", "Business", "Story", "Tale", "stories_of"]
