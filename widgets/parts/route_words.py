"""Whose an order is in words: its pool, the post, the name, and what rides along in its cell."""

from wallboard.domain.rows import GridCell
from wallboard.rules.ownership import Pool
from wallboard.state.queries.routing import Routing
from widgets.parts.ink import Run
from widgets.text import Text


def route_runs(routing: Routing, text: Text) -> tuple[Run, ...]:
    """``归属 网格业务 · 客户经理 王 · 协同 李 · 顺带 巡视 2``; nobody to go to is said in bold."""
    route = routing.route
    runs = [
        Run(text.t("route.title"), tone="muted", gap=8),
        Run(text.t(f"route.pool.{route.pool.value}"), gap=8),
    ]
    if route.skill:
        runs.append(Run(f"· {text.t(f'route.skill.{route.skill}')}", tone="muted", gap=8))
    runs.append(Run(f"· {text.t(f'route.post.{route.post.value}')}", tone="muted", gap=8))
    if routing.who:
        runs.append(Run(text.name(routing.who), elide=True, gap=8))
    grid = route.pool is Pool.GRID
    if route.vacant is not None and (grid or routing.told):
        words = text.reason(route.vacant) if grid else text.t("route.nobody")
        runs.append(Run(words, bold=True, glyph="diamond", elide=True, drop=1, gap=8))
    if route.beside:
        runs.append(Run(text.t("route.beside", who=text.name(route.beside)), tone="muted", drop=3, gap=8))
    along = along_words(routing.cell, text)
    if along:
        runs.append(Run(text.t("route.along", what=along), drop=2))
    return tuple(runs)


def along_words(cell: GridCell | None, text: Text) -> str:
    """Overdue jobs of the cell that can be done by whoever goes there anyway; "" of none."""
    if cell is None:
        return ""
    counts = (
        ("patrols", cell.patrols_overdue),
        ("inspections", cell.inspections_overdue),
        ("hazards", cell.hazards_open),
    )
    return " ".join(text.t(f"route.along.{name}", n=text.number(n)) for name, n in counts if n)
