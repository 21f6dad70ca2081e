"""Busbars and feeders of a small network, as a person would draw them."""

from wallboard.state.medium_voltage import MediumVoltage, Wires, switches_in

IDS = ["H", "B", "B2", "P1", "P2", "Q1", "L1", "L2", "Z1", "Z2"]
EDGES = [
    # kind, a, b, closed, km, switches
    (1, "H", "B", 1, 0.0, ""),
    (2, "B", "B2", 1, 0.0, ""),
    (0, "B", "P1", 1, 1.0, "B:CB:1"),
    (0, "P1", "P2", 1, 2.0, "P1:LBS:1"),
    (0, "B2", "Q1", 1, 4.0, "B2:CB:1"),
    (0, "P2", "Q1", 0, 1.0, "P2:LBS:0"),
    (1, "P2", "L1", 1, 0.0, ""),
    (0, "L1", "L2", 1, 0.1, ""),
    (0, "Z1", "Z2", 1, 0.5, ""),
]


def medium() -> MediumVoltage:
    kind, a, b, closed, km, switches = zip(*EDGES, strict=True)
    kv = [110.0, 10.0, 10.0, 10.0, 10.0, 10.0, 0.4, 0.4, 10.0, 10.0]
    ends = [[IDS.index(node) for node in column] for column in (a, b)]
    return MediumVoltage(Wires(IDS, kv, [1] + [0] * 9, kind, ends[0], ends[1], closed, km, switches))


def test_that_a_closed_switch_makes_one_busbar_of_two() -> None:
    busbars = {IDS[node]: IDS[home] for node, home in medium().busbars.items()}
    assert busbars == {"B": "B", "B2": "B"}


def test_that_feeders_end_at_busbars_and_open_points() -> None:
    found = medium()
    feeders = {IDS[node]: found.feeder_of(node) for node in range(len(IDS))}
    assert feeders["P1"] == feeders["P2"] != feeders["Q1"]
    assert feeders["B"] is feeders["L1"] is feeders["H"] is None
    assert sorted(found.km.values()) == [0.5, 3.0, 4.0], "a piece that no busbar feeds is one too"
    assert len(found.outlets) == 2, "but has no way out of a busbar"


def test_that_low_voltage_belongs_to_the_feeder_above_it() -> None:
    found = medium()
    below = {IDS[node]: feeder for node, feeder in found.below().items()}
    assert below["L1"] == below["L2"] == below["P1"] and "H" not in below and "B" not in below
    assert found.areas([IDS.index("L1")]) == {below["P1"]: 1}
    assert found.sections()[below["P1"]] == 2


def test_that_switches_are_read_from_their_text() -> None:
    assert switches_in("M:LBS:1;N:CB:0") == [("M", "LBS", True), ("N", "CB", False)]
    assert switches_in("") == [] == switches_in("nonsense;;a:b;::")
