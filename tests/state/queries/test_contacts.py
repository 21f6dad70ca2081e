"""How many customers of an outage can be reached: its cell's contact coverage, else its bureau's (d.46)."""

from wallboard.domain.connections import CellOwners, CellWork
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.rows import Outage
from wallboard.state.queries.contacts import coverage_of
from wallboard.state.store import Store


def store_of(*cells: tuple[str, str, float | None]) -> Store:
    """cells: name, bureau, share with a contact."""
    said: list[tuple[str, Payload]] = []
    for name, region, share in cells:
        said.append((name, CellOwners(name=f"网格 {name}", region=region)))
        if share is not None:
            said.append((name, CellWork(contact_coverage=share)))
    store = Store()
    store.apply([Fact(data, key, 0.0, "grid", str(n), 0.0, n) for n, (key, data) in enumerate(said, 1)])
    return store


def test_that_an_outages_own_cell_says_it_else_the_mean_of_its_bureau_else_nobody() -> None:
    store = store_of(("a", "台山局", 0.9), ("b", "台山局", 0.7), ("c", "台山局", None), ("d", "新会局", 0.1))

    def found(**where: str) -> float | None:
        return coverage_of(Outage(id="o", source="oms", **where), store.tables)

    assert found(cell="网格 a", region="台山局") == found(cell="a") == 0.9
    assert found(cell="网格 c", region="台山局") == found(region="台山局") == 0.8
    assert found(region="恩平局") is None
