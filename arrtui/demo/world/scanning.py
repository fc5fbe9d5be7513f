"""What the apps see as they scan the folder of a title (`DiskScanService`, `MediaFileExtensions`)."""

from __future__ import annotations

import re

from arrtui.demo.world.tables import AUDIO, Kind
from arrtui.demo.world.words import listed

VIDEO_EXTENSIONS = frozenset(
    f".{name}"
    for name in listed(
        "webm m4v 3gp nsv ty strm rm rmvb m3u ifo mov qt divx xvid bivx nrg pva wmv asf asx ogm ogv m2v avi "
        "bin dat dvr-ms mpg mpeg mp4 avc vp3 svq3 nuv viv dv fli flv wpl img iso vob mkv mk3d ts wtv m2ts"
    )
)
AUDIO_EXTENSIONS = frozenset(
    f".{name}" for name in listed("mp2 mp3 m4a m4b m4p flac ogg oga opus wma wav wv ape aif aiff aifc")
)
SUBTITLE_EXTENSIONS = frozenset(
    f".{name}" for name in listed("aqt ass idx jss psb rt smi srt ssa sub sup txt utf utf8 utf-8 vtt")
)
_FOLDERS = (
    r"extras|extrafanart|behind the scenes|deleted scenes|featurettes|interviews|other|scenes|samples|shorts|"
    r"trailers|@eadir|\.@__thumb|plex versions|\..*"
)
_LEFT_FOLDERS: dict[Kind, re.Pattern[str]] = {
    "radarr": re.compile(rf"(?:{_FOLDERS}|sample)", re.IGNORECASE),
    "sonarr": re.compile(_FOLDERS, re.IGNORECASE),
}
_LEFT_FOLDERS["lidarr"] = _LEFT_FOLDERS["sonarr"]
_LEFT_FILES = re.compile(
    r"\._.*|\.unmanic.*|\.ds_store|thumbs\.db|"
    r".*-(?:trailer|other|behindthescenes|deleted|featurette|interview|scene|short)\.[^.]+",
    re.IGNORECASE,
)


def extension(name: str) -> str:
    """Return the extension of a file with its dot, in small letters; empty where it has none."""
    base = name.rsplit("/", 1)[-1]
    return base[base.rindex(".") :].lower() if "." in base else ""


def stem(path: str) -> str:
    """Return a path without the extension of its file."""
    ending = extension(path)
    return path[: -len(ending)] if ending else path


def is_video(name: str) -> bool:
    """Return whether the apps take a file for a video, by its extension alone."""
    return extension(name) in VIDEO_EXTENSIONS


def is_media(kind: Kind, name: str) -> bool:
    """Return whether an app takes a file for one of its library, by its extension alone."""
    return extension(name) in (AUDIO_EXTENSIONS if kind in AUDIO else VIDEO_EXTENSIONS)


def is_scanned(kind: Kind, relative: str) -> bool:
    """Return whether a scan looks at a file, by its path below the folder of the title."""
    *folders, name = relative.split("/")
    if any(_LEFT_FOLDERS[kind].fullmatch(folder) for folder in folders):
        return False
    return _LEFT_FILES.fullmatch(name) is None
