"""What a desk may tell the world to do."""

import msgspec


class Command(msgspec.Struct, frozen=True):
    """An order to the town's crews, in force at ``at`` (epoch s).

    verb ``dispatch``: send the crew ``subject`` (``gps/C07``) to the outage ``args["outage"]``
    (``oms/O0012``). A crew that is not free, or an outage that has a crew, leaves it without effect.

    verbs ``send_van``, ``recall_van``: the same of the generator van ``subject``, to and from the outage
    ``args["outage"]``. One that is not free, or an outage that has one, leaves the first without effect.

    verb ``look``: the room has concluded the outage ``subject`` (``judged/YP2611230007``) by itself; somebody
    is to see what is at ``args["device"]`` (of ``args["kind"]``; ``customers``, ``key_customers``:
    believed to be dark). verb ``leave``: it is over.
    """

    at: float
    verb: str
    subject: str
    args: dict[str, str] = {}
