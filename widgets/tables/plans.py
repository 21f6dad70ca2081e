"""The table of planned work: windows, notice, return planned against actual."""

from widgets.tables.columns import Table, choice, instant, named, number

TABLE = Table(
    "plans",
    (
        named("plan_title", lambda plan: plan.title, 150, share=2.0),
        choice("plan_state", lambda plan: plan.state, "plan.state", 74),
        named("region", lambda plan: plan.region, 80, share=0.6, drop=2),
        number("customers", lambda plan: plan.customers, 88),
        number("key_customers", lambda plan: plan.key_customers or None, 48, drop=4),
        instant("window_from", lambda plan: plan.window_from),
        instant("window_to", lambda plan: plan.window_to),
        instant("noticed", lambda plan: plan.noticed_at, drop=1),
        instant("returned_at", lambda plan: plan.returned_at, drop=3),
        instant("new_return", lambda plan: plan.new_return_at, usual=False),
        number("served", lambda plan: plan.customers_noticed, usual=False),
    ),
    noun="plan",
    line=lambda tables, key: tables.plans[key],
    sort="window_from",
    place_of=lambda plan, tables: None if plan.lon is None or plan.lat is None else (plan.lon, plan.lat),
    nouns=("plan",),
)
