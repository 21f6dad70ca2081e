"""Hostile input against all that reads from outside; ``make fuzz``. A short run is part of the tests."""
