"""The headline figures in words: value, unit, what stands below, and the curve beside the first.

A figure that no source speaks of is its name only.
"""

from dataclasses import dataclass

from wallboard.rules.indices import pace_of
from wallboard.state.boards.supply import HoursFace
from wallboard.state.queries import CrewFace, Totals
from wallboard.state.queries.curve import change_since
from widgets.parts.ink import Run
from widgets.parts.sparkline import thin
from widgets.session import Session
from widgets.text import worth

SPARK_POINTS = 96
SPARK_SPAN_S = 24 * 3600.0
HOUR = 3600.0

NOTHING = "–"
"""In place of a figure whose sources have not delivered yet."""


@dataclass(frozen=True)
class Tile:
    """One figure. tone: of the numeral; rank: the highest goes first where room lacks."""

    key: str
    label: str
    value: str
    unit: str = ""
    tone: str = "text"
    glyph: str = ""
    below: tuple[Run, ...] = ()
    spark: tuple[tuple[float, float], ...] = ()
    spark_said: str = ""
    rank: int = 0


class Headline:
    """Makes the tiles. curve: whether the customers out have theirs beside them."""

    def __init__(self, session: Session, *, curve: bool) -> None:
        self._session, self._with_curve = session, curve

    def tiles(self, figures: Totals, face: CrewFace | None, now: float) -> tuple[list[Tile], list[str]]:
        """The tiles in their order, and the names of figures that no source speaks of."""
        made = [
            self._customers(figures, now),
            self._outages(figures),
            self._lines(figures),
            self._areas(figures),
            self._key(figures),
            self._told(figures),
            self._hours(figures, now),
            self._crews(face),
        ]
        tiles = [tile for tile in made if isinstance(tile, Tile)]
        return tiles, [label for label in made if isinstance(label, str)]

    def _customers(self, figures: Totals, now: float) -> Tile | str:
        text = self._session.text
        label = text.t("tile.customers")
        if figures.customers_out is None:
            return self._awaited("customers", label, 0) if figures.awaited else label
        mark = worth(figures.at_least, figures.about)
        below = [*self._restored(figures.customers_restored, figures.customers_out, exact=not mark)]
        if not below and figures.customers_served:
            share = text.share(figures.customers_out / figures.customers_served)
            below = [Run(text.t("tile.of_served", share=mark + share), tone="muted")]
        below = [*self._moved(now, exact=not mark), *self._worth(figures), *below]
        spark, said = self._curve(now, figures.customers_out)
        value = mark + text.number(figures.customers_out)
        glyph = "question" if figures.doubtful and not figures.at_least else ""
        unit = text.t("unit.customers")
        return Tile(
            "customers", label, value, unit, glyph=glyph, below=tuple(below), spark=spark, spark_said=said
        )

    def _awaited(self, key: str, label: str, rank: int) -> Tile:
        """A figure of which a source speaks that has delivered nothing yet."""
        words = Run(self._session.text.t("source.no_data"), glyph="ring", bold=True)
        return Tile(key, label, NOTHING, tone="muted", below=(words,), rank=rank)

    def _worth(self, figures: Totals) -> list[Run]:
        """What the customers out are worth in a word, and why."""
        text = self._session.text
        runs: list[Run] = []
        if figures.at_least:
            runs.append(Run(text.t("tile.at_least"), glyph="capped", bold=True))
        if figures.doubtful or figures.kept:
            runs.append(Run(text.t("tile.doubtful"), glyph="question", bold=True))
        if figures.more_outages:
            runs.append(Run(text.t("tile.capped" if figures.capped else "tile.more"), tone="muted", drop=3))
        if figures.stale:
            runs.append(Run(text.t("tile.stale"), tone="muted", drop=3))
        counts = (
            ("masked", figures.masked),
            ("uncounted", figures.uncounted),
            ("estimated", figures.estimated),
            ("kept", figures.kept),
        )
        said = [text.t(f"tile.{name}", n=text.number(n)) for name, n in counts if n]
        runs += [Run(words, tone="muted", drop=4 + i) for i, words in enumerate(said)]
        return runs

    def _moved(self, now: float, *, exact: bool) -> list[Run]:
        """How the figure moved within the last hour, where a curve stands beside it."""
        moved = change_since(self._session.tables.trend, now - HOUR, now) if self._with_curve else None
        if moved is None:
            return []
        text = self._session.text
        sign = "+" if moved > 0 else "–" if moved < 0 else "±" if exact else ""
        words = text.t("trend.hour", n=f"{worth(False, not exact)}{sign}{text.number(abs(moved))}")
        return [Run(words, tone="text" if moved > 0 else "muted", bold=moved > 0, drop=1, gap=20)]

    def _curve(self, now: float, out: int) -> tuple[tuple[tuple[float, float], ...], str]:
        """The points of the last day, and in words since when and how high it was."""
        trend = self._session.tables.trend if self._with_curve else ()
        curve = [(s.at, float(s.customers_out)) for s in trend if now - SPARK_SPAN_S <= s.at <= now]
        if len(curve) < 3:
            return (), ""
        curve[-1] = (curve[-1][0], float(out))
        text = self._session.text
        most = text.number(max(value for _, value in curve))
        if now - curve[0][0] > SPARK_SPAN_S - HOUR:
            return thin(curve, SPARK_POINTS), text.t("tile.curve_day", most=most)
        since = text.clock_time(curve[0][0], now)
        return thin(curve, SPARK_POINTS), text.t("tile.curve", since=since, most=most)

    def _restored(self, restored: int | None, out: int, *, exact: bool) -> list[Run]:
        """What is back, and its share; ≈ where those still out are not exactly known."""
        if restored is None:
            return []
        text = self._session.text
        runs = [Run(text.t("tile.restored", n=text.number(restored)), tone="muted")]
        if restored + out:
            share = worth(False, not exact) + text.share(restored / (restored + out))
            runs.append(Run(text.t("tile.share", share=share), tone="muted", drop=2))
        return runs

    def _outages(self, figures: Totals) -> Tile | str:
        text = self._session.text
        label = text.t("tile.outages")
        if figures.outages is None:
            return self._awaited("outages", label, 1) if figures.awaited else label
        below = [Run(text.t("tile.planned", n=text.number(figures.planned or 0)), tone="muted")]
        if figures.etr_expired:
            below.append(Run(text.t("tile.etr_expired", n=text.number(figures.etr_expired)), drop=1))
        if figures.etr_none:
            below.append(Run(text.t("tile.etr_none", n=text.number(figures.etr_none)), tone="muted", drop=2))
        unit = text.t("unit.outages")
        mark = worth(figures.more_outages, figures.stale or figures.held > 0)
        value = mark + text.number(figures.outages)
        return Tile("outages", label, value, unit, below=tuple(below), rank=1)

    def _lines(self, figures: Totals) -> Tile | str:
        out, restored = figures.lines_out, figures.lines_restored
        return self._counted("lines", out, restored, 5, more=figures.more_outages)

    def _areas(self, figures: Totals) -> Tile | str:
        out, restored = figures.areas_out, figures.areas_restored
        return self._counted("areas", out, restored, 4, more=figures.more_outages)

    def _counted(
        self, key: str, out: int | None, restored: int | None, rank: int, *, more: bool
    ) -> Tile | str:
        text = self._session.text
        label = text.t(f"tile.{key}")
        if out is None:
            return label
        below = tuple(self._restored(restored, out, exact=not more))
        value = text.bounded(out, at_least=more)
        return Tile(key, label, value, text.t(f"unit.{key}"), below=below, rank=rank)

    def _key(self, figures: Totals) -> Tile | str:
        text = self._session.text
        if figures.key_customers_out is None:
            return text.t("tile.key")
        value = text.bounded(figures.key_customers_out, at_least=figures.more_outages)
        return Tile("key", text.t("tile.key"), value, text.t("unit.customers"), rank=2)

    def _told(self, figures: Totals) -> Tile | str:
        text = self._session.text
        if figures.untold is None:
            return text.t("tile.untold")
        below = [Run(text.t("tile.told", n=text.number(figures.told or 0)), tone="muted", drop=1)]
        if figures.untold and figures.oldest_untold_age is not None:
            age = text.age(figures.oldest_untold_age)
            below.insert(0, Run(text.t("tile.oldest", age=age), tone="muted"))
        value = text.bounded(figures.untold, at_least=figures.untold_at_least)
        return Tile(
            "told", text.t("tile.untold"), value, text.t("unit.customers"), below=tuple(below), rank=3
        )

    def _hours(self, figures: Totals, now: float) -> Tile | str:
        """Customer-hours of today, and of the month and the year against their budgets."""
        session, text = self._session, self._session.text
        label = text.t("tile.hours")
        face = session.boards.customer_hours(session.periods, now)
        if face is None and figures.customers_out is not None:
            words = Run(text.t("tile.hours.awaited"), glyph="ring", bold=True)
            return Tile("hours", label, NOTHING, tone="muted", below=(words,), rank=6)
        if face is None:
            return label
        below: list[Run] = []
        if face.today_since is not None:
            since = text.clock_time(face.today_since, now)
            below.append(Run(text.t("tile.since", time=since), tone="muted"))
        below += self._budgets(face, now)
        if face.unchecked:
            below.append(Run(text.t("tile.unchecked"), tone="muted", drop=3))
        least, near = face.at_least or figures.at_least, face.about or figures.about
        value = text.bounded(round(face.today), at_least=least, about=near)
        return Tile("hours", label, value, text.t("unit.hours"), below=tuple(below), rank=6)

    def _budgets(self, face: HoursFace, now: float) -> list[Run]:
        """Month and year, of the budget where the room has one; in bold: faster than time passes."""
        session, text = self._session, self._session.text
        budget, periods = session.room.indices, session.periods
        months = budget.months[periods.month_of(now) - 1] if budget.months else None
        counted = (
            ("month", face.month, months, periods.month(now), 1),
            ("year", face.year, budget.year, periods.year(now), 2),
        )
        runs: list[Run] = []
        for name, used, allowed, period, drop in counted:
            pace = pace_of(used, allowed, *period, now)
            if pace is not None:
                share = text.share(pace.share)
                words = text.t(f"tile.budget.{name}", n=text.number(round(used)), share=share)
                runs.append(Run(words, tone="text" if pace.ahead else "muted", bold=pace.ahead, drop=drop))
            elif round(used) > round(face.today):
                runs.append(Run(text.t(f"tile.{name}", n=text.number(round(used))), tone="muted", drop=drop))
        return runs

    def _crews(self, face: CrewFace | None) -> Tile | str:
        text = self._session.text
        if face is None:
            return text.t("tile.crews")
        if not face.total and face.unknown:
            number = text.number(face.unknown)
            words = (Run(text.t("crew.none_known"), glyph="question", bold=True),)
            unit = text.t("unit.crews", n=number)
            return Tile("crews", text.t("tile.crews"), number, unit, below=words, rank=3)
        unknown = text.t("crew.unknown", n=text.number(face.unknown))
        words = (
            *((Run(unknown, glyph="question", bold=True),) if face.unknown else ()),
            Run(text.t("crew.available", n=face.available), tone="muted"),
            Run(text.t("crew.en_route", n=face.en_route), tone="muted"),
            Run(text.t("crew.on_site", n=face.on_site), tone="muted", drop=1),
        )
        busy = text.bounded(face.total - face.available, at_least=face.unknown > 0)
        unit = text.t("unit.of", n=text.bounded(face.total, at_least=face.unknown > 0))
        return Tile("crews", text.t("tile.crews"), busy, unit, below=words, rank=3)
