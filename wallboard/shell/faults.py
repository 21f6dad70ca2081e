"""Exit codes, and the errors by which every command says that its input or its use is at fault."""

from collections.abc import Iterator
from contextlib import contextmanager

EXIT_GOOD, EXIT_INPUT, EXIT_USAGE, EXIT_OURS = 0, 1, 2, 3


class InputError(Exception):
    """The input is at fault; the message names the file, the field and the remedy."""


class UsageError(InputError):
    """Options that do not go together; the message names them and the remedy."""


@contextmanager
def input_faults(*kinds: type[Exception]) -> Iterator[None]:
    """Turns the named errors of the lower layers into ``InputError`` for the command line."""
    try:
        yield
    except kinds as error:
        raise InputError(str(error)) from error
