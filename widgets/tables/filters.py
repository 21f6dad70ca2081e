"""Filters of a table's columns: from what somebody types to a condition, and back to words."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from wallboard.config.desk_layout import Filter, Sign
from widgets.tables.columns import Kind, Line, TableColumn
from widgets.text import DAY, MINUTE, Text

DASHES = ("-", "–", "—")
"""What asks for the rows in which nobody says anything, beside the language's words."""

_COMPARED = re.compile(r"^(>=|<=|≥|≤|>|<|＞|＜)\s*(.+)$")


def meant(column: TableColumn, typed: str, choices: dict[str, str], text: Text, now: float) -> Filter | None:
    """The condition of what was typed for a column; None where nothing sensible is meant.

    choices: the words of each choice's key, of a column of choices. A time is of the room's clock, its last
    or next hour by which is nearer; ``-30`` and ``+30`` are minutes from now.
    """
    words = "".join(char for char in typed if char.isprintable()).strip()
    if not words:
        return None
    if words in DASHES or words.casefold() in text.t("filter.nothing").split():
        return Filter(column=column.name, sign=Sign.NONE)
    if column.kind is Kind.TEXT:
        return Filter(column=column.name, sign=Sign.HAS, values=[*words.split()])
    if column.kind is Kind.CHOICE:
        return _of_choices(column, words, choices)
    read: Callable[[str], float | None] = _number
    if column.kind is Kind.TIME:
        read = lambda said: time_meant(said, text, now)  # noqa: E731
    return _compared(column, words, read, text.t("filter.to"))


def _of_choices(column: TableColumn, words: str, choices: dict[str, str]) -> Filter | None:
    """Any of several, each by its words or a part of them."""
    found: dict[str, None] = {}
    for part in re.split(r"[,，、;；]", words):
        part = part.strip().casefold()
        exact = [key for key, said in choices.items() if said.casefold() == part]
        near = exact or [key for key, said in choices.items() if part and part in said.casefold()]
        if not near:
            return None
        found.update(dict.fromkeys(near))
    return Filter(column=column.name, sign=Sign.IS, values=[*found])


def _compared(column: TableColumn, words: str, read: Callable[[str], float | None], to: str) -> Filter | None:
    """to: the language's word between two bounds."""
    if (two := re.match(rf"^(.+?)\s*(?:\.\.|~|～|{re.escape(to)}| to )\s*(.+)$", words)) is not None:
        low, high = read(two[1]), read(two[2])
        if low is None or high is None:
            return None
        return Filter(column=column.name, sign=Sign.BETWEEN, values=[min(low, high), max(low, high)])
    one = _COMPARED.match(words)
    value = read(one[2] if one is not None else words)
    if value is None:
        return None
    if one is None:
        return Filter(column=column.name, sign=Sign.BETWEEN, values=[value, value])
    sign = Sign.ABOVE if one[1] in (">", "≥", ">=", "＞") else Sign.BELOW
    return Filter(
        column=column.name, sign=sign, values=[value, 1.0 if one[1] in ("≥", ">=", "≤", "<=") else 0.0]
    )


def _number(said: str) -> float | None:
    digits = said.replace(",", "").replace("%", "").strip()
    return float(digits) if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", digits) else None


def time_meant(said: str, text: Text, now: float) -> float | None:
    """``17:40`` as the nearest such time of the room's clock, ``-30`` as minutes from now; epoch s."""
    words = said.strip().replace("：", ":")
    if re.fullmatch(r"[+-]\d{1,6}", words):
        return now + int(words) * MINUTE
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", words)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    here = text.local(now).replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    return min(
        ((here + timedelta(days=days)).timestamp() for days in (-1, 0, 1)), key=lambda at: abs(at - now)
    )


def passes(one: Filter, column: TableColumn, line: Line, said: str) -> bool:
    """Whether a line meets a condition. said: what stands in its slot, in the viewer's words."""
    value = column.value(line)
    if one.sign is Sign.NONE:
        return value is None or value == ""
    if one.sign is Sign.HAS:
        return all(str(word).casefold() in said.casefold() for word in one.values)
    if one.sign is Sign.IS:
        return value in one.values
    if not isinstance(value, (int, float)) or not one.values:
        return False
    bounds = [each for each in one.values if isinstance(each, (int, float))]
    if one.sign is Sign.BETWEEN:
        return len(bounds) == 2 and bounds[0] <= value <= bounds[1]
    with_it = len(bounds) > 1 and bounds[1] > 0
    if one.sign is Sign.ABOVE:
        return value > bounds[0] or (with_it and value == bounds[0])
    return value < bounds[0] or (with_it and value == bounds[0])


def words_of(one: Filter, column: TableColumn, choices: dict[str, str], text: Text, now: float) -> str:
    """A condition as it is shown, and as it may be typed again: ``户数 > 100``."""
    return f"{text.t(f'column.{column.name}')} {asked_of(one, column, choices, text, now)}".strip()


def asked_of(one: Filter, column: TableColumn, choices: dict[str, str], text: Text, now: float) -> str:
    """The condition without its column."""
    if one.sign is Sign.NONE:
        return text.t("filter.none")
    if one.sign is Sign.HAS:
        return " ".join(map(str, one.values))
    if one.sign is Sign.IS:
        return "、".join(choices.get(str(value), str(value)) for value in one.values)
    shown = [_shown(value, column, text, now) for value in one.values]
    if one.sign is Sign.BETWEEN:
        return shown[0] if shown[0] == shown[-1] else f"{shown[0]} ~ {shown[-1]}"
    with_it = len(one.values) > 1 and bool(one.values[1])
    sign = {Sign.ABOVE: ("> ", "≥ "), Sign.BELOW: ("< ", "≤ ")}[one.sign][with_it]
    return sign + shown[0]


def _shown(value: str | float, column: TableColumn, text: Text, now: float) -> str:
    if not isinstance(value, (int, float)):
        return value
    if column.kind is Kind.TIME:
        return text.clock_time(value, now) if abs(value - now) > DAY / 2 else text.clock_time(value)
    return text.number(value)


def choices_of(column: TableColumn, lines: Iterable[Line], text: Text, now: float) -> dict[str, str]:
    """The choices that stand in a column, and their words, in the order of their words."""
    found = {str(value): column.words(line, text, now) for line in lines if (value := column.value(line))}
    return dict(sorted(found.items(), key=lambda item: item[1]))
