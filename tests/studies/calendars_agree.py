"""Do the shipped working days agree with two packages that collect the same notices?

``python -m tests.studies.calendars_agree``, with ``chinesecalendar`` and ``holidays`` installed beside the
project's own requirements; neither is needed by the program. Prints every day on which one differs.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module

from wallboard.config.calendars import load_calendar

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)

EXPECTED = {
    # the notice for 2006 moves this Saturday's rest to Monday 2 January 2006
    "chinesecalendar": [date(2005, 12, 31)],
    "holidays": [],
}
"""Days on which a package is known to differ, and why."""


def workdays_of() -> dict[str, Callable[[date], bool]]:
    """What each package that is installed says of a day."""
    found: dict[str, Callable[[date], bool]] = {}
    try:
        found["chinesecalendar"] = import_module("chinese_calendar").is_workday
    except ImportError:
        print("chinesecalendar is not installed: not compared")
    try:
        years = range(FIRST.year, LAST.year + 1)
        found["holidays"] = import_module("holidays").China(years=years).is_working_day
    except ImportError:
        print("holidays is not installed: not compared")
    return found


def main() -> None:
    """Compare every day from 2004 to 2026; ends with one line of JSON."""
    calendar = load_calendar("china")
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    differing: dict[str, list[str]] = {}
    agrees = True
    for name, works in workdays_of().items():
        odd = [day for day in days if works(day) is not calendar.works(day)]
        agrees &= odd == EXPECTED[name]
        differing[name] = [str(day) for day in odd]
    print("RESULT", json.dumps({"days": len(days), "differing": differing, "as_expected": agrees}))


if __name__ == "__main__":
    main()
