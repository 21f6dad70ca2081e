"""Customers out by place and hour: the worst places of the last day, what is not known left open."""

import math
from collections.abc import Iterable, Mapping

import msgspec

from wallboard.domain.rows import Place
from wallboard.state.history import History
from wallboard.state.history.history import HELD_S, HOUR_S, MINUTE_S
from wallboard.state.tables import Tables


class MatrixColumn(msgspec.Struct, frozen=True):
    """One span of time. start: epoch s. known: somebody watched; at_least: but not all of it."""

    start: float
    known: bool
    at_least: bool


class MatrixLine(msgspec.Struct, frozen=True):
    """One place: the most customers out at once in each column; None where nobody watched."""

    place: Place
    slots: tuple[int | None, ...]


class Matrix(msgspec.Struct, frozen=True):
    """The worst places first, by the sum over their slots. places: how many had anybody out."""

    columns: tuple[MatrixColumn, ...]
    lines: tuple[MatrixLine, ...]
    places: int


class _Span(msgspec.Struct):
    """What is known of one column."""

    most: dict[Place, int]
    minutes: int = 0
    known: bool = False


def matrix(tables: Tables, now: float, *, step: float, columns: int, rows: int) -> Matrix:
    """The last ``columns`` spans of ``step`` s up to the one that ``now`` (epoch s) lies in.

    step: a multiple of an hour, from what the hub told and this store watched; or of a minute, from what
    this store watched.
    """
    last = math.floor(now / step)
    starts = [(last - columns + 1 + i) * step for i in range(columns)]
    by_hour = step >= HOUR_S
    spans = [(_by_hour if by_hour else _by_minute)(tables, start, step, now) for start in starts]
    sums: dict[Place, int] = {}
    for span in spans:
        for place, customers in span.most.items():
            sums[place] = sums.get(place, 0) + customers
    worst = sorted(sums, key=lambda place: (-sums[place], place))
    lines = [
        MatrixLine(place, tuple(span.most.get(place, 0) if span.known else None for span in spans))
        for place in worst[:rows]
    ]
    return Matrix(tuple(_columns(starts, spans, step)), tuple(lines), len(sums))


def _columns(starts: list[float], spans: list[_Span], step: float) -> Iterable[MatrixColumn]:
    """The last one is still running: what is missing of it is no fault."""
    full = step / MINUTE_S
    for i, (start, span) in enumerate(zip(starts, spans, strict=True)):
        running = i == len(starts) - 1
        yield MatrixColumn(start, span.known, span.known and not running and span.minutes < full)


def _by_hour(tables: Tables, start: float, step: float, now: float) -> _Span:
    span, history = _Span({}), tables.history
    for hour in range(round(start / HOUR_S), round((start + step) / HOUR_S)):
        at = hour * HOUR_S
        told, watched = tables.hours.get(at), history.hour(at)
        if told is not None and (watched is None or told.minutes >= watched.minutes):
            for region, names in told.places.items():
                _raise(span, {(region, name): customers for name, customers in names.items()}, 0)
            _raise(span, {}, told.minutes)
        elif watched is not None:
            _raise(span, watched.most, watched.minutes)
    return _still_standing(span, history, start, step, now)


def _by_minute(tables: Tables, start: float, step: float, now: float) -> _Span:
    span, history = _Span({}), tables.history
    for at, counts in history.minutes():
        if start <= at < start + step:
            _raise(span, counts, 1)
    return _still_standing(span, history, start, step, now)


def _still_standing(span: _Span, history: History, start: float, step: float, now: float) -> _Span:
    """What was heard last holds for the running column too, unless that was long ago."""
    if start <= now < start + step and now - history.heard <= HELD_S:
        _raise(span, history.standing, 0)
    return span


def _raise(span: _Span, counts: Mapping[Place, int], minutes: int) -> None:
    for place, customers in counts.items():
        if customers > span.most.get(place, 0):
            span.most[place] = customers
    span.minutes += minutes
    span.known = True
