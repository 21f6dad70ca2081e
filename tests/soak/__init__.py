"""Long runs of the real program, watched from outside; ``make soak``. Never part of the tests."""
