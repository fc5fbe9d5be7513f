"""What a custom format is matched against: the facts of one stored file or one release."""

from __future__ import annotations

import msgspec

from arrtui.core.structs import describe_structs


class MatchFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The facts of a file or a release that conditions ask for.

    None means that no row holds the fact, so that a condition on it is unknown; an empty text means that the
    app holds none.
    """

    titles: tuple[str, ...] | None
    """The names that a title condition tests, see :mod:`arrtui.core.matching.names`."""
    file_name: str = ""
    """The base name of the file, with its extension; empty for a release."""
    languages: tuple[str, ...] | None = None
    """Names, as the app's ``/language`` gives them."""
    original_language: str = ""
    """Name of the title's; ``Unknown`` where the app does not know it, empty where it is not stored."""
    quality: str | None = None
    source: str | None = None
    """As in the API: ``webdl``, ``televisionRaw``; case is ignored."""
    resolution: int | None = None
    """Lines, 0 for none."""
    modifier: str | None = None
    """``none``, ``remux`` …; only Radarr has it."""
    release_group: str | None = None
    """Empty where the app holds null, which no pattern matches."""
    has_empty_group: bool | None = False
    """The app holds an empty text as group, in which patterns may find something, as it does for editions.

    None where it is not known whether it is that or null: our records do not tell them apart.
    """
    edition: str | None = None
    indexer_flags: int | tuple[str, ...] | None = None
    """The bits, or the names that a history row has."""
    size: int | None = None
    """Bytes."""
    release_type: str | None = None
    """``singleEpisode``, ``seasonPack`` …; case is ignored."""
    year: int | None = None
    """Of a release: as parsed from its name. A stored file has none, whatever stands here."""
    is_stored_file: bool = True


describe_structs(__name__)
