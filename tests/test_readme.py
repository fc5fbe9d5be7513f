"""The README names files and options that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_map_names_files_that_exist() -> None:
    named = re.findall(r"`((?:arrtui|tests)/[\w/.]+)`", README)
    missing = [name for name in named if "NAME" not in name and not (ROOT / name).exists()]
    assert len(named) > 25
    assert missing == []


def test_every_package_is_on_the_map() -> None:
    rows = set(re.findall(r"^\| `([\w/]+)/` \|", README, re.MULTILINE))
    packages = {path.parent.name for path in (ROOT / "arrtui").glob("*/__init__.py")}
    assert packages <= {row.partition("/")[0] for row in rows}


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []
