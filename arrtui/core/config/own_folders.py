"""Where folders of arrtui's own may lie: the recycle bin and the cache of artwork."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def why_misplaced(folder: Path, roots: Iterable[str]) -> str:
    """Return why a folder must not be where it is, as a configuration problem says it; empty where it may.

    ``roots``: root folders on this machine. The apps scan all of them, and a folder around one would count
    its films.
    """
    place = Path(os.path.realpath(folder))
    for root in roots:
        real = Path(os.path.realpath(root))
        if place.is_relative_to(real):
            return f"lies in the root folder {root}, which the app scans; choose a folder outside"
        if real.is_relative_to(place):
            return f"has the root folder {root} in it; choose a folder of its own"
    return ""
