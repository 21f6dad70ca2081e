"""Networks of a few devices, and rates for them."""

from collections.abc import Sequence

from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import DeviceTree, fill_below
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters, DevicePosition


def tree_of(devices: Sequence[tuple[str, int]], customers: int = 100) -> DeviceTree:
    """(kind, number of the device above or -1), upper ones first; each transformer has an area."""
    tree = DeviceTree([], [], [], [], [], [], [], [], [], [], [], {})
    for number, (kind, above) in enumerate(devices):
        area = -1
        if kind == "transformer":
            area = len(tree.names)
            tree.names.append(f"TA-{area + 1}")
            tree.customers.append(customers)
            tree.leaf.append(number)
        tree.id.append(f"{kind}-{number}" if area < 0 else tree.names[area])
        tree.kind.append(kind)
        tree.above.append(above)
        tree.feeder.append(0)
        tree.area.append(area)
        tree.km.append(1.0)
    fill_below(tree)
    return tree


def rates_for(devices: int, opens: float = 1e-5) -> Rates:
    """Plain figures, the same for all devices."""
    return Rates(
        opens=(opens,) * devices,
        held=(1500.0, 3300.0),
        switched=(0.3, 360.0, 960.0),
        parted=1.5,
        parts_after=((0.6, 360.0, 960.0), (0.4, 2100.0, 5700.0)),
        refed=0.25,
        unread=0.02,
        hold=(50.0, 260.0),
        latency=(4.0, 30.0),
        late=0.2,
        late_by=(300.0, 1800.0),
        dead=0.12,
        missed=900.0,
        silent=0.02,
        calls=0.035,
        own=0.3,
        first=30.0,
        mean=840.0,
        stray=(1e-5,) * devices,
        more=4e-4,
        scada=(2.0, 9.0),
        scada_late=0.06,
        scada_late_by=(30.0, 180.0),
        shows=0.3,
        misses=0.12,
        false=0.0035,
        shows_by=(10.0, 90.0),
    )


def called(area: str, at: float) -> Fact:
    """A call that was located."""
    return Fact(CallReport(channel="95598", received_at=at, area=area), "95598", at, "95598", seen=at)


def counted(area: str, at: float, *, off: int, on: int, silent: int = 0) -> Fact:
    """Counts of an area."""
    data = AreaMeters(off=off, on=on, silent=silent, total=off + on + silent)
    return Fact(data, f"metering/{area}", at, "metering", seen=at)


def read(device: str, at: float, *, closed: bool, good: bool = True) -> Fact:
    """A position."""
    return Fact(DevicePosition(closed=closed, good=good), f"scada/{device}", at, "scada", seen=at)
