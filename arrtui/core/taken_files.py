"""What an app took of the owner's images and NFO, until it is back in their folders."""

from __future__ import annotations

import msgspec

from arrtui.core.artwork import FileClass
from arrtui.core.structs import describe_structs


class TakenFile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An image or an NFO of the owner whose video went, so that its app takes or misnames it.

    It is noted before anything forgets that it lay there, and stays so until it lies beside the next video.
    """

    external_id: str
    relative_path: str
    """As it was while its video was there."""
    sha256: str
    """In the cache."""
    video: str = ""
    """Path of the video with which it went; empty for one of the title as a whole."""
    kind: FileClass = FileClass.IMAGE
    slot: str = ""
    noted_at: float
    """UTC seconds."""


describe_structs(__name__)
