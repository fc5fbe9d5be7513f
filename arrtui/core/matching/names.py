"""The names that title conditions are tested on (``CustomFormatCalculationService``)."""

from __future__ import annotations

import re

from arrtui.core.matching.vocabulary import VOCABULARIES

_LEFT_OUT = re.compile(r"\s*[<>?*|]")
"""Radarr's ``SimpleReleaseTitleRegex``."""
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def base_name(path: str, windows: bool = False) -> str:
    """Return the last part of a path as the app sees it; ``windows`` where the app runs there."""
    name = path.rpartition("/")[2]
    return name.rpartition("\\")[2] if windows else name


def is_windows_path(path: str) -> bool:
    """Return whether a path of an app is one of Windows, so that ``\\`` parts it."""
    return _WINDOWS_PATH.match(path) is not None


def titles_of_file(kind: str, scene_name: str, original_name: str, file_name: str) -> tuple[str, ...]:
    """Return the names of a stored file: of scene name, original name and file name the first, and the last.

    ``original_name`` is the base name of ``originalFilePath``; in Sonarr, whose API has none, that of
    ``droppedPath`` in the row of its import.
    """
    release = next((name for name in (scene_name, original_name, file_name) if name.strip()), "")
    if VOCABULARIES[kind].simplifies_titles:
        release = _LEFT_OUT.sub("", release)
    return (release,) if release == file_name else (release, file_name)


def titles_of_release(kind: str, title: str) -> tuple[str, ...]:
    """Return the names of a release: its title."""
    return (_LEFT_OUT.sub("", title) if VOCABULARIES[kind].simplifies_titles else title,)
