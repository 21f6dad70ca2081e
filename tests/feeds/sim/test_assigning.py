"""All who wait and all who are free, by the one solver (d.116)."""

import math

from feeds.sim.assigning import Assigned
from feeds.sim.policy import Waiting

NOW = 1_700_000_000.0


def waits(case: str, customers: int, key: int = 0, since: float = NOW) -> Waiting:
    return Waiting(case, customers, key, since, main=False)


def test_that_both_are_served_sooner_where_the_nearest_crew_goes_to_the_other_one() -> None:
    metres = {("a", "1"): 4000.0, ("b", "1"): 6000.0, ("a", "2"): 5000.0, ("b", "2"): 60_000.0}
    jobs = [waits("1", 50), waits("2", 50)]
    assert Assigned().choose(jobs, ["a", "b"], lambda crew, case: metres[crew, case], NOW) == [
        ("1", "b"),
        ("2", "a"),
    ]


def test_that_who_may_not_go_is_not_sent_and_the_case_waits_on() -> None:
    may = {("a", "1")}

    def metres(crew: str, case: str) -> float:
        return 4000.0 if (crew, case) in may else math.inf

    assert Assigned().choose([waits("1", 9), waits("2", 900)], ["a", "b"], metres, NOW) == [("1", "a")]
    assert Assigned().choose([], ["a"], metres, NOW) == []
    assert Assigned().choose([waits("1", 9)], [], metres, NOW) == []


def test_that_with_one_crew_the_key_customer_goes_first_and_long_waiting_counts() -> None:
    def near(crew: str, case: str) -> float:
        return 5000.0

    jobs = [waits("many", 400), waits("hospital", 3, key=1)]
    assert Assigned().choose(jobs, ["a"], near, NOW) == [("hospital", "a")]
    jobs = [waits("new", 40), waits("old", 1, since=NOW - 4 * 3600)]
    assert Assigned().choose(jobs, ["a"], near, NOW) == [("old", "a")]
