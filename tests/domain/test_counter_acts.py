"""Counter-acts: each leads back by the life cycle itself, and what cannot be taken back has none."""

from wallboard.domain.commands import VERBS
from wallboard.domain.counter_acts import COUNTER, counter_act
from wallboard.domain.life_cycle import MOVES


def test_that_a_counter_act_is_legal_where_its_act_leads() -> None:
    for verb, counter in COUNTER.items():
        if verb not in MOVES:
            assert ("room", verb) in VERBS and ("room", counter) in VERBS
            continue
        leads = MOVES[verb].to
        assert leads is None or leads in MOVES[counter].stages, verb


def test_that_it_has_all_that_it_needs_but_words() -> None:
    for verb in COUNTER:
        counter = counter_act(verb, {"subject": "call/1", "words": "x", "to": "y", "code": "z"})
        assert counter is not None
        needs = set(MOVES[counter.verb].needs) if counter.verb in MOVES else set()
        assert needs == set(counter.args) | ({"words"} if counter.asks else set())


def test_that_what_was_told_or_done_outside_is_not_taken_back() -> None:
    for verb in ("set_out", "arrive", "mark_told", "send_message", "note", "sign", "call_back", "release"):
        assert counter_act(verb, {}) is None
