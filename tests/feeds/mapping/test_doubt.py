"""Doubt, drops and caps by themselves."""

from feeds.mapping.doubt import Cap, Drops, is_doubtful
from wallboard.config.mapping_file import CapRule, DoubtRule


def test_that_doubt_needs_both_a_number_and_a_share() -> None:
    rule = DoubtRule()
    assert is_doubtful(rule, 1166, 1125) and is_doubtful(rule, 64, 50)
    assert not is_doubtful(rule, 49, 49) and not is_doubtful(rule, 1000, 149)
    assert is_doubtful(rule, 1000, 150)


def test_that_a_drop_is_marked_from_the_half_that_came_back_on() -> None:
    drops = Drops(DoubtRule(), 3600)
    drops.lost(["a", "b", "c", "d"], 0)
    drops.lost(["alone"], 0)
    assert drops.returned(["a"]) == set() and drops.returned(["alone"]) == set()
    assert drops.returned(["b"]) == {"a", "b", "c", "d"}
    assert drops.returned(["c"]) == {"c"}
    drops.sweep(3601)
    assert drops.returned(["d"]) == set()


def test_that_a_cap_is_a_round_plateau_a_known_number_or_the_documents_word() -> None:
    cap = Cap(CapRule())
    assert not cap.observe(2000, True, False) and cap.observe(2000, True, False)
    assert cap.observe(2000, False, False) and not cap.observe(1999, True, False)
    odd = Cap(CapRule())
    assert not [n for n in range(3) if odd.observe(1001, True, False)]
    assert Cap(CapRule(rows=100)).observe(100, False, False)
    assert Cap(CapRule()).observe(3, False, True)
