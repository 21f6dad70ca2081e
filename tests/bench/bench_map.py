"""How long the map paints: whole, dirty, while dragged, and what a tick costs.

``python -m tests.bench.bench_map``. Thread CPU time, ms, median and 99th percentile; 2,000 outages and
500 crews on the districts of Jiangmen.
"""

import os
import statistics
import sys
from collections.abc import Callable
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from tests.widgets.map import moments
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import thread_seconds
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import CrewStatus, OutageNature
from widgets.map import glyphs
from widgets.map.map_view import MapOptions, MapView

SIZES = ((1920, 1080), (3840, 2160))
OUTAGES, CREWS = 2000, 500


def crowd() -> list[Fact]:
    """2,000 outages spread over the prefecture and 500 crews."""
    chance, log = Random(1), moments.Log()
    for i in range(OUTAGES):
        place = chance.uniform(112.0, 113.2), chance.uniform(21.8, 22.9)
        moments.outage(
            log, f"o/{i}", *place, int(chance.lognormvariate(3.5, 1.3)), region="台山市", town=f"{i % 50}"
        )
    for i in range(CREWS):
        log.say(f"c/{i}", CrewProfile(name=f"{i}"))
        log.say(f"c/{i}", CrewStatusValue(status=CrewStatus.EN_ROUTE, since=moments.NOW))
        spot = CrewPosition(lon=chance.uniform(112.0, 113.2), lat=chance.uniform(21.8, 22.9), heading=i % 360)
        log.say(f"c/{i}", spot)
    return log.facts


def measure(step: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Median and 99th percentile of one step, ms of this thread's CPU."""
    taken: list[float] = []
    for number in range(rounds):
        start = thread_seconds()
        step(number)
        taken.append((thread_seconds() - start) * 1000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(0.99 * len(taken)))]


def bench(width: int, height: int, *, heat: bool, gathered: bool) -> dict[str, tuple[float, float]]:
    """Name of the step -> (median, p99) ms, for one window size."""
    facts, rules = crowd(), load_rule_set("state-grid-2022")
    session = moments.session(
        facts, moments.room(moments.JIANGMEN, heat=heat), size=(width, height), rules=rules
    )
    view = MapView(session, MapOptions(desk=True))
    view.resize(width, height)
    glyphs.CROWDED_FROM = 48 if gathered else 10**9
    glyphs.CROWDED_UNTIL = 32 if gathered else 10**9
    view.fit_to_data()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    store = session._store

    def paint(region: QRegion) -> None:
        painter = QPainter(image)
        view.render(painter, region.boundingRect().topLeft(), region)
        painter.end()

    def whole(_: int) -> None:
        paint(QRegion(0, 0, width, height))

    def spot(number: int) -> None:
        at = QPoint(200 + number * 37 % (width - 400), 200 + number * 53 % (height - 500))
        paint(QRegion(at.x(), at.y(), 120, 120))

    def tick(number: int) -> None:
        key = f"o/{number % OUTAGES}"
        row = session.tables.outages[key]
        data = OutageExtent(
            nature=OutageNature.UNPLANNED,
            lon=row.lon,
            lat=row.lat,
            customers_out=(row.customers_out or 0) + 1,
            region=row.region,
            town=row.town,
        )
        view.on_change(store.apply([Fact(data, key, moments.NOW, "scene", seq=10**6 + number)]))

    def second(_: int) -> None:
        view.on_second(moments.NOW)

    def drag(number: int) -> None:
        if view.camera is not None:
            view._look(view.camera.moved(9 if number % 40 < 20 else -9, 4), sharpen=False)
        whole(number)

    def base(_: int) -> None:
        view._sharpen()

    whole(0)
    if view.error:
        raise RuntimeError(view.error)
    return {
        "full repaint": measure(whole, 20),
        "dirty repaint (120 px)": measure(spot, 60),
        "tick of one changed outage": measure(tick, 30),
        "second": measure(second, 5),
        "drag step": measure(drag, 20),
        "static picture anew": measure(base, 4),
    }


def main() -> int:
    """Print a table."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    print(f"{OUTAGES} outages, {CREWS} crews; median / p99 ms of thread CPU")
    for width, height in SIZES:
        for heat, gathered in ((False, True), (False, False), (True, True)):
            words = f"{'crowds gathered' if gathered else 'every mark single'}{', heat' if heat else ''}"
            print(f"{width}x{height} {words}")
            for name, (median, worst) in bench(width, height, heat=heat, gathered=gathered).items():
                print(f"  {name:28} {median:7.2f} / {worst:7.2f}")
    del app
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
