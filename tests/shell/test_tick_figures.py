"""What the ticks cost."""

from wallboard.shell.tick_figures import TickFigures


def test_that_quantiles_are_those_of_the_costs() -> None:
    figures = TickFigures()
    for n in range(1, 101):
        figures.note(n / 1000, facts=2, waiting=n)
    cost = figures.cost()
    assert (cost.p50, cost.p99, cost.worst) == (51.0, 100.0, 100.0)
    assert (cost.ticks, cost.facts, cost.waiting) == (100, 200, 100)


def test_that_before_the_first_tick_all_is_zero() -> None:
    assert TickFigures().cost().worst == 0.0


def test_that_memory_is_bounded() -> None:
    figures = TickFigures()
    for _ in range(30_000):
        figures.note(0.001, 1, 0)
    assert len(figures._costs) == 20_000
    assert figures.cost().ticks == 30_000
