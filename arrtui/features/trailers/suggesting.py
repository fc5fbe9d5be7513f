"""Find the folder of this machine that an app means by a root folder, by the names of the folders in both."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from itertools import takewhile
from typing import NamedTuple

LEAST_NAMES = 2
"""Names that must be there, unless the app knows only one: a single one may be chance."""
LEAST_SHARE = 0.5
"""Of the names that the app knows."""


class FolderMatch(NamedTuple):
    """A folder that holds what an app has in a root folder."""

    folder: str
    present: int
    """Names of the app's that are in it."""
    wanted: int
    """Names that the app knows."""


def best_match(
    root: str, names: Collection[str], listings: Iterable[tuple[str, Collection[str]]]
) -> FolderMatch | None:
    """Return the folder with the most of the names, or None where none has enough.

    Args:
        root: The root folder as the app says it; of two folders with as many names the one whose path ends
            like it is taken: two instances often hold the same titles.
        names: Names of the folders that the app has in it.
        listings: Folders of this machine with the names of the folders in them.
    """
    wanted = {_normal(name) for name in names}
    least = max(min(LEAST_NAMES, len(wanted)), LEAST_SHARE * len(wanted), 1)
    matches = (
        FolderMatch(folder, sum(_normal(name) in wanted for name in inside), len(wanted))
        for folder, inside in listings
    )

    def likeness(match: FolderMatch) -> tuple[int, int, int]:
        pairs = zip(_parts_from_end(root), _parts_from_end(match.folder), strict=False)
        same_end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return match.present, same_end, -len(match.folder)

    return max((match for match in matches if match.present >= least), key=likeness, default=None)


def _normal(name: str) -> str:
    """Return a name as file systems that ignore case and composition compare it."""
    return unicodedata.normalize("NFC", name).casefold()


def _parts_from_end(path: str) -> list[str]:
    """Return the names in a path, the last one first."""
    return _normal(path.replace("\\", "/")).strip("/").split("/")[::-1]
