"""The tables of a desk: one file declares one, one line here brings it to the desk."""

from widgets.tables import alarms, cells, connections, crews, orders, outages, plans, vans
from widgets.tables.columns import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        orders.TABLE,
        outages.TABLE,
        crews.TABLE,
        vans.TABLE,
        cells.TABLE,
        connections.TABLE,
        plans.TABLE,
        alarms.TABLE,
        alarms.SHELVED,
    )
}
"""By name, in the order in which keys go through them."""
