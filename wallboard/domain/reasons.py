"""Reasons are data: a code and its arguments, rendered in the viewer's language (design 4)."""

import msgspec


class Reason(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Why something is so: ``code`` names a sentence of the catalogues, ``args`` fill it."""

    code: str
    args: dict[str, str | int | float] = {}
