"""What guides call the settings of each kind of app: folders of their files, keys of naming, sizes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class NamingTerm(NamedTuple):
    """A name of files or folders."""

    field: str
    """Of the app's naming settings."""
    library: tuple[str, ...]
    """Where the TRaSH guides keep its choices."""
    choice: tuple[str, ...]
    """Where a recyclarr or configarr file names the chosen one."""


@dataclass(frozen=True)
class GuideTerms:
    """The terms of one kind of app."""

    naming: tuple[NamingTerm, ...]
    rename: tuple[str, ...]
    """Where a recyclarr or configarr file says whether files are renamed."""
    sizes: str
    """The type of quality sizes that is meant where none is named; empty where no guide is of the app."""
    largest_size: float
    """The limit of the app's sizes, in MB per minute (``/qualitydefinition/limits``)."""
    largest_preferred: float
    """The limit of preferred sizes as recyclarr has it (``QualityItemLimits``)."""
    profile_language: bool = False
    """The app's quality profiles have a language."""
    key_suffix: str = ""
    """What a more specific key of naming ends with."""


RADARR_GUIDES = GuideTerms(
    naming=(
        NamingTerm("movieFolderFormat", ("folder",), ("folder",)),
        NamingTerm("standardMovieFormat", ("file",), ("movie", "standard")),
    ),
    rename=("movie", "rename"),
    sizes="movie",
    largest_size=2000.0,
    largest_preferred=1999.0,
    profile_language=True,
)
SONARR_GUIDES = GuideTerms(
    naming=(
        NamingTerm("seriesFolderFormat", ("series",), ("series",)),
        NamingTerm("seasonFolderFormat", ("season",), ("season",)),
        *(
            NamingTerm(f"{type}EpisodeFormat", ("episodes", type), ("episodes", type))
            for type in ("standard", "daily", "anime")
        ),
    ),
    rename=("episodes", "rename"),
    sizes="series",
    largest_size=1000.0,
    largest_preferred=995.0,
    key_suffix=":4",
)
NO_GUIDES = GuideTerms(naming=(), rename=(), sizes="", largest_size=0.0, largest_preferred=0.0)
"""Of an app that guides know nothing of."""
