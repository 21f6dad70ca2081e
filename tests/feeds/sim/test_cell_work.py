"""The cells' daily work: plausible at the start, done by visits by day, not while a level stands."""

from statistics import mean

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.cell_work import ABNORMAL_LOSS, CellRounds
from feeds.sim.spells import Spells
from wallboard.config.scenario import load_scenario
from wallboard.domain.connections import CellWork

CELLS = {f"网格 {row:03d}": row % 50 > 0 for row in range(600)}


def lived(name: str, hours: float) -> list[dict[str, CellWork]]:
    """Each cell's work as first told, and as told last."""
    scenario = load_scenario(name)
    agenda = Agenda(scenario.start_at)
    outbox = Outbox(7, agenda, Spells(scenario))
    rounds = CellRounds(7, scenario, agenda, outbox, CELLS)
    agenda.at(scenario.start_at, rounds.begin)
    first: dict[str, CellWork] = {}
    last: dict[str, CellWork] = {}
    agenda.run(scenario.start_at + hours * 3600.0)
    for fact in outbox.due(scenario.start_at + hours * 3600.0 + 60.0):
        assert isinstance(fact.data, CellWork)
        first.setdefault(fact.key, fact.data)
        last[fact.key] = fact.data
    return [first, last]


def test_that_most_cells_owe_little_and_a_few_lose_too_much() -> None:
    first, _ = lived("day", 0.1)
    assert len(first) == 600
    assert 1.1 < mean(work.hazards_open for work in first.values()) < 2.0
    assert 0.1 < mean(work.patrols_overdue > 0 for work in first.values()) < 0.25
    assert all(0.85 < (work.contact_coverage or 0.0) < 1.0 for work in first.values())
    assert 5 < sum((work.line_loss or 0.0) > ABNORMAL_LOSS for work in first.values()) < 40


def test_that_visits_take_work_off_the_list_by_day_only_and_nobody_goes_where_nobody_owns() -> None:
    first, noon = lived("day", 6.0)
    _, night = lived("day", 13.0)
    _, later = lived("day", 14.0)
    removed = sum(work.hazards_removed for work in noon.values())
    assert 60 < removed < 600 and night == later
    assert all(
        work.hazards_removed == 0 for key, work in later.items() if not CELLS[key.removeprefix("roster/")]
    )
    assert mean((w.contact_coverage or 0.0) for w in noon.values()) > mean(
        (w.contact_coverage or 0.0) for w in first.values()
    )


def test_that_ride_along_jobs_wait_while_a_response_level_stands() -> None:
    _, last = lived("typhoon", 12.0)
    assert sum(work.hazards_removed for work in last.values()) == 0
    assert lived("typhoon", 2.0) == lived("typhoon", 2.0)
