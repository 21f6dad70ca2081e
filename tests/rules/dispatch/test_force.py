"""The arrays say of every crew and order what the rule for one says."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.dispatch.crews import HOME, NEXT, NOW, hand
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch.able import Hand, Need, hindrances
from wallboard.rules.dispatch.force import Force
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()

crews = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["", HOME, NEXT]),
        "skills": st.sampled_from([(), ("lv",), ("lv", "mv")]),
        "authorised": st.sampled_from([(), (HOME,), (HOME, NEXT)]),
        "persons": st.integers(0, 3),
        "spares": st.sampled_from([(), ("fuse",)]),
        "status": st.sampled_from([None, *CrewStatus]),
        "shift_ends_at": st.one_of(st.none(), st.floats(NOW, NOW + 9000)),
        "fix_age": st.one_of(st.none(), st.floats(0, 90_000)),
    }
)
needs = st.builds(
    Need,
    order=st.just("hub/R-1"),
    lon=st.just(112.7),
    lat=st.just(22.4),
    unit=st.sampled_from(["", HOME, NEXT]),
    skill=st.sampled_from(["", "lv", "mv"]),
    spares=st.sampled_from([(), ("fuse",)]),
    work=st.one_of(st.none(), st.floats(0, 7000)),
)


@settings(deadline=None)
@given(st.lists(crews, min_size=1, max_size=6), st.lists(needs, min_size=1, max_size=4), st.data())
def test_that_the_arrays_say_what_the_rule_says(
    said: list[dict[str, Any]], asked: list[Need], data: st.DataObject
) -> None:
    hands = [hand(f"c{row}", 1, **fields) for row, fields in enumerate(said)]
    minutes = st.sampled_from([0.0, 300.0, 2400.0, np.inf])
    seconds = np.array([[data.draw(minutes) for _ in hands] for _ in asked])
    able = Force(hands, RULES).able(asked, seconds, NOW)
    for row, need in enumerate(asked):
        for column, one in enumerate(hands):
            on_its_way = Hand(crew=one.crew, seconds=float(seconds[row, column]), fix_age=one.fix_age)
            assert able[row, column] == (not hindrances(need, on_its_way, NOW, RULES))
