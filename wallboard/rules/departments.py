"""The four departments of an MV connection, and which of them holds it up (d.122).

Derived, never typed: the one with open tasks that has had them longest.
"""

from wallboard.domain.connections import DepartmentTask
from wallboard.domain.rows import Order

DEPARTMENTS = ("marketing", "capital_works", "production", "materials")
"""In the order of the lanes: 营销, 基建, 生产, 物资."""


def blocking(order: Order) -> str:
    """The department that an open connection waits for; "" where none has a task open."""
    waiting = [task for task in order.departments if task.open_tasks and task.since is not None]
    if not order.open or not waiting:
        return ""
    return min(waiting, key=lambda task: (task.since or 0.0, task.department)).department


def task_of(order: Order, department: str) -> DepartmentTask | None:
    """What a department said last of this connection; None where it has said nothing."""
    return next((task for task in order.departments if task.department == department), None)
