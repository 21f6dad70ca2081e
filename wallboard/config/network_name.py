"""What a room's ``network`` may say besides a path: ``prefecture:SEED``, a prefecture that is built."""

import re

PREFECTURE = "prefecture:"
_SEED = re.compile(r"prefecture:(0|[1-9][0-9]{0,8})")


def prefecture_seed(network: str) -> int | None:
    """The seed of ``prefecture:SEED`` (0 to 999,999,999); None for anything else."""
    found = _SEED.fullmatch(network)
    return int(found[1]) if found else None
