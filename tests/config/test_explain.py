"""From msgspec's words to a person's."""

from typing import Annotated, Literal

import msgspec
import pytest

from wallboard.config.explain import Explained, explain, explain_all
from wallboard.config.values import ConfigStruct


class Inner(ConfigStruct, frozen=True):
    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    share: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1.0
    word: Literal["near", "far"] | None = None
    code: Annotated[str, msgspec.Meta(pattern="^x", description="a code that begins with x")] = "x"


class Outer(ConfigStruct, frozen=True):
    inner: Inner
    many: dict[str, Inner] = {}
    either: int | list[str] | None = None
    pair: tuple[int, str] = (0, "")
    flag: bool = False


def said(**document: object) -> Explained:
    tree = {"inner": {}, **document}

    def convert(value: object) -> object:
        return msgspec.convert(value, Outer)

    with pytest.raises(msgspec.ValidationError) as caught:
        convert(tree)
    return explain(caught.value, tree, Outer, convert)


@pytest.mark.parametrize(
    ("document", "path", "remedy"),
    [
        ({"inner": {"count": -1}}, "inner.count", "give a whole number of 0 or more"),
        ({"inner": {"share": 0}}, "inner.share", "give a number above 0, at most 1"),
        ({"inner": {"word": "nar"}}, "inner.word", 'did you mean "near"? Allowed: far, near'),
        ({"inner": {"code": "y"}}, "inner.code", "write a code that begins with x"),
        ({"many": {"a.b": {}, "c d": {"count": "1"}}}, "many.c d.count", "write it without quotes"),
        ({"many": {"a.b": {"count": True}}}, 'many."a.b".count', "give a whole number"),
        ({"either": "x"}, "either", 'write ["x"]'),
        ({"pair": [1]}, "pair", "give an array [ … ] of 2"),
        ({"pair": [1, 2]}, "pair[1]", 'put it in quotes: "2"'),
        ({"flag": "yes"}, "flag", "give true or false without quotes"),
        ({"inner": 3}, "inner", "give a table"),
        ({"innr": 3}, "innr", 'did you mean "inner"? Allowed: inner, many, either, pair, flag'),
    ],
)
def test_that_place_and_remedy_are_exact(document: dict[str, object], path: str, remedy: str) -> None:
    told = said(**document)
    assert (told.path, told.remedy) == (path, remedy)


def test_that_the_faults_behind_the_first_are_told_too_and_the_rest_is_read() -> None:
    tree = {"inner": {"count": -1, "word": "middle"}, "flag": "yes", "colour": 1, "pair": [4, "x"]}

    def convert(value: object) -> Outer:
        return msgspec.convert(value, Outer)

    with pytest.raises(msgspec.ValidationError) as error:
        convert(tree)
    found, rest = explain_all(error.value, tree, Outer, convert)
    assert [one.path for one in found] == ["inner.count", "inner.word", "flag", "colour"]
    assert rest == Outer(Inner(), pair=(4, "x"))
    with pytest.raises(msgspec.ValidationError) as error:
        convert({"flag": 3})
    found, rest = explain_all(error.value, {"flag": 3}, Outer, convert)
    assert [one.path for one in found] == ["flag", "inner"] and rest is None
