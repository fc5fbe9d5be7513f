"""The README's table of keys, made from the table of keys: ``python -m tests.tui.key_docs`` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from arrtui.tui.kit.key_table import KEY_TABLE, shown_keys

README = Path(__file__).parents[2] / "README.md"
_TABLE = re.compile(r"(?<=\n\| key \| does \|\n\|---\|---\|\n)(?:\|.*\n)+")


def key_lines() -> list[str]:
    """Return the rows of the table, a section after the other."""
    lines = []
    for title, section in KEY_TABLE.items():
        lines.append(f"| **{title}** | |")
        for entry in section.values():
            keys = " ".join(f"`{shown_keys(key)}`" for key in entry.keys.split(","))
            lines.append(f"| {keys} | {entry.meaning} |")
    return lines


def readme_lines() -> list[str]:
    """Return the rows that the README has now."""
    match = _TABLE.search(README.read_text(encoding="utf-8"))
    assert match, "the README has no table of keys"
    return match[0].splitlines()


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(_TABLE.sub("\n".join(key_lines()) + "\n", text), encoding="utf-8")
