"""What messages of the live feed, webhooks and events of the history are named after."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedNames:
    """Which messages of the live feed are about titles, by name; webhooks call these things so, too."""

    title: str
    """Its resource is a title."""
    file: str
    """Its resource is a file, which names its title."""
    child: str = ""
    """Its resource is an episode, which names its title; empty where there are none."""

    @property
    def file_event(self) -> str:
        """What the history's events of files begin with: ``episodeFile``."""
        return f"{self.file.removesuffix('file')}File"

    @property
    def track_events(self) -> frozenset[str]:
        """The events of the history that have a row for each thing that a file holds."""
        deeds = ("Imported", "Deleted", "Renamed", "Retagged")
        return frozenset({*(f"{self.file_event}{deed}" for deed in deeds), f"{self.title}FolderImported"})
