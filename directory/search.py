"""The search of the directory."""

from __future__ import annotations

from directory.query import Card, CardPhone, Query, Results

__all__ = ["Card", "CardPhone", "Query", "Results"]
