"""How the root folders of an instance are on this machine, and which folder the app means by one that is not.

Walks folders, so it belongs into a thread. It changes nothing but for one folder that is made and removed in
the folder of a title that is there.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from arrtui.core.text import plural
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.doctor_tools import Grade
from arrtui.features.trailers.suggesting import best_match
from arrtui.media.access import FolderAccess, folder_access, try_writing
from arrtui.media.mapping import PathMapper, is_windows
from arrtui.media.mounts import Expected, judge_root, look_at_root

ASKED = 100
"""Folders of titles of which the system is asked whether they can be written to."""
Listings = Callable[[], Sequence[tuple[str, frozenset[str]]]]
"""Returns folders of this machine with the names of the folders in them; called only where one is missed."""


class RootReport(msgspec.Struct, frozen=True, kw_only=True):
    """A root folder of an instance, as it is on this machine."""

    instance: str
    path: str
    """As the app gives it."""
    local: str = ""
    """On this machine; empty where no mapping leads from a path of another kind of machine."""
    mapped: bool = False
    """Whether a mapping covers it, so that ``local`` is not just the app's own path."""
    exists: bool = False
    readable: bool = False
    owner: str = ""
    """User, group and mode of the folder."""
    titles: int = 0
    """Titles below it of which the app has files."""
    present: int = 0
    """Those of them whose folder is there."""
    writable: bool | None = None
    """Whether a file could be made in a title's folder; None where that was not tried."""
    tried: str = ""
    """The title's folder in which it was tried."""
    grade: Grade = Grade.GOOD
    text: str = ""
    """What is wrong, in a sentence; empty for nothing."""
    acceptable: bool = False
    """Whether its owner can say that it is right as it is, although it seems not to be mounted."""
    advice: str = ""
    """The command with which its owner says so; empty where that is not possible."""
    suggestion: str = ""
    """The folder of this machine that the app means by this one; empty where none is known."""


def examine_roots(
    instance: str,
    roots: Iterable[str],
    titles: Sequence[TrailerTitle],
    mapper: PathMapper,
    listings: Listings,
    known: Mapping[str, MediaRoot],
) -> list[RootReport]:
    """Return how root folders of an instance are.

    Args:
        instance: Its name.
        roots: The root folders, as the app gives them; those of titles are added.
        titles: All titles of the instance.
        mapper: Its path mappings.
        listings: Where to look for a folder that is missed.
        known: What was thought of the root folders when folders were read last, by their path.
    """
    below: dict[str, list[TrailerTitle]] = {root.rstrip("\\/") or root: [] for root in roots}
    for title in titles:
        root = below.setdefault(title.root_folder.rstrip("\\/") or title.root_folder, [])
        root += [title] if title.files else []
    thought = {path.rstrip("\\/") or path: root for path, root in known.items()}
    return [
        _examine(instance, path, below[path], mapper, listings, thought.get(path))
        for path in sorted(below)
        if path
    ]


def _examine(
    instance: str,
    root: str,
    titles: Sequence[TrailerTitle],
    mapper: PathMapper,
    listings: Listings,
    known: MediaRoot | None,
) -> RootReport:
    local = mapper.local(root) or ""
    report = RootReport(
        instance=instance, path=root, local=local, mapped=mapper.covers(root), titles=len(titles)
    )
    access = folder_access(Path(local)) if local else FolderAccess(False, False, False, "")
    report = msgspec.structs.replace(
        report, exists=access.exists, readable=access.readable, owner=access.owner
    )
    folders = [path for title in titles if (path := mapper.local(title.path))] if access.readable else []
    present = [folder for folder in folders if Path(folder).is_dir()]
    report = msgspec.structs.replace(report, present=len(present))
    text = _absence(report, access)
    doubt = "" if text else _doubt(report, known)
    if text or doubt:
        suggestion = _suggestion(root, local, titles, listings)
        return msgspec.structs.replace(
            report,
            grade=Grade.BAD,
            text=text or doubt,
            suggestion=suggestion,
            acceptable=bool(doubt),
            advice=f"If it is right as it is now: {accept_command(instance, root)}" if doubt else "",
        )
    return _tried(report, present)


def accept_command(instance: str, root: str) -> str:
    """Return the command that accepts a root folder as it is now, as a shell takes it."""
    return f"arrtui --run trailers-doctor --accept-root {shlex.quote(f'{instance}:{root}')}"


def _absence(report: RootReport, access: FolderAccess) -> str:
    """Return why a root folder cannot be used at all, empty if it can."""
    if not report.local:
        return f"No path mapping says where {report.path} lies on this machine."
    if not report.exists:
        return f"{report.local} is not there: nothing is mounted, or a path mapping is missing."
    if not report.readable:
        return f"{report.local} cannot be read: {access.reason}."
    return ""


def _doubt(report: RootReport, known: MediaRoot | None) -> str:
    """Return why a root folder that can be read seems to be another one, or not mounted."""
    look, expected = look_at_root(report.local), Expected(report.titles, report.present)
    root = judge_root(report.path, look, expected, known, is_mapped=report.mapped, now=0.0)
    if root.state is RootState.READY:
        return ""
    return f"{report.local} is not what it should be: {root.reason}. Nothing is read or written there."


def _suggestion(root: str, local: str, titles: Sequence[TrailerTitle], listings: Listings) -> str:
    """Return the folder that holds what the app has in a root folder, empty if there is none."""
    separator = "\\" if is_windows(root) else "/"
    names = {title.path.rstrip(separator).rpartition(separator)[2] for title in titles}
    match = best_match(root, names, listings()) if names else None
    return match.folder if match is not None and match.folder != local else ""


def _tried(report: RootReport, folders: Sequence[str]) -> RootReport:
    """Return the report with whether files can be made in titles' folders: asked first, then tried in one."""
    own = [folder for folder in folders[:ASKED] if not Path(folder).is_symlink()]
    refused = [folder for folder in own if not os.access(folder, os.W_OK | os.X_OK)]
    allowed = next((folder for folder in own if folder not in refused), None)
    if allowed is None:
        text = f"No folder of a title below {report.local} can be written to." if refused else ""
        grade = Grade.BAD if refused else Grade.GOOD
        return msgspec.structs.replace(report, writable=False if refused else None, grade=grade, text=text)
    reason = try_writing(Path(allowed))
    if reason:
        grade, text = Grade.BAD, f"No file can be made in {allowed}: {reason}."
    elif refused:
        grade = Grade.WARN
        text = f"{plural(len(refused), 'folder')} of {len(own)} cannot be written to, e.g. {refused[0]}."
    else:
        grade, text = Grade.GOOD, ""
    return msgspec.structs.replace(report, writable=not reason, tried=allowed, grade=grade, text=text)
