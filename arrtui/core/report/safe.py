"""Escape text for cells of spreadsheets and for data inside a page."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from arrtui.core.text import FORMULA_STARTS, without_controls

Value: TypeAlias = str | int | float | bool | None

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_IN_SCRIPT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def cell(value: Value) -> str | int | float:
    """Return a line that no spreadsheet takes for a formula; numbers stay numbers, also in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    is_formula = value.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(value)
    return f"'{without_controls(value)}" if is_formula else without_controls(value)


def script_json(value: Any) -> str:
    """Return JSON that may stand in a ``script`` element: nothing in it ends the element or opens another."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_IN_SCRIPT)
