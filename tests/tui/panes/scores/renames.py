"""Renames made by hand: a file that loses a format, one that gains one, and one of which nothing is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from arrtui.core.domain import Item, MediaFile
from arrtui.core.errors import UsageError
from arrtui.features.loops.rename_files import RenameFile
from arrtui.features.loops.renames import (
    RenameEffect,
    RenameReport,
    Untold,
    UntoldRename,
    VerdictChange,
)
from arrtui.runtime.loops_renames import NameRequests, TokenChange, TokenChoices
from tests.tui.estates import DAY, NOW

NAMING = "{Movie Title} ({Release Year}) {Quality Full} {MediaInfo VideoCodec}{-Release Group}"


def own(number: int, title: str, name: str, release: str = "") -> RenameFile:
    item = Item(id=number, title=title, year=2019, path=f"/m/{title}")
    file = MediaFile(id=number, item_id=number, relative_path=name, score=100)
    return RenameFile(file, item, (), release, "WEBDL-1080p")


def report(instance: str, *, proposed: bool = False) -> RenameReport:
    """Return what renames do to four files of an instance."""
    loses = RenameEffect(
        own(1, "Silver Harbor", "Silver.Harbor.2019.1080p.AMZN.WEB-DL-FLUX.mkv"),
        "Silver Harbor (2019) WEBDL-1080p h264-FLUX.mkv", 100, 0, (), ("AMZN",), VerdictChange.UPGRADES_AGAIN,
        frozenset(),
    )  # fmt: skip
    gains = RenameEffect(
        own(2, "Paper Moon", "Paper Moon (2019).mkv", "Paper.Moon.2019.1080p.WEB-DL-FLUX"),
        "Paper Moon (2019) WEBDL-1080p h264-FLUX.mkv", 100, 20, ("Codec token",), (), VerdictChange.NONE,
        frozenset((64,)),
    )  # fmt: skip
    doubtful = UntoldRename(
        own(3, "Copper Street", "Copper Street.mkv"), Untold.DISAGREES, "the app says it matches “AMZN”"
    )
    return RenameReport(
        instance=instance, naming=(NAMING,), proposed=proposed, files=5, renamed=2, kept=2,
        effects=() if proposed else (loses, gains), untold=(doubtful,),
        asked_at=None if proposed else NOW - DAY,
    )  # fmt: skip


def unasked(instance: str) -> RenameReport:
    """Return what is told of an instance that was not asked yet."""
    untold = (UntoldRename(own(3, "Copper Street", "Copper Street.mkv"), Untold.NOT_ASKED),)
    return RenameReport(instance, (NAMING,), False, 1, 0, 0, (), untold, None)


class FakeRenames:
    """Renames in memory; what is asked for is kept."""

    def __init__(self) -> None:
        self.is_asked = True
        self.asked: list[str] = []
        self.tried: list[TokenChange] = []

    async def report(self, instance: str, change: TokenChange | None = None) -> RenameReport:
        if change is not None:
            self.tried.append(change)
            if not instance.startswith("radarr"):
                raise UsageError(f"The naming has no {change.without or change.added}.")
        shown = report if self.is_asked else unasked
        return shown(instance) if change is None else report(instance, proposed=True)

    async def needed(self, instance: str) -> NameRequests:
        return NameRequests(3, 1, is_again=self.is_asked)

    async def ask(self, instances: Iterable[str]) -> list[int]:
        self.asked += instances
        return [7]

    async def tokens(self, instances: Sequence[str]) -> Any:
        every = tuple(instances)
        return TokenChoices({"MediaInfo VideoCodec": every[:1]}, {"Edition Tags": every})
