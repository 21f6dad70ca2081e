"""Paths: plain names in any language, JMESPath for the rest, templates that leave out what is empty."""

import pytest

from feeds.mapping.paths import PathFault, compile_path, compile_template, roots_of, template_paths
from feeds.mapping.values import ValueFault, to_text
from wallboard.config.field_paths import path_fault, plain_names


def test_that_plain_names_need_no_quotes_in_any_language() -> None:
    record = {"Start Time": 1, "影响户数": 2, "a-b": {"c d": 3}}
    assert [compile_path(p)(record) for p in ("Start Time", "影响户数", "a-b.c d", "none.at all")] == [
        1,
        2,
        3,
        None,
    ]
    assert plain_names("a.b") == ("a", "b") and plain_names("a[0]") is None
    assert path_fault("a..b") is not None and path_fault("length(a)") is None


def test_that_jmespath_reaches_what_names_cannot() -> None:
    record = {"kids": [{"n": 1}, {"n": 2}], "status": "Closed"}
    assert compile_path("sum(kids[].n)")(record) == 3
    assert compile_path("status == 'Closed'")(record) is True
    assert compile_path("kids[-1].n")(record) == 2


def test_that_a_path_that_does_not_parse_or_cannot_be_followed_is_told() -> None:
    with pytest.raises(PathFault):
        compile_path("a[")
    with pytest.raises(ValueFault):
        compile_path("sum(a)")({"a": "text"})


def test_that_a_path_knows_on_which_fields_it_depends() -> None:
    assert roots_of("a.b") == {"a"}
    assert roots_of("length(kids || `[]`)") == {"kids"}
    found = roots_of("a && b != c.d")
    assert found is not None and found >= {"a", "b", "c"}
    assert roots_of("@") is None and roots_of("keys(@)") is None and roots_of("*.a") is None
    inner = roots_of("kids[?@.n > `1`].n")
    assert inner is not None and "kids" in inner


def test_that_templates_leave_out_what_is_empty() -> None:
    fill = compile_template("{town}, {street} {nr}", to_text)
    assert fill({"town": "A", "street": "B", "nr": 3}) == "A, B 3"
    assert fill({"town": "A"}) == "A"
    assert fill({"street": "B", "nr": 3}) == "B 3"
    assert fill({}) is None
    assert compile_template("INC-{id}", to_text)({"id": 7}) == "INC-7"
    assert template_paths("{a}-{b.c}") == ["a", "b.c"]
