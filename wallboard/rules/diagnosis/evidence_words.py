"""Why a device is judged open, as reasons in the viewer's words: what is behind it, beside it, and read."""

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
    said += meter_words(heard, found, areas)
    calls = int(found.calls[areas].sum())
    if calls:
        said.append(Reason("judged_calls", {"n": calls}))
    beside = lit_beside(network, found, row)
    if beside:
        said.append(Reason("judged_neighbours_lit", {"n": beside}))
    passed = [device for device in found.current.tolist() if cuts.row_of_device[device] == row]
    return said + [Reason("judged_current", {"device": network.named.devices[one]}) for one in passed]


def meter_words(heard: Heard, found: Adverse, areas: Rows) -> list[Reason]:
    """Of the meters of these areas: how many of those that answered are off, how many are silent."""
    counted = areas[found.counts[areas]]
    off, on = int(heard.off[counted].sum()), int(heard.on[counted].sum())
    said = [Reason("judged_meters_dark", {"off": off, "of": off + on})] if off else []
    silent = int(heard.silent[areas].sum())
    return [*said, Reason("judged_meters_silent", {"n": silent})] if silent and off else said


def lit_beside(network: Network, found: Adverse, row: int) -> int:
    """Areas beside a cut, under the next one above, that have read lit since it began."""
    cuts = network.cuts
    above = int(cuts.parent[row])
    if above < 0:
        return 0
    since = found.onsets.episode[cuts.feeder[row]]
    lit, inside = (found.lit_at[cuts.areas_below(one)] >= since for one in (above, row))
    return int(lit.sum()) - int(inside.sum())
