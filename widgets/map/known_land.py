"""What a map should show; without a base, the land that the outages known to it speak of."""

from collections.abc import Iterable

import numpy as np

from wallboard.domain.rows import Outage
from widgets.map.projection import Box, Floats, degree_box, project, robust_box
from widgets.map.scene import Scene
from widgets.session import Session

FEW = 30
"""Below so many outages one village must not fill the wall."""

LEAST_OF_FEW = 150_000.0
"""Plane metres that the map then shows at least."""

PADDING, PADDING_NETWORK, PADDING_ASKED = 40.0, 20.0, 10.0
"""Study px between what is fitted and the map's edge; the same where a network shows its own edge, and where
the room file says what to fit."""


def box_to_show(session: Session, scene: Scene) -> Box | None:
    """What the map shows by itself: the room's box, else its districts or network, else the outages."""
    asked = session.room.map.fit
    if asked is not None:
        return degree_box(*asked)
    if not scene.base.bare:
        return scene.base.box()
    known = known_box(session.tables.outages.values())
    return known or known_box_of_orders(scene.orders.by_lane().values())


def known_box(outages: Iterable[Outage]) -> Box | None:
    """The box around nearly all open outages, by the root of their customers; None for none.

    Where few are open the closed ones count too: a replay that begins on a quiet night shows the land of
    the days before.
    """
    known = [o for o in outages if o.lon is not None and o.lat is not None and not o.merged_into]
    standing = [o for o in known if o.open]
    used = standing if len(standing) >= FEW else known
    rows = [(o.lon, o.lat, max(1, o.customers_out or 0)) for o in used]
    placed = np.array(rows, dtype=np.float64).reshape(-1, 3)
    if not len(placed):
        return None
    xy = project(placed[:, 0], placed[:, 1])
    least = LEAST_OF_FEW if len(placed) < FEW else 4000.0
    return robust_box(xy, np.sqrt(placed[:, 2]), least=least)


def known_box_of_orders(places: Iterable[Floats]) -> Box | None:
    """The box around nearly all open requests (plane metres); None for none."""
    found = [xy for xy in places if len(xy)]
    return robust_box(np.concatenate(found)) if found else None


def padding_of(session: Session, scene: Scene) -> float:
    """Px between what is fitted and the map's edge."""
    least = PADDING if scene.base.network is None else PADDING_NETWORK
    return session.scale.px(least if session.room.map.fit is None else PADDING_ASKED)
