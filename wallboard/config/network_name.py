"""What ``network`` may say besides a path: ``town``, or ``prefecture:SEED``, a prefecture that is built."""

import re

TOWN = "town"
PREFECTURE = "prefecture:"
BUILT_WORDS = f'"{TOWN}", or a prefecture by its seed, as in "{PREFECTURE}7"'
_SEED = re.compile(r"prefecture:(0|[1-9][0-9]{0,8})")


def prefecture_seed(network: str) -> int | None:
    """The seed of ``prefecture:SEED`` (0 to 999,999,999); None for anything else."""
    found = _SEED.fullmatch(network)
    return int(found[1]) if found else None


def is_built(network: str) -> bool:
    """Whether it names a network that the program builds itself."""
    return network == TOWN or prefecture_seed(network) is not None
