"""The outages of the repair-command page: open ones, each once, the worst first (d.77)."""

from tests.state.queries.faces import NOW
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageAlias, OutageExtent, OutageStageClaim
from wallboard.domain.terms import OutageStage
from wallboard.state.queries import worst_outages
from wallboard.state.store import Store


def store_of(said: dict[str, list[Payload]]) -> Store:
    store = Store()
    facts = [(key, data) for key, datas in said.items() for data in datas]
    store.apply([Fact(data, key, NOW, "oms", str(i), NOW, i) for i, (key, data) in enumerate(facts, 1)])
    return store


def test_that_closed_and_merged_outages_have_no_row() -> None:
    store = store_of(
        {
            "oms/few": [OutageExtent(customers_out=3)],
            "oms/many": [OutageExtent(customers_out=40)],
            "oms/over": [OutageExtent(customers_out=900), OutageStageClaim(stage=OutageStage.CLOSED)],
            "oms/part": [
                OutageExtent(customers_out=900),
                OutageAlias(other="oms/many", how="merged"),
            ],
        }
    )
    assert [row.id for row in worst_outages(store.tables, 9)] == ["oms/many", "oms/few"]
    assert [row.id for row in worst_outages(store.tables, 1)] == ["oms/many"]
    assert not worst_outages(store.tables, 0)
