"""How facts arrive: codec, link, sources, recordings, the hub and the simulated town."""
