"""What the room knows, and how the program is put together."""

__version__ = "0.1.0"
