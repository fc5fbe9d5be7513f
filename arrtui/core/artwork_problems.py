"""What verifying artwork can find wrong in the cache and in the folders of titles."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from arrtui.core.structs import describe_structs


class ArtProblemKind(StrEnum):
    """What verifying can find."""

    CACHE_GONE = "cache_gone"
    """The folder of the cache is not there, or holds nothing of what is known: nothing is concluded."""
    CACHE_MISSING = "cache_missing"
    CACHE_CHANGED = "cache_changed"
    """A file of the cache is not what its name says."""
    CACHE_UNREADABLE = "cache_unreadable"
    CACHE_ORPHAN = "cache_orphan"
    """A file of the cache that the database does not know."""
    UNKNOWN_IMAGE = "unknown_image"
    """A slot or a published file refers to an image that the database does not know."""
    LIBRARY_MISSING = "library_missing"
    """A published file is gone."""
    LIBRARY_UNFINISHED = "library_unfinished"
    """Publishing a file was interrupted, and no publishing went on with it since."""
    LIBRARY_CHANGED = "library_changed"
    """Something else is where a file was published."""
    LIBRARY_FOREIGN = "library_foreign"
    """A file of somebody else stands for the same slot as a published one."""
    LIBRARY_UNREADABLE = "library_unreadable"


class ArtProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something that verifying found."""

    kind: ArtProblemKind
    instance: str = ""
    external_id: str = ""
    slot: str = ""
    relative_path: str = ""
    """Below the title's folder; of a file in the cache its name there."""
    sha256: str = ""
    detail: str = ""
    """A sentence."""


describe_structs(__name__)
