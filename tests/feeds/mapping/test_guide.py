"""The guide's worked example does what the guide says."""

import re
from pathlib import Path

from tests.feeds.mapping.bench_feed import facts_of
from wallboard.domain.facts import spec_of
from wallboard.domain.outages import OutageExtent, OutageWork

GUIDE = Path(__file__).parents[3] / "docs" / "mapping.md"


def test_that_the_worked_example_makes_the_facts_that_it_promises() -> None:
    blocks = re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (document, mapping) = (body for language, body in blocks[:2])
    facts = facts_of(mapping, "list.json", document.encode())
    assert [spec_of(fact.data).type for fact in facts] == ["outage.extent", "outage.stage", "outage.work"]
    extent, work = facts[0].data, facts[2].data
    assert isinstance(extent, OutageExtent) and isinstance(work, OutageWork)
    assert (extent.customers_out, extent.nature, work.status) == (1204, "unplanned", "en_route")
    assert {fact.key for fact in facts} == {"north-grid/A-17"}
