"""Writing the configuration back: what the file says is changed, checked as a whole, then put in place.

What came from the environment or a key file is never written. Comments, order and layout stay. The file as it
was stays beside it as ``config.toml.1.bak``, and what that was before as ``.2.bak`` and ``.3.bak``.
"""

from __future__ import annotations

import codecs
import errno
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomli_w

from arrtui.core.apps import Kind
from arrtui.core.config.draft import InstanceDraft, mask
from arrtui.core.config.edit import LayoutError, TomlEditor
from arrtui.core.config.findings import config_error
from arrtui.core.config.load import assemble
from arrtui.core.config.lock import locked
from arrtui.core.config.pairs import follow_rename, users_of
from arrtui.core.config.tables import MASK, InstanceOptions
from arrtui.core.config.toml import Tree, digest_of, parse_toml, read_bytes
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.paths import ensure_private_dir, replace_private

__all__ = [
    "InstanceDraft",
    "load_draft",
    "mask",
    "remove_instance",
    "save_instance",
    "save_ui",
    "save_view",
]

UNCHANGED = "Nothing was changed."
"""Advice of errors after which the file is as it was."""
_BACKUPS = 3
"""Earlier versions of the file that are kept beside it."""
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing there is not allowed",
    errno.EPERM: "writing there is not allowed",
    errno.EBUSY: "the file is mounted by itself and cannot be replaced; mount its folder",
    errno.ELOOP: "its links lead in a circle",
}


# --- reading what can be edited --------------------------------------------------------------------------


def load_draft(path: Path, name: str) -> InstanceDraft:
    """Return the fields the file has for an instance, without its secrets, for a dialog to edit.

    Raises ConfigError when the file cannot be read or does not define the instance.
    """
    what = f"reading {path}"
    try:
        tree = _parse(read_bytes(path), what)
    except OSError as error:
        raise ConfigError(what, why=_reason(error)) from None
    kind, _, label = name.partition(".")
    table = table_of(tree, name, what)
    edited = {field.name for field in fields(InstanceDraft)} & InstanceOptions.model_fields.keys()
    options = {key: table[key] for key in edited if key in table and key != "headers"}
    headers = dict.fromkeys(table.get("headers", {}), MASK)
    key_file = table.get("api_key_file", "")
    return InstanceDraft(Kind(kind), label, **options, api_key_file=key_file, headers=headers, keeps_key=True)


# --- changing the file -----------------------------------------------------------------------------------


def save_instance(
    path: Path,
    draft: InstanceDraft,
    *,
    replacing: str | None,
    digest: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> str:
    """Write an instance into the file, in the place of the one named ``replacing``; return the new digest.

    ``digest`` is ``Config.digest`` of what the user looked at: a file that differs from it is left alone.
    Pairs follow an instance to its new name. Raises ConfigError, and then the file is as it was.
    """

    def change(tree: Tree, what: str) -> None:
        table = table_of(tree, replacing, what) if replacing else {}
        if draft.name != replacing and draft.label in section(tree, draft.kind.value, what):
            raise config_error(what, [ConfigProblem(draft.name, "is there already; choose another name")])
        if replacing:
            kind, _, label = replacing.partition(".")
            if kind == draft.kind:  # keeps its place
                tree[kind] = {
                    draft.label if name == label else name: other for name, other in tree[kind].items()
                }
            else:
                _drop(tree, kind, label)
            follow_rename(tree, replacing, draft.name)
        section(tree, draft.kind.value, what)[draft.label] = draft.change(table)

    renames = {replacing: draft.name} if replacing and replacing.partition(".")[0] == draft.kind else {}
    return rewrite(path, change, (draft.name, replacing or draft.name), digest, env, renames)


def remove_instance(
    path: Path, name: str, *, digest: str | None = None, env: Mapping[str, str] = os.environ
) -> str:
    """Remove an instance from the file; what is stored about it stays. Return the new digest.

    Raises ConfigError as :func:`save_instance` does, and for an instance that a pair needs.
    """

    def change(tree: Tree, what: str) -> None:
        table_of(tree, name, what)
        if users := users_of(tree, name):
            why = f"{name} is used by {' and '.join(users)}"
            raise ConfigError(what, why=why, advice=f"Take that out of the file first. {UNCHANGED}")
        kind, _, label = name.partition(".")
        _drop(tree, kind, label)

    return rewrite(path, change, (name,), digest, env)


def save_ui(
    path: Path,
    *,
    theme: str | None = None,
    refresh_minutes: int | None = None,
    ascii: bool | None = None,
    digest: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> str:
    """Write the given options of ``[ui]`` into the file; None leaves one as it is. Return the new digest.

    Raises ConfigError as :func:`save_instance` does.
    """
    given = {"theme": theme, "refresh_minutes": refresh_minutes, "ascii": ascii}
    options = {name: value for name, value in given.items() if value is not None}

    def change(tree: Tree, what: str) -> None:
        section(tree, "ui", what).update(options)

    return rewrite(path, change, [f"ui.{name}" for name in options], digest, env)


def save_view(
    path: Path,
    name: str,
    table: Mapping[str, Any] | None,
    *,
    digest: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> str:
    """Write ``[views.NAME]`` into the file, or with None take it out. Return the new digest.

    Raises ConfigError as :func:`save_instance` does.
    """

    def change(tree: Tree, what: str) -> None:
        views = section(tree, "views", what)
        if table is not None:
            views[name] = dict(table)
        elif views.pop(name, None) is not None and not views:
            del tree["views"]

    return rewrite(path, change, (f"views.{name}",), digest, env)


def section(tree: Tree, name: str, what: str) -> Tree:
    """Return a section, created if need be. Raises ConfigError when something else has its name."""
    table: Any = tree.setdefault(name, {})
    if not isinstance(table, dict):
        raise config_error(what, [ConfigProblem(name, f"must be a table, written [{name}]")])
    return table


def table_of(tree: Tree, name: str, what: str) -> Tree:
    """Return the table of an instance. Raises ConfigError when the file has none."""
    kind, _, label = name.partition(".")
    table = section(tree, kind, what).get(label) if kind in tuple(Kind) else None
    if not isinstance(table, dict):
        why = f"{name} is not in the file: it comes from the environment, or was removed"
        raise ConfigError(what, why=why, advice=UNCHANGED)
    return table


def _drop(tree: Tree, kind: str, label: str) -> None:
    """Remove an instance, and with the last of a kind its section."""
    del tree[kind][label]
    if not tree[kind]:
        del tree[kind]


def _parse(data: bytes | None, what: str) -> Tree:
    """Return the document. Raises ConfigError when it is not TOML."""
    tree, problems = parse_toml(data or b"")
    if problems:
        raise config_error(what, problems)
    return tree


def rewrite(
    path: Path,
    change: Callable[[Tree, str], None],
    parts: Collection[str],
    digest: str | None,
    env: Mapping[str, str],
    renames: Mapping[str, str] | None = None,
) -> str:
    """Change the named parts of the file under its lock and return its new digest.

    ``renames`` maps old to new names of tables that keep their place. Raises ConfigError, the file
    untouched.
    """
    what = f"saving {path}"
    try:
        target = path.resolve()  # a linked file is changed where it lies, the link stays
        ensure_private_dir(target.parent)
        with locked(target, what):
            old = read_bytes(target)
            if digest is not None and digest != digest_of(old):
                why = "the file was changed by something else since it was read"
                raise ConfigError(what, why=why, advice=f"{UNCHANGED} Reload it and try again.")
            tree = _parse(old, what)
            change(tree, what)
            data = _written(old, tree, renames or {}, what)
            _judge(old, data, path, parts, env)
            like = target.stat() if old is not None else None
            if old is not None:
                _put_aside(target, old, like)
            replace_private(target, data, like=like)
    except (OSError, RuntimeError) as error:  # resolve() raises RuntimeError for a circle of links
        raise ConfigError(what, why=_reason(error), advice=UNCHANGED) from None
    return digest_of(data)


def _written(old: bytes | None, tree: Tree, renames: Mapping[str, str], what: str) -> bytes:
    """Return the file with the values of ``tree``, laid out as it was."""
    if not old:
        return tomli_w.dumps(tree).encode()
    text = old.decode("utf-8-sig")
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    try:
        editor = TomlEditor(text)
        for before, after in renames.items():
            kind, _, label = before.partition(".")
            editor.rename(kind, label, after.partition(".")[2])
        return mark + editor.text(tree).encode()
    except LayoutError:
        why = "the file is laid out in a way that arrtui cannot edit"
        raise ConfigError(what, why=why, advice=f"{UNCHANGED} Change it by hand.") from None


def _put_aside(target: Path, old: bytes, like: os.stat_result | None) -> None:
    """Keep the file as it was beside it, and the versions before that under higher numbers."""
    copies = [target.with_name(f"{target.name}.{number}.bak") for number in range(1, _BACKUPS + 1)]
    for newer, older in reversed(list(pairwise(copies))):
        if newer.is_file():
            newer.replace(older)
    replace_private(copies[0], old, like=like)


def _judge(old: bytes | None, new: bytes, path: Path, parts: Collection[str], env: Mapping[str, str]) -> None:
    """Raise ConfigError for what is wrong with the edited parts, and for what was not wrong before.

    What was wrong elsewhere already, such as another instance's key file on a disk that is not there, is no
    reason to refuse an edit that has nothing to do with it.
    """
    before = assemble(old, path, env=env)[1]
    after = assemble(new, path, env=env)[1]
    problems = [
        problem
        for problem in after
        if problem not in before
        # in an edited part of the file, or in a table around it, which hides the part's problems
        or any(
            f"{problem.path}.".startswith(f"{part}.") or part.startswith(f"{problem.path}.") for part in parts
        )
    ]
    if problems:
        raise config_error(f"saving {path}", problems)


def _reason(error: OSError | RuntimeError) -> str:
    """Return why the file system refused, in the user's words."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or (error.strerror or "the file cannot be used").lower()
    return _REASONS[errno.ELOOP]
