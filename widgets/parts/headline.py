"""The headline figures in words: value, unit, what stands below, and the curve beside the first.

A figure that no source speaks of is its name only.
"""

from dataclasses import dataclass
from datetime import timedelta

from wallboard.state.queries import CrewFace, Totals
from wallboard.state.queries.curve import change_since, customer_hours
from widgets.parts.ink import Run
from widgets.parts.sparkline import thin
from widgets.session import Session

SPARK_POINTS = 96
SPARK_SPAN_S = 24 * 3600.0
HOUR = 3600.0

AT_LEAST = "≥ "
"""Before a figure whose source cuts its list short."""


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
            self._hours(now),
            self._crews(face),
        ]
        tiles = [tile for tile in made if isinstance(tile, Tile)]
        return tiles, [label for label in made if isinstance(label, str)]

    def _customers(self, figures: Totals, now: float) -> Tile | str:
        text = self._session.text
        label = text.t("tile.customers")
        if figures.customers_out is None:
            return label
        below = [*self._restored(figures.customers_restored, figures.customers_out)]
        if not below and figures.customers_served:
            share = figures.customers_out / figures.customers_served
            below = [Run(text.t("tile.of_served", share=text.share(share)), tone="muted")]
        if figures.doubtful or figures.capped:
            words = text.t("tile.at_least" if figures.capped else "tile.doubtful")
            below.insert(0, Run(words, glyph="capped" if figures.capped else "question", bold=True))
        below = [*self._moved(now), *below]
        spark, said = self._curve(now, figures.customers_out)
        value = f"{AT_LEAST if figures.capped else ''}{text.number(figures.customers_out)}"
        glyph = "question" if figures.doubtful and not figures.capped else ""
        unit = text.t("unit.customers")
        return Tile(
            "customers", label, value, unit, glyph=glyph, below=tuple(below), spark=spark, spark_said=said
        )

    def _moved(self, now: float) -> list[Run]:
        """How the figure moved within the last hour, where a curve stands beside it."""
        moved = change_since(self._session.tables.trend, now - HOUR, now) if self._with_curve else None
        if moved is None:
            return []
        text = self._session.text
        sign = "+" if moved > 0 else "−" if moved < 0 else "±"
        words = text.t("trend.hour", n=f"{sign}{text.number(abs(moved))}")
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

    def _restored(self, restored: int | None, out: int) -> list[Run]:
        if restored is None:
            return []
        text = self._session.text
        runs = [Run(text.t("tile.restored", n=text.number(restored)), tone="muted")]
        if restored + out:
            share = text.t("tile.share", share=text.share(restored / (restored + out)))
            runs.append(Run(share, tone="muted", drop=2))
        return runs

    def _outages(self, figures: Totals) -> Tile | str:
        text = self._session.text
        label = text.t("tile.outages")
        if figures.outages is None:
            return label
        below = [Run(text.t("tile.planned", n=text.number(figures.planned or 0)), tone="muted")]
        if figures.etr_expired:
            below.append(Run(text.t("tile.etr_expired", n=text.number(figures.etr_expired)), drop=1))
        if figures.etr_none:
            below.append(Run(text.t("tile.etr_none", n=text.number(figures.etr_none)), tone="muted", drop=2))
        unit = text.t("unit.outages")
        return Tile("outages", label, text.number(figures.outages), unit, below=tuple(below), rank=1)

    def _lines(self, figures: Totals) -> Tile | str:
        label = self._session.text.t("tile.lines")
        return self._counted("lines", label, figures.lines_out, figures.lines_restored, "unit.lines", 5)

    def _areas(self, figures: Totals) -> Tile | str:
        label = self._session.text.t("tile.areas")
        return self._counted("areas", label, figures.areas_out, figures.areas_restored, "unit.areas", 4)

    def _counted(
        self, key: str, label: str, out: int | None, restored: int | None, unit: str, rank: int
    ) -> Tile | str:
        if out is None:
            return label
        text = self._session.text
        below = tuple(self._restored(restored, out))
        return Tile(key, label, text.number(out), text.t(unit), below=below, rank=rank)

    def _key(self, figures: Totals) -> Tile | str:
        text = self._session.text
        if figures.key_customers_out is None:
            return text.t("tile.key")
        value = text.number(figures.key_customers_out)
        return Tile("key", text.t("tile.key"), value, text.t("unit.customers"), rank=2)

    def _told(self, figures: Totals) -> Tile | str:
        text = self._session.text
        if figures.untold is None:
            return text.t("tile.untold")
        below = [Run(text.t("tile.told", n=text.number(figures.told or 0)), tone="muted", drop=1)]
        if figures.untold and figures.oldest_untold_age is not None:
            age = text.age(figures.oldest_untold_age)
            below.insert(0, Run(text.t("tile.oldest", age=age), tone="muted"))
        value = text.number(figures.untold)
        return Tile(
            "told", text.t("tile.untold"), value, text.t("unit.customers"), below=tuple(below), rank=3
        )

    def _hours(self, now: float) -> Tile | str:
        text = self._session.text
        label = text.t("tile.hours")
        today = text.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        hours = customer_hours(self._session.tables.trend, today.timestamp(), now)
        if hours is None:
            return label
        since = (
            today
            if not self._session.tables.trend
            else max(today, text.local(self._session.tables.trend[0].at))
        )
        below: tuple[Run, ...] = ()
        if since - today > timedelta(minutes=5):
            below = (Run(text.t("tile.since", time=f"{since:%H:%M}"), tone="muted"),)
        return Tile("hours", label, text.number(round(hours)), text.t("unit.hours"), below=below, rank=6)

    def _crews(self, face: CrewFace | None) -> Tile | str:
        text = self._session.text
        if face is None:
            return text.t("tile.crews")
        words = (
            Run(text.t("crew.available", n=face.available), tone="muted"),
            Run(text.t("crew.en_route", n=face.en_route), tone="muted"),
            Run(text.t("crew.on_site", n=face.on_site), tone="muted", drop=1),
        )
        busy = face.total - face.available
        unit = text.t("unit.of", n=text.number(face.total))
        return Tile("crews", text.t("tile.crews"), text.number(busy), unit, below=words, rank=3)
