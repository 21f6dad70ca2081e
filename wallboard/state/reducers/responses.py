"""Response levels in their issuer's own words."""

from wallboard.domain.roster import ResponseLevel
from wallboard.domain.rows import Response
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Response | None:
    held = thing.aspects.get("level")
    if held is None or not isinstance(data := held.data, ResponseLevel):
        return None
    fields = {name: getattr(data, name) for name in ResponseLevel.__struct_fields__}
    since = held.at if data.since is None else data.since  # clocks that ran out before it are not held
    return Response(id=key, **{**fields, "since": since})
