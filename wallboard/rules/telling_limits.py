"""What a rule set may say of telling and of planned work, each figure with its source (domain 5.9)."""

import msgspec

ENTERED, TOLD, NEW_NOTICE = "entered", "told", "new_notice"
SECOND_KEY, QUIET, STANDS, REPEAT = "second_key", "quiet", "stands", "repeat"

FIGURES: dict[str, tuple[str, ...]] = {
    ENTERED: ("minutes",),
    TOLD: ("minutes",),
    NEW_NOTICE: ("minutes",),
    SECOND_KEY: ("customers",),
    QUIET: ("since", "until"),
    STANDS: ("minutes",),
    REPEAT: ("days", "times"),
}
"""What each is given as. entered: for 95598, after confirmation and each change. told: the customers, after
it was entered. new_notice: after planned work ran past its window. second_key: above so many customers
another person releases. quiet: hours of the day without mass messages. stands: how long a message may wait
to be sent. repeat: so many outages of the same customers in so many days are too many.
"""


class TellingLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One figure. since, until: of the day, as in ``22:00``. status: how sure; source: where it stands."""

    what: str
    minutes: float | None = None
    customers: int | None = None
    days: int | None = None
    times: int | None = None
    since: str | None = None
    until: str | None = None
    status: str = "to_verify"
    source: str = ""


def limit_of(limits: list[TellingLimit], what: str) -> TellingLimit | None:
    """The figure, where the rule set has one."""
    return next((each for each in limits if each.what == what), None)


def seconds_of(limits: list[TellingLimit], what: str) -> float | None:
    """A figure in minutes as s; None where none is configured."""
    limit = limit_of(limits, what)
    return None if limit is None or limit.minutes is None else limit.minutes * 60.0


def minute_of_day(words: str) -> int | None:
    """``22:30`` as minutes from midnight; None where it is no time of the day."""
    hour, colon, minute = words.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and len(hour) <= 2):
        return None
    found = int(hour) * 60 + int(minute)
    return found if int(minute) < 60 and found < 24 * 60 else None
