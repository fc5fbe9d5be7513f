"""The programs and packages that trailers need: where they are, which version, whether they work.

Packages are judged by the metadata of their installation, so that nothing of theirs is imported.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version

DOWNLOADER = "yt-dlp"
"""The package that downloads."""
SCRIPTS = "yt-dlp-ejs"
"""The package with the scripts that solve YouTube's challenges; each release of the downloader takes one."""
PATIENCE = 20.0
"""Seconds that a program has to answer: a first start reads tens of megabytes."""


@dataclass(frozen=True)
class JavaScriptRuntime:
    """A program that runs the scripts, as yt-dlp knows it (``yt_dlp.utils._jsruntime``)."""

    name: str
    """What yt-dlp calls it."""
    oldest: tuple[int, ...]
    """The first version that yt-dlp takes."""
    run: tuple[str, ...]
    """Arguments with which it runs what stands on its standard input."""


RUNTIMES = (
    JavaScriptRuntime("deno", (2, 3, 0), ("run", "--no-prompt", "--no-config", "-")),
    JavaScriptRuntime("node", (22, 0, 0), ("-",)),
    JavaScriptRuntime("bun", (1, 2, 11), ("run", "-")),
)
"""What can run the scripts, the best first; the extra ``trailers`` brings the first one."""


@dataclass(frozen=True)
class FoundProgram:
    """A program on this machine."""

    name: str
    path: str
    version: str
    """Empty where it does not tell."""
    works: bool
    """Whether it did what it was asked to."""
    too_old: bool = False


def package_version(package: str) -> str:
    """Return the version of an installed package; empty when it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def pinned_version(package: str, dependency: str) -> str:
    """Return the version of a dependency that an installed package asks for exactly; empty if for none."""
    pattern = re.compile(rf"{re.escape(dependency)}\s*==\s*([^;\s]+)", re.IGNORECASE)
    try:
        matches = (pattern.match(requirement) for requirement in requires(package) or ())
        return next((match[1] for match in matches if match), "")
    except PackageNotFoundError:
        return ""


def released_at(calendar_version: str) -> float | None:
    """Return when a version such as ``2026.10.26`` was released, UTC seconds; None if it is no date."""
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)", calendar_version)
    try:
        return datetime(*map(int, match.groups()), tzinfo=UTC).timestamp() if match else None  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def find_program(name: str) -> str:
    """Return the path of a program: beside this Python, as a wheel brings it, else in ``PATH``; or empty."""
    beside = os.path.join(sysconfig.get_path("scripts"), name + (sysconfig.get_config_var("EXE") or ""))  # noqa: PTH118
    return shutil.which(beside) or shutil.which(name) or ""


def run_program(path: str, arguments: Sequence[str], text: str = "") -> str | None:
    """Return what a program writes, given a text on its standard input; None when it fails or hangs."""
    try:
        done = subprocess.run(  # noqa: S603  # a program of the owner's, with arguments of ours
            [path, *arguments], input=text, capture_output=True, text=True, errors="replace", timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def probe_program(name: str, *arguments: str) -> FoundProgram | None:
    """Return a program with the version it tells when called with the arguments; None if it is not there."""
    path = find_program(name)
    if not path:
        return None
    answer = run_program(path, arguments)
    return FoundProgram(name, path, version_in(answer or ""), works=answer is not None)


def version_in(text: str) -> str:
    """Return the first version number of a text, e.g. of ``ffmpeg version n7.1-2 Copyright``."""
    match = re.search(r"(?<![\w.])[nv]?(\d+(?:\.\d+)+)", text.partition("\n")[0])
    return match[1] if match else ""


def find_runtime() -> FoundProgram | None:
    """Return the first JavaScript runtime that is new enough and works, else one that is there, or None."""
    programs = [program for runtime in RUNTIMES if (program := _probe_runtime(runtime)) is not None]
    return next((program for program in programs if program.works), programs[0] if programs else None)


def _probe_runtime(runtime: JavaScriptRuntime) -> FoundProgram | None:
    """Return a runtime after having it compute something; one that is too old is not tried."""
    program = probe_program(runtime.name, "--version")
    if program is None:
        return None
    too_old = tuple(map(int, program.version.split(".") if program.version else ())) < runtime.oldest
    answer = None if too_old else run_program(program.path, runtime.run, "console.log(6 * 7)")
    works = answer is not None and answer.strip() == "42"
    return FoundProgram(program.name, program.path, program.version, works, too_old)
