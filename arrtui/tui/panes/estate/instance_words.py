"""What the editor of an instance says of its fields, and which field a problem belongs to. Pure."""

from __future__ import annotations

from arrtui.core.config import MASK
from arrtui.core.errors import ConfigProblem

KEY_MISSING = "is missing; the app shows it under Settings, General"
"""Instead of what the configuration file would take, which is no help in a dialog."""
TLS_HINT = "yes, no, or the path of a CA file"
HEADER_HINT = f"Name: value, one to a line; {MASK} keeps what is stored"


def field_of(problem: ConfigProblem, name: str) -> str:
    """Return the field that a problem of the instance of that name belongs to.

    A problem without a field is about the name, which may have dots in it that no name should have.
    """
    under, inside, rest = problem.path.partition(f"{name}.")
    field = rest.partition(".")[0] if inside and not under else "label"
    return "api_key" if field == "api_key_file" else field
