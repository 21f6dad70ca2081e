"""Customer-to-transformer links (户变关系) that look wrong: listed for somebody to check, not believed."""

import msgspec
import numpy as np

from wallboard.rules.diagnosis.adverse import Adverse
from wallboard.rules.diagnosis.heard import Heard
from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.supply_network.network import Network

MOST = 0.15
"""Share of an area's meters that may be another's; more of them are a fault of its own."""


class LinkDoubt(msgspec.Struct, frozen=True):
    """So many meters of an area do as another area's supply does, not as their own."""

    area: str
    meters: int
    of: int
    off: bool  # they are off while their area is lit; else on while it is dark


def doubted_links(network: Network, heard: Heard, found: Adverse, dark: Floats) -> tuple[LinkDoubt, ...]:
    """dark: by row of the cuts, the chance that it is. Areas that somebody called of are left out: a broken
    service line looks alike."""
    rows = network.cuts.row_of
    chance = np.where(rows >= 0, dark[np.maximum(rows, 0)] if len(dark) else 0.0, 0.0)
    known = found.counts & (heard.off > 0) & (heard.on > 0) & (found.calls == 0)
    answered = heard.off + heard.on
    lit = known & (chance < 0.1) & (heard.off <= MOST * answered)
    unlit = known & (chance > 0.9) & (heard.on <= MOST * answered)
    return tuple(
        LinkDoubt(
            network.named.areas[area],
            int((heard.off if lit[area] else heard.on)[area]),
            int(answered[area]),
            bool(lit[area]),
        )
        for area in np.flatnonzero(lit | unlit).tolist()
    )
