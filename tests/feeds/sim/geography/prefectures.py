"""Small prefectures for tests: the real ground, a twentieth of everything, built once."""

from functools import cache

from feeds.prefecture_ground import read_ground
from feeds.sim.geography.given import Given
from feeds.sim.geography.model import Prefecture
from feeds.sim.geography.prefecture import Size, assemble, build
from wallboard.config.load import resource_root
from wallboard.state.atlas import Atlas, unpack

SHARE = 0.05
SIZE = Size.of(SHARE)


@cache
def given() -> Given:
    """The shipped ground."""
    return read_ground(resource_root() / "maps")


@cache
def prefecture() -> Prefecture:
    """Its parts, seed 7."""
    return assemble(given(), 7, SIZE)


@cache
def atlas() -> Atlas:
    """Its atlas, seed 7."""
    return unpack(build(given(), 7, SIZE))
