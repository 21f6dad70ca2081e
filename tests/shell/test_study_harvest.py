"""What is so, as the study counts it."""

from msgspec.structs import replace

from wallboard.config.scenario import FaultCounts, SetFault, load_scenario
from wallboard.shell.study_harvest import harvest, stage


def test_that_an_only_customers_service_line_counts_as_his_transformer() -> None:
    """Both leave the same customer dark; of an area of many a broken line leaves most lit and is not."""
    town, atlas = stage(load_scenario("town-storm"))
    customers = atlas.tables["areas"]["customers"].tolist()
    names = list(atlas.tables["areas"].texts("id"))
    only, many = names[customers.index(1)], names[max(range(len(names)), key=lambda area: customers[area])]
    faults = [SetFault(after=8400.0, kind="service", device=name, work=7200.0) for name in (only, many)]
    quiet = replace(town, faults=FaultCounts(), set_fault=faults, planned=[])
    case = harvest(quiet, 1, 1800.0, atlas=atlas)
    opened = {case.tree.id[device] for truth in case.truths for device in truth.open}
    dark = {case.tree.names[area] for truth in case.truths for area in truth.dark}
    assert (opened, dark) == ({only}, {only})


def test_that_it_is_open_below_an_open_breaker_too() -> None:
    """Nobody is asked for it while all of the feeder is dark, and who names it is not wrong."""
    town, atlas = stage(load_scenario("town-storm"))
    areas = atlas.tables["areas"]
    only = areas["customers"].tolist().index(1)
    name, feeder = areas.texts("id")[only], areas["line"].tolist()[only]
    faults = [
        SetFault(after=7400.0, kind="service", device=name, work=9000.0),
        SetFault(
            after=9000.0, kind="feeder", device=atlas.tables["feeders"].texts("id")[feeder], work=9000.0
        ),
    ]
    quiet = replace(town, faults=FaultCounts(), set_fault=faults, planned=[])
    case = harvest(quiet, 1, 300.0, 7200.0, atlas)
    unit = case.tree.twins[case.tree.leaf[only]]
    asked = [truth for truth in case.truths if unit in truth.open]
    below = [truth for truth in case.truths if unit in truth.other]
    assert asked
    assert below
    assert all(truth.open for truth in below)
