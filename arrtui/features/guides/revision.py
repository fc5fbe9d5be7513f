"""Which commit a checkout is at, read from its ``.git`` without running git."""

from __future__ import annotations

import re
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_REFERENCE = re.compile(r"refs/[A-Za-z0-9._/-]+")
_LARGEST = 4 * 1024 * 1024
"""Bytes of a file of git's that is read; ``packed-refs`` of the guides has 100,000."""


def commit_of(folder: Path) -> str:
    """Return the commit that a folder or one above it is a checkout of; empty where there is none."""
    git = next((place / ".git" for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    if git is None:
        return ""
    if git.is_file():  # a worktree or a submodule says where its own folder is
        git = git.parent / _read(git).removeprefix("gitdir:").strip()
    head = _read(git / "HEAD").strip()
    reference = head.removeprefix("ref:").strip()
    if reference != head:
        head = _commit_at(git, reference)
    return head if _COMMIT.fullmatch(head) else ""


def _commit_at(git: Path, reference: str) -> str:
    """Return the commit of a reference: of its own file, or of the packed ones."""
    if not _REFERENCE.fullmatch(reference) or ".." in reference:
        return ""
    common = git / (_read(git / "commondir").strip() or ".")
    for place in (git, common):
        if commit := _read(place / reference).strip():
            return commit
    lines = (line.partition(" ") for line in _read(common / "packed-refs").splitlines())
    return next((commit for commit, _, packed in lines if packed == reference), "")


def _read(path: Path) -> str:
    """Return the text of a file of git's; empty where there is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST)
    except OSError:
        return ""
