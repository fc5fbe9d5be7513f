"""What spreadsheets do to text in a CSV file."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Text that begins like this runs as a formula; an apostrophe before it prevents that."""
