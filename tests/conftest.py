"""What every test may ask for. Qt draws offscreen here, whatever display the machine has."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a neighbour's load must fail no test
settings.load_profile("any machine")

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the recorded storms, which lies beside the clone and is not a part of it."""
    if not SHARED.is_dir():
        pytest.skip("the recorded storms (folder `shared` beside the clone) are not on this machine")
    return SHARED
