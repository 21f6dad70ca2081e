"""The one registry of a desk's actions: each has a key of its own and words in both languages."""

import pytest

from wallboard.domain.commands import VERBS
from wallboard.domain.life_cycle import MOVES
from widgets.desk_actions import ACTIONS, BY_KEYS, KEYS, VIEWS, key_words
from widgets.text import Text


def test_that_every_verb_of_an_order_has_an_action_with_a_key_of_its_own() -> None:
    verbs = {verb for noun, verb in VERBS if noun == "order"} | {"focus", "take_back"}
    assert verbs <= {action.name for action in ACTIONS.values() if action.verb}
    assert len(BY_KEYS) == len(ACTIONS)
    assert all(ACTIONS[name].asks == move.needs for name, move in MOVES.items())


def test_that_what_may_be_said_is_asked_for_after_what_must_and_frequent_verbs_stay_one_key() -> None:
    for name, move in MOVES.items():
        assert set(ACTIONS[name].may) <= set(move.may) - set(move.needs)
    assert ACTIONS["call_back"].may == ("supplied", "score", "words")
    assert ACTIONS["decide"].may == ("code",) and ACTIONS["link"].may == ("code", "words")
    assert ACTIONS["assign"].may == ("words",), "the reason is recorded (d.20)"
    one_key = ("accept", "set_out", "arrive", "take_over", "release", "resume", "contact", "archive")
    assert not any(ACTIONS[name].asks or ACTIONS[name].may for name in one_key)
    assert ACTIONS["mark_told"].may == ("customers",) and ACTIONS["supervise"].may == ("words",)


def test_that_a_verb_without_a_key_is_given_one_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from widgets import desk_actions

    monkeypatch.setitem(desk_actions.MOVES, "brand_new", MOVES["urge"])
    monkeypatch.setitem(desk_actions.MOVES, "newer_still", MOVES["urge"])
    made = {action.name: action.keys for action in desk_actions._all()}
    assert made["brand_new"] not in KEYS.values() and made["brand_new"].startswith(("Shift+", "Alt+"))
    assert len(set(made.values())) == len(made)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_action_has_words_and_its_keys_are_shown(lang: str) -> None:
    text = Text(lang)
    for action in ACTIONS.values():
        assert action.words(text)
        assert key_words(action.keys, text)
        assert not action.needs or text.has(f"reason.{action.needs.value}")
    assert key_words("Up", text) == "↑"
    assert [ACTIONS[f"view_{view}"].keys for view in VIEWS][:3] == ["1", "2", "3"]
