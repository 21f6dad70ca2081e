"""Benches: ratios in one run, medians, CPU by thread time. ``make bench``; never part of the tests."""
