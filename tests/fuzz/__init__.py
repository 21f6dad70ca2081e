"""Hostile input against the pure half of the feed; ``make fuzz``. A short run is part of the tests."""
