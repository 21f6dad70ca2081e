"""Facts in, changes out: tables with one writer, pure reducers, pure queries."""
