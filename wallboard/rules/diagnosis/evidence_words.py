"""Why a device is judged open, as reasons in the viewer's words: what is behind it, beside it, and read."""

import numpy as np

from wallboard.domain.reasons import Reason
from wallboard.rules.diagnosis.adverse import Adverse
from wallboard.rules.diagnosis.heard import CLOSED, OPEN, STALE_CLOSED, STALE_OPEN, Heard
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Rows

READ = {
    OPEN: "judged_reads_open",
    CLOSED: "judged_reads_closed",
    STALE_OPEN: "judged_reads_stale",
    STALE_CLOSED: "judged_reads_stale",
}


def evidence_words(network: Network, heard: Heard, found: Adverse, row: int) -> list[Reason]:
    """What speaks for a cut, the strongest kind first."""
    cuts = network.cuts
    areas = cuts.areas_below(row)
    said = [
        Reason(READ[position], {"device": network.named.devices[device]})
        for device, _ in cuts.members_of(row)
        if device >= 0 and (position := int(heard.position[device])) in READ
    ]
    counted = areas[found.counts[areas]]
    said += meter_words(_sum(heard.off[counted]), _sum(heard.on[counted]), _sum(heard.silent[areas]))
    calls = _sum(found.calls[areas])
    if calls:
        said.append(Reason("judged_calls", {"n": calls}))
    beside = lit_beside(network, found, row)
    if beside:
        said.append(Reason("judged_neighbours_lit", {"n": beside}))
    passed = [device for device in found.current.tolist() if cuts.row_of_device[device] == row]
    return said + [Reason("judged_current", {"device": network.named.devices[one]}) for one in passed]


def meter_words(off: int, on: int, silent: int) -> list[Reason]:
    """Of meters: how many of those that answered, and count, are off; how many are silent."""
    if not off:
        return []
    said = [Reason("judged_meters_dark", {"off": off, "of": off + on})]
    return [*said, Reason("judged_meters_silent", {"n": silent})] if silent else said


def lit_beside(network: Network, found: Adverse, row: int) -> int:
    """Areas beside a cut, under the next one above, that have read lit since it began."""
    cuts = network.cuts
    above = int(cuts.parent[row])
    if above < 0:
        return 0
    since = found.onsets.episode[cuts.feeder[row]]
    lit, inside = (np.count_nonzero(found.lit_at[cuts.areas_below(one)] >= since) for one in (above, row))
    return int(lit - inside)


def _sum(column: Rows) -> int:
    """Of a few rows: numpy's own ``sum`` takes longer to begin than to add."""
    return int(np.add.reduce(column))
