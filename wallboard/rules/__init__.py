"""Pure functions over facts and rows: no state, no Qt, no I/O, no clock."""
