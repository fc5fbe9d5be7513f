"""What arrtui and the process that runs yt-dlp tell each other: one JSON object per line."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class DownloaderOptions(msgspec.Struct, frozen=True):
    """The settings of a process, its first line. They are not shown in any list of processes."""

    cookies: str = ""
    """Path of a file with cookies, empty for none. It is read, never written."""
    rate_limit: int = 0
    """Bytes per second, 0 for no limit."""


class VideoLookUp(msgspec.Struct, frozen=True, tag="look-up"):
    """Ask what is known of the video at an address; nothing is downloaded."""

    address: str


class VideoSearch(msgspec.Struct, frozen=True, tag="search"):
    """Ask for videos by words. Only what the list of results shows is read, no video is extracted."""

    words: str
    most: int = 10


class VideoDownload(msgspec.Struct, frozen=True, tag="download"):
    """Ask for the video at an address as ``folder/stem.EXT``; a part that is there is continued."""

    address: str
    folder: bytes
    """Absolute, exists; as the file system has it, since names on disk may be no text."""
    stem: str
    format: str
    """A format selection of yt-dlp."""
    container: str
    subtitles: tuple[str, ...] = ()
    """Languages of subtitles to put into the video."""
    merges: bool = False
    """Whether ffmpeg is there to put video, sound and subtitles together."""


Request: TypeAlias = VideoLookUp | VideoSearch | VideoDownload


class Video(msgspec.Struct, frozen=True):
    """What a site says of a video; empty and None where it says nothing."""

    address: str
    title: str = ""
    channel: str = ""
    seconds: float | None = None
    live_status: str = ""
    """``is_live``, ``is_upcoming``, ``was_live``, ``post_live`` or ``not_live``."""
    upload_date: str = ""
    """``20261128``."""
    width: int | None = None
    height: int | None = None
    views: int | None = None


class VideoFound(msgspec.Struct, frozen=True, tag="video"):
    """Answer to :class:`VideoLookUp`."""

    video: Video


class VideosFound(msgspec.Struct, frozen=True, tag="videos"):
    """Answer to :class:`VideoSearch`."""

    videos: tuple[Video, ...]


class Downloaded(msgspec.Struct, frozen=True, tag="downloaded"):
    """Answer to :class:`VideoDownload`: the file is whole."""

    name: str
    """Of the file in the folder."""
    video: Video
    warnings: tuple[str, ...] = ()


class DownloadProgress(msgspec.Struct, frozen=True, tag="progress"):
    """How far a download is, in bytes; any number of them come before its answer."""

    done: int
    total: int = 0
    """0 while it is not known."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Answer to any request that failed."""

    message: str
    """Yt-dlp's, with its warnings."""


Answer: TypeAlias = VideoFound | VideosFound | Downloaded | DownloadProgress | Failed
