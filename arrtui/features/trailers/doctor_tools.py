"""What downloading needs of this machine: whether it is there, new enough and works, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import readable_by_others
from arrtui.core.text import plural
from arrtui.media import tools
from arrtui.media.access import reason_of
from arrtui.media.ytdlp_messages import Video

STALE_DAYS = 60
"""Days after which yt-dlp is likely to fail: YouTube changes several times a year."""
DAY = 86_400
EXTRA = "arrtui[trailers]"
"""What brings everything but ffmpeg."""
_COOKIE_HEADS = (b"# Netscape HTTP Cookie File", b"# HTTP Cookie File")
"""First lines of a file of cookies (``yt_dlp.cookies.YoutubeDLCookieJar``)."""


class Grade(StrEnum):
    """How something is."""

    GOOD = "good"
    WARN = "warn"
    """It works, but not for everything, or not for long."""
    BAD = "bad"


class ToolReport(msgspec.Struct, frozen=True, kw_only=True):
    """Something that downloading needs."""

    name: str
    grade: Grade = Grade.GOOD
    version: str = ""
    """Empty where there is none."""
    text: str
    """What was seen, and what is lost without it."""
    advice: str = ""
    """What to do: a command where there is one. Empty for what is good."""


def examine_tools(cookies: Path | None, now: float) -> list[ToolReport]:
    """Return how everything is that downloading needs. Starts programs, so it takes up to some seconds.

    Args:
        cookies: The file of cookies that is configured, None for none.
        now: UTC seconds.
    """
    downloader, scripts = map(tools.package_version, (tools.DOWNLOADER, tools.SCRIPTS))
    return [
        downloader_report(downloader, now),
        scripts_report(scripts, tools.pinned_version(tools.DOWNLOADER, tools.SCRIPTS)),
        _runtime(),
        *_converters(),
        *([cookies_report(cookies)] if cookies else ()),
    ]


def downloader_report(version: str, now: float) -> ToolReport:
    """Return how yt-dlp is, given its version, empty for none, and the time."""
    name = tools.DOWNLOADER
    if not version:
        text = "It is not installed: nothing can be downloaded."
        return ToolReport(name=name, grade=Grade.BAD, text=text, advice=f"Run: {install_command(EXTRA)}")
    released = tools.released_at(version)
    if released is None:
        return ToolReport(name=name, version=version, text="Its version does not tell how old it is.")
    days = max(0, int((now - released) / DAY))
    if days <= STALE_DAYS:
        return ToolReport(name=name, version=version, text=f"{plural(days, 'day')} old.")
    text = f"{plural(days, 'day')} old: YouTube has likely changed since."
    advice = f"Run: {install_command('yt-dlp[default,deno]')}"
    return ToolReport(name=name, grade=Grade.WARN, version=version, text=text, advice=advice)


def scripts_report(version: str, wanted: str) -> ToolReport:
    """Return how the package with the scripts is, given its version and the one that yt-dlp takes."""
    advice = f"Run: {install_command('yt-dlp[default,deno]')}"
    name, bad = tools.SCRIPTS, Grade.BAD
    if not version:
        text = "It is not installed: most formats of YouTube are missing without it."
        return ToolReport(name=name, grade=bad, text=text, advice=advice)
    if wanted not in ("", version):
        text = f"yt-dlp takes {wanted} only, so it does not use this one."
        return ToolReport(name=name, grade=bad, version=version, text=text, advice=advice)
    text = "It is the one that yt-dlp takes." if wanted else "It is there."
    return ToolReport(name=name, version=version, text=text)


def _runtime() -> ToolReport:
    """Return how the program is that runs the scripts."""
    program, name = tools.find_runtime(), "JavaScript"
    if program is None:
        names = ", ".join(runtime.name for runtime in tools.RUNTIMES)
        text = f"No runtime is there ({names}): most formats of YouTube are missing without one."
        return ToolReport(name=name, grade=Grade.BAD, text=text, advice=f"Run: {install_command(EXTRA)}")
    version = f"{program.name} {program.version}".strip()
    if program.works:
        return ToolReport(name=name, version=version, text=f"{program.path} works.")
    why = "is too old for yt-dlp" if program.too_old else "does not run a script"
    text, advice = f"{program.path} {why}.", f"Run: {install_command(EXTRA)}"
    return ToolReport(name=name, grade=Grade.BAD, version=version, text=text, advice=advice)


def _converters() -> Iterator[ToolReport]:
    """Yield how the two programs of ffmpeg are."""
    lost = {
        "ffmpeg": "picture and sound that come apart, as all above 360p do, cannot be joined",
        "ffprobe": "lengths of large files and of what was downloaded cannot be measured",
    }
    for name, loss in lost.items():
        program = tools.probe_program(name, "-version")
        if program is not None and program.works:
            yield ToolReport(name=name, version=program.version, text=f"{program.path} works.")
            continue
        seen = f"{program.path} does not start" if program else "It is not there"
        yield ToolReport(
            name=name, grade=Grade.WARN, text=f"{seen}: {loss}.", advice="Install the package ffmpeg."
        )


def cookies_report(path: Path) -> ToolReport:
    """Return how the file of cookies is."""
    name, advice = "cookies", "Export them anew from a browser, as a Netscape cookie file."
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        text = f"{path} cannot be read: {reason_of(error)}."
        return ToolReport(name=name, grade=Grade.BAD, text=text, advice="Correct [trailers] cookies.")
    if not head.startswith(_COOKIE_HEADS):
        return ToolReport(name=name, grade=Grade.BAD, text=f"{path} is not a file of cookies.", advice=advice)
    if readable_by_others(path):
        text = f"{path} can be read by others."
        return ToolReport(name=name, grade=Grade.WARN, text=text, advice=f"Run: chmod 600 {path}")
    return ToolReport(name=name, text=f"{path} can be read.")


def bin_report(place: Path, misplaced: str) -> ToolReport:
    """Return how the recycle bin is, given its folder and why it must not be there, empty if it may."""
    name = "recycle bin"
    if misplaced:
        text, advice = f"{place} {misplaced}.", "Correct [recycle] folder."
        return ToolReport(name=name, grade=Grade.BAD, text=text, advice=advice)
    return ToolReport(name=name, text=f"Outside of every root folder: {place}.")


class VideoReader(Protocol):
    """What can read a video's page."""

    async def look_up(self, address: str) -> Video:
        """Return what is known of a video."""


async def extraction_report(reader: VideoReader, address: str) -> ToolReport:
    """Return whether a video can be read now; the site is asked, and nothing is downloaded."""
    name = "extraction"
    try:
        video = await reader.look_up(address)
    except ArrtuiError as error:
        return ToolReport(name=name, grade=Grade.BAD, text=f"{address}: {error}")
    return ToolReport(name=name, text=f"{address} was read: {video.title}.")


def install_command(package: str, *, prefix: str = sys.prefix, python: str = sys.executable) -> str:
    """Return the command that installs or upgrades a package where this arrtui runs.

    Args:
        package: With its extras, e.g. ``yt-dlp[default,deno]``.
        prefix: The environment of this Python: tools of pipx and uv have one each.
        python: This Python.
    """
    folders = Path(prefix).parts
    if "pipx" in folders:
        return f'pipx runpip arrtui install --upgrade "{package}"'
    if "uv" in folders and "tools" in folders:
        return f'uv tool install --upgrade arrtui --with "{package}"'
    return f'{python} -m pip install --upgrade "{package}"'
