"""The pieces of ``tests.studies.two_desks``: seats that say what they show, lanes, hand-over, audit."""
