"""Saved pages of FanFiction.net and FictionPress, of the layouts since 2001: one module an idea."""
