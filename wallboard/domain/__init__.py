"""Nouns of the trade: facts, terms, the clock. Standard library and msgspec only."""
