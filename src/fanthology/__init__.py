"""Fanthology: fan-fiction files in, an archive out."""

__version__ = "0.1.0"
