"""The composition root: command line, windows, the pump. Everything is put together here."""
