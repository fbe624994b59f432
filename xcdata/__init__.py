"""A municipal gazette as tidy tables, every total proved and every error located."""

__version__ = "0.1.0"
