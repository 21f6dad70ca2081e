"""Response levels in their issuer's own words."""

from wallboard.domain.roster import ResponseLevel
from wallboard.domain.rows import Response
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Response | None:
    held = thing.aspects.get("level")
    if held is None or not isinstance(data := held.data, ResponseLevel):
        return None
    return Response(id=key, **{name: getattr(data, name) for name in ResponseLevel.__struct_fields__})
