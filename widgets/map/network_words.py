"""What a tooltip says of the network: a transformer area or a substation, its state, whose, how old."""

import numpy as np

from wallboard.domain.network import AreaMeters
from wallboard.domain.rows import Outage
from wallboard.state.atlas_schema import OWNERS
from wallboard.state.reach import Rows
from widgets.map.network_map import NetworkMap
from widgets.map.outage_book import ORDER_HEAD
from widgets.map.pick_words import Lines, kept, outage_lines
from widgets.map.scene import Scene
from widgets.map.supply import NORMAL, STATES, UNKNOWN
from widgets.parts.ink import Run
from widgets.session import Session


def area_lines(row: int, scene: Scene, session: Session) -> Lines:
    """An area: whose it is and how large, state, line, what its meters say, and the outage it is out with."""
    network, text = scene.base.network, session.text
    if network is None or row >= len(network.areas):
        return ()
    first = [Run(network.name("areas", row, text.lang), bold=True)]
    owner = OWNERS[int(network.column("areas", "owner")[row])]
    if owner != "unknown":
        first.append(Run(text.t(f"map.legend.area_{owner}"), tone="muted"))
    if kva := float(network.column("areas", "kva")[row]):
        first.append(Run(text.t("order.kva", n=text.number(kva)), tone="muted"))
    state = int(scene.supply.areas[row]) if scene.supply is not None else NORMAL
    count = text.number(int(network.column("areas", "customers")[row]))
    said = (
        Run(text.t(f"tip.area.{STATES[state]}"), bold=state != NORMAL),
        Run(text.t("tip.area.customers", n=count), tone="muted"),
    )
    worst = _worst(np.array([row]), scene, session)
    out = (
        ()
        if worst is None
        else outage_lines(worst, session.tables.orders.get(ORDER_HEAD + worst.id), session)
    )
    return (*kept(tuple(first), said, _where(row, network, text.lang), _meters(row, scene, session)), *out)


def station_lines(row: int, scene: Scene, session: Session) -> Lines:
    """A station: how large, how many lines, and how much of what hangs on it has no supply."""
    network, text = scene.base.network, session.text
    if network is None or row >= len(network.stations):
        return ()
    size = text.t(
        "tip.station.size",
        kv=text.number(float(network.column("stations", "kv")[row])),
        mva=text.number(float(network.column("stations", "mva")[row])),
    )
    first = (Run(network.name("stations", row, text.lang), bold=True), Run(size, tone="muted"))
    lines = np.flatnonzero(network.column("feeders", "station") == row)
    areas = np.flatnonzero(np.isin(network.column("areas", "line"), lines))
    counted = Run(
        text.t("tip.station.lines", n=text.number(len(lines)), areas=text.number(len(areas))), tone="muted"
    )
    states = scene.supply.areas[areas] if scene.supply is not None else np.zeros(len(areas), np.uint8)
    dark = areas[states >= UNKNOWN]
    if not len(dark):
        return kept(first, (counted,), (Run(text.t("tip.station.well")),))
    customers = int(network.column("areas", "customers")[dark].sum())
    out = text.t("tip.station.out", n=text.number(len(dark)), customers=text.number(customers))
    worst = _worst(dark, scene, session)
    rest = (
        ()
        if worst is None
        else outage_lines(worst, session.tables.orders.get(ORDER_HEAD + worst.id), session)
    )
    return (*kept(first, (counted,), (Run(out, bold=True),)), *rest)


def order_of_area(row: int, scene: Scene, session: Session) -> str:
    """The open restore order of the worst outage that an area is out with; "" without one."""
    worst = _worst(np.array([row]), scene, session)
    order = session.tables.orders.get(ORDER_HEAD + worst.id) if worst is not None else None
    return order.id if order is not None and order.open else ""


def _worst(areas: Rows, scene: Scene, session: Session) -> Outage | None:
    """The largest of the open outages that say something of these areas."""
    keys = scene.supply.telling(areas) if scene.supply is not None else []
    told = [session.tables.outages[key] for key in keys if key in session.tables.outages]
    return max(told, key=lambda outage: (outage.customers_out or 0, outage.id), default=None)


def _where(row: int, network: NetworkMap, lang: str) -> tuple[Run, ...]:
    """The line that feeds an area, and the grid cell that it lies in."""
    found = (
        (table, int(network.column("areas", column)[row]))
        for table, column in (("feeders", "line"), ("cells", "cell"))
    )
    return tuple(Run(network.name(table, at, lang), tone="muted") for table, at in found if at >= 0)


def _meters(row: int, scene: Scene, session: Session) -> tuple[Run, ...]:
    """What the meters of an area said last, and how long ago."""
    text, key = session.text, scene.supply.metered.get(row) if scene.supply is not None else None
    thing = session.tables.thing("area", key) if key is not None else None
    said = thing.value("meters", AreaMeters) if thing is not None else None
    if thing is None or said is None:
        return ()
    words = text.t(
        "tip.meters", off=text.number(said.off), on=text.number(said.on), silent=text.number(said.silent)
    )
    return (
        Run(words),
        Run(text.t("tip.meters.age", age=text.age(session.now() - thing.aspects["meters"].at)), tone="muted"),
    )
