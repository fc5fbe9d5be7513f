"""What downloading needs: how each thing is, and what to do about it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from arrtui.core.errors import ArrtuiError
from arrtui.features.trailers.doctor_tools import (
    DAY,
    Grade,
    cookies_report,
    downloader_report,
    examine_tools,
    extraction_report,
    install_command,
    scripts_report,
)
from arrtui.media.tools import released_at
from arrtui.media.ytdlp_messages import Video

RELEASE = "2026.10.26"
NOW = released_at(RELEASE) or 0.0


@pytest.mark.parametrize(
    ("version", "days", "grade"),
    [
        (RELEASE, 0, Grade.GOOD),
        (RELEASE, 60, Grade.GOOD),
        (RELEASE, 61, Grade.WARN),
        ("7.nightly", 900, Grade.GOOD),
        ("", 0, Grade.BAD),
    ],
)
def test_yt_dlp_is_graded_by_its_age(version: str, days: int, grade: Grade) -> None:
    report = downloader_report(version, NOW + days * DAY)
    assert report.grade is grade
    assert ("install" in report.advice) is (grade is not Grade.GOOD)


@pytest.mark.parametrize(
    ("version", "wanted", "grade"),
    [
        ("0.8.0", "0.8.0", Grade.GOOD),
        ("0.8.0", "", Grade.GOOD),
        ("0.7.0", "0.8.0", Grade.BAD),
        ("", "0.8.0", Grade.BAD),
    ],
)
def test_the_scripts_must_be_those_that_yt_dlp_takes(version: str, wanted: str, grade: Grade) -> None:
    assert scripts_report(version, wanted).grade is grade


@pytest.mark.parametrize(
    ("content", "mode", "grade"),
    [
        ("# Netscape HTTP Cookie File\n", 0o600, Grade.GOOD),
        ("# Netscape HTTP Cookie File\n", 0o644, Grade.WARN),
        ("{}", 0o600, Grade.BAD),
        (None, 0, Grade.BAD),
    ],
)
def test_cookies_must_be_a_cookie_file_of_the_owner(
    content: str | None, mode: int, grade: Grade, tmp_path: Path
) -> None:
    path = tmp_path / "cookies.txt"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    assert cookies_report(path).grade is grade


@pytest.mark.parametrize(
    ("prefix", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/arrtui", 'pipx runpip arrtui install --upgrade "yt-dlp"'),
        ("/home/a/.local/share/uv/tools/arrtui", 'uv tool install --upgrade arrtui --with "yt-dlp"'),
        ("/usr", f'{sys.executable} -m pip install --upgrade "yt-dlp"'),
    ],
)
def test_the_command_is_that_of_the_tool_which_installed_arrtui(prefix: str, command: str) -> None:
    assert install_command("yt-dlp", prefix=prefix) == command


class Reader:
    """Reads one video."""

    async def look_up(self, address: str) -> Video:
        if address != "https://example.org/a":
            raise ArrtuiError("reading a video", why="the site asks for proof that you are not a bot")
        return Video(address=address, title="Alien")


async def test_a_video_that_can_be_read_is_good_and_a_refusal_is_told() -> None:
    assert (await extraction_report(Reader(), "https://example.org/a")).grade is Grade.GOOD
    refused = await extraction_report(Reader(), "https://example.org/b")
    assert refused.grade is Grade.BAD and "not a bot" in refused.text


def test_this_machine_is_examined_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    names = [report.name for report in examine_tools(tmp_path / "cookies.txt", NOW)]
    assert names == ["yt-dlp", "yt-dlp-ejs", "JavaScript", "ffmpeg", "ffprobe", "cookies"]
