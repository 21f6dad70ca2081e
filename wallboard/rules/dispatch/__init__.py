"""Who can be where, when, and who should go: roads, ability, candidates, many orders (d.113-d.116)."""
