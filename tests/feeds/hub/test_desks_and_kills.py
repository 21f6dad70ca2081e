"""Desks that act at random on the same orders while their hub is killed: done once, or refused."""

import asyncio
from pathlib import Path

import pytest

from tests.soak.desks import Desks

DESKS, ACTS, KILLS = 4, 30, 3


@pytest.mark.slow
def test_that_desks_at_a_dying_hub_end_with_one_picture_and_no_act_done_twice(tmp_path: Path) -> None:
    found = asyncio.run(Desks(tmp_path, 7, DESKS).run(ACTS, KILLS))
    assert found["acts"] == DESKS * ACTS == found["accepted"] + found["refused"]
    assert found["legal_in_replay"] == found["accepted"] > 0
    assert found["codes"] > 3 and found["kills"] > 0
