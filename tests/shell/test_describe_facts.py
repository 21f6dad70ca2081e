"""The page of the fact table is written from the code and says everything that the code knows."""

import json

from feeds.codec import decode_fact
from wallboard.domain.fact_table import SPECS
from wallboard.domain.outages import OutageExtent
from wallboard.shell.describe_facts import PAGE, example_json, field_comments, in_order, page


def test_that_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"


def test_that_every_type_stands_in_it_once_with_its_subject() -> None:
    text = page()
    assert len(in_order()) == len(SPECS)
    for spec in SPECS.values():
        assert text.count(f"### {spec.type}\n") == 1
        assert f"`{spec.noun}/KEY/{spec.aspect}" in text


def test_that_every_type_says_what_it_means() -> None:
    assert "What a fact says" not in page()
    assert all(spec.cls.__doc__ for spec in SPECS.values())


def test_that_every_example_is_a_fact_that_the_codec_takes() -> None:
    for spec in SPECS.values():
        text = example_json(spec)
        assert json.loads(text)["type"] == spec.type
        assert decode_fact(text.encode()).data == spec.example


def test_that_units_and_comments_of_the_code_reach_the_page() -> None:
    assert field_comments(OutageExtent)["area_class"].startswith("urban")
    assert "longitude, degrees, WGS-84" in page()
    assert "number, 0 to 1" in page()
