"""The feed's reference is what the code says."""

from pathlib import Path

import msgspec
import pytest

from feeds.describe import documents, facts_schema
from wallboard.domain.fact_table import SPECS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(documents()))
def test_that_the_reference_is_what_the_code_says(name: str) -> None:
    found = (DOCS / name).read_bytes()
    assert found == documents()[name], f"docs/{name} is old: run python -m feeds.describe"


def test_that_every_fact_type_is_described() -> None:
    kinds = {kind["properties"]["type"]["const"] for kind in facts_schema()["oneOf"]}
    assert kinds == set(SPECS)


def test_that_every_reference_inside_a_document_leads_somewhere() -> None:
    for text in documents().values():
        document = msgspec.json.decode(text)
        for pointer in _pointers(document):
            if pointer.startswith("#/"):
                there = document
                for step in pointer[2:].split("/"):
                    there = there[step]


def _pointers(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [p for inner in value.values() for p in _pointers(inner)]
    return [p for inner in value for p in _pointers(inner)] if isinstance(value, list) else []
