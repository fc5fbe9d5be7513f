"""Pages that open offline: what they may load, which is nothing, and the looks that all of them share."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from arrtui import __version__

GENERATOR = f"arrtui {__version__}"


def policy(style: str, *scripts: str) -> str:
    """Return the Content Security Policy that allows these and nothing else."""
    allowed = " ".join(map(_digest, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def base_style() -> str:
    """Return the colours, light and dark, and the frame of a page as CSS."""
    return read_asset("arrtui.core.report", "base.css")


def read_asset(package: str, name: str) -> str:
    """Return a part of a page from the folder ``assets`` of a package."""
    text = resources.files(package).joinpath("assets", name).read_text("utf-8")
    assert "</script" not in text.lower() and "</style" not in text.lower(), name
    return text
