"""Writing the configuration back: what the file says is changed, checked as a whole, then put in place.

What came from the environment or a key file is never written. Comments do not survive, because tomli-w
writes values only; the file as it was stays beside it as ``config.toml.bak``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from arrtui.core.config import assemble
from arrtui.core.config_findings import config_error
from arrtui.core.config_instances import check_instance
from arrtui.core.config_tables import MASK, InstanceConfig, InstanceOptions
from arrtui.core.config_toml import Tree, digest_of, parse_toml, read_bytes
from arrtui.core.domain import Kind
from arrtui.core.errors import ConfigError, ConfigProblem
from arrtui.core.paths import ensure_private_dir, replace_private

COMMENTS_LOST = (
    "Saving drops the comments of this file. The file as it is now stays beside it, as config.toml.bak."
)
"""What the dialog says before it saves a file that has comments."""

_UNCHANGED = "Nothing was changed."
_LOCK_PATIENCE = 3.0
"""Seconds to wait for another arrtui that is saving the same file; saving takes milliseconds."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|(?P<comment>#)", re.DOTALL
)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing there is not allowed",
    errno.EPERM: "writing there is not allowed",
    errno.EBUSY: "the file is mounted by itself and cannot be replaced; mount its folder",
    errno.ELOOP: "its links lead in a circle",
}


def mask(key: str) -> str:
    """Return what is shown instead of a key: always the same, so that not even its length shows."""
    return MASK if key else ""


@dataclass
class InstanceDraft:
    """The fields of an instance while a dialog edits them; numbers may still be the text in an input.

    Existing secrets do not pass through it: an empty key (or :data:`MASK`) with ``keeps_key`` leaves what the
    file says, and a header whose value is :data:`MASK` keeps its value.
    """

    kind: Kind
    label: str = ""
    url: str = ""
    api_key: str = field(default="", repr=False)
    api_key_file: str = ""
    external_url: str = ""
    verify_tls: bool | str = True
    """True, False or the path of a CA file."""
    timeout: float | str = 30
    """Seconds."""
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    concurrency: int | str = 2
    requests_per_second: float | str = 0
    keeps_key: bool = False
    """True when an existing instance is edited: its key need not be given again."""

    @property
    def name(self) -> str:
        """The instance's name as it would be, e.g. ``radarr.main``."""
        return f"{self.kind}.{self.label}"

    def problems(self, folder: Path = Path()) -> list[ConfigProblem]:
        """Return everything wrong with the fields; the third part of a path is the field's name.

        ``folder`` is where relative paths start from: the one of the configuration file.
        """
        return check_instance(self.kind, self.label, self._complete_table(None), folder)[1]

    def instance(self, folder: Path = Path(), *, current: InstanceConfig | None = None) -> InstanceConfig:
        """Return the instance as it would be, to test it before saving.

        ``current`` is the instance being edited; secrets that were not given again are its own.
        Raises ConfigError with every problem.
        """
        made, problems = check_instance(self.kind, self.label, self._complete_table(current), folder)
        if made is None:
            raise config_error(f"reading the fields of {self.name}", problems)
        return made

    def change(self, table: Mapping[str, Any]) -> Tree:
        """Return an instance's table with the fields written into it; defaults are left out."""
        known: Mapping[str, str] = table.get("headers", {})
        options = self._options()
        options["headers"] = {
            name: known.get(name, value) if value == MASK else value for name, value in self.headers.items()
        }
        changed = {name: value for name, value in table.items() if name not in options}
        if self._has_key():
            changed = {
                name: value for name, value in changed.items() if name not in ("api_key", "api_key_file")
            }
        return {"url": options.pop("url"), **self._key(), **changed, **_without_defaults(options)}

    def _complete_table(self, current: InstanceConfig | None) -> Tree:
        """Return a table that can be checked by itself, with the current secrets where they are kept."""
        secrets = dict.fromkeys(self.headers, "kept") if self.keeps_key else {}
        if current:
            secrets = {name: value.get_secret_value() for name, value in current.headers.items()}
        table = self.change({"headers": secrets})
        if self.keeps_key and not self._has_key():
            table["api_key"] = current.api_key.get_secret_value() if current else "kept"
        return table

    def _options(self) -> Tree:
        """Return every option but the key as the file has them."""
        return {
            "url": self.url.strip(),
            "external_url": self.external_url.strip() or None,
            "verify_tls": _truth(self.verify_tls),
            "timeout": _number(self.timeout),
            "concurrency": _number(self.concurrency),
            "requests_per_second": _number(self.requests_per_second),
            "headers": self.headers,
        }

    def _key(self) -> Tree:
        """Return the key as given, in whichever way; both, when both are given."""
        key = "" if self.keeps_key and self.api_key == MASK else self.api_key.strip()
        given = {"api_key": key, "api_key_file": self.api_key_file.strip()}
        return {name: value for name, value in given.items() if value}

    def _has_key(self) -> bool:
        """Return whether a key is given."""
        return bool(self._key())


def _without_defaults(options: Mapping[str, Any]) -> Tree:
    """Return the options that differ from their defaults."""
    fields = InstanceOptions.model_fields
    return {
        name: value
        for name, value in options.items()
        if value != fields[name].get_default(call_default_factory=True)
    }


def _truth(value: bool | str) -> bool | str:
    """Return what an input for ``verify_tls`` means; an empty one is the default."""
    text = str(value).strip()
    return {"true": True, "false": False, "": True}.get(text.lower(), text)


def _number(value: float | str) -> float | str:
    """Return the number a text stands for, or the text itself for the check to refuse."""
    if not isinstance(value, str):
        return value
    for read in (int, float):
        with contextlib.suppress(ValueError):
            return read(value)
    return value


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
    table = _table_of(tree, name, what)
    options = {key: table[key] for key in InstanceOptions.model_fields if key in table and key != "headers"}
    headers = dict.fromkeys(table.get("headers", {}), MASK)
    key_file = table.get("api_key_file", "")
    return InstanceDraft(Kind(kind), label, **options, api_key_file=key_file, headers=headers, keeps_key=True)


def has_comments(path: Path) -> bool:
    """Return whether the file has comments, which saving would drop; False when it cannot be read."""
    try:
        text = (read_bytes(path) or b"").decode("utf-8", "replace")
    except OSError:
        return False
    return any(token["comment"] for token in _TOKEN.finditer(text))


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
    Comments are lost (:data:`COMMENTS_LOST`). Raises ConfigError, and then the file is as it was.
    """

    def change(tree: Tree, what: str) -> None:
        table = _table_of(tree, replacing, what) if replacing else {}
        if draft.name != replacing and draft.label in _section(tree, draft.kind.value, what):
            raise config_error(what, [ConfigProblem(draft.name, "is there already; choose another name")])
        if replacing:
            _rename(tree, replacing, draft)
        _section(tree, draft.kind.value, what)[draft.label] = draft.change(table)

    return _rewrite(path, change, digest, env)


def remove_instance(
    path: Path, name: str, *, digest: str | None = None, env: Mapping[str, str] = os.environ
) -> str:
    """Take an instance out of the file; what is stored about it stays. Return the new digest.

    Raises ConfigError as :func:`save_instance` does.
    """

    def change(tree: Tree, what: str) -> None:
        _table_of(tree, name, what)
        kind, _, label = name.partition(".")
        _drop(tree, kind, label)

    return _rewrite(path, change, digest, env)


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
    options = {"theme": theme, "refresh_minutes": refresh_minutes, "ascii": ascii}

    def change(tree: Tree, what: str) -> None:
        _section(tree, "ui", what).update(
            (name, value) for name, value in options.items() if value is not None
        )

    return _rewrite(path, change, digest, env)


def _section(tree: Tree, name: str, what: str) -> Tree:
    """Return a section, created if need be. Raises ConfigError when something else has its name."""
    section: Any = tree.setdefault(name, {})
    if not isinstance(section, dict):
        raise config_error(what, [ConfigProblem(name, f"must be a table, written [{name}]")])
    return section


def _table_of(tree: Tree, name: str, what: str) -> Tree:
    """Return the table of an instance. Raises ConfigError when the file has none."""
    kind, _, label = name.partition(".")
    table = _section(tree, kind, what).get(label) if kind in tuple(Kind) else None
    if not isinstance(table, dict):
        why = f"{name} is not in the file: it comes from the environment, or was removed"
        raise ConfigError(what, why=why, advice=_UNCHANGED)
    return table


def _rename(tree: Tree, old: str, draft: InstanceDraft) -> None:
    """Give an instance its new name in its old place, or take it out when it changes its kind."""
    kind, _, label = old.partition(".")
    if kind == draft.kind:
        tree[kind] = {draft.label if name == label else name: table for name, table in tree[kind].items()}
    else:
        _drop(tree, kind, label)


def _drop(tree: Tree, kind: str, label: str) -> None:
    """Take an instance out, and with the last one its section."""
    del tree[kind][label]
    if not tree[kind]:
        del tree[kind]


def _parse(data: bytes | None, what: str) -> Tree:
    """Return the document. Raises ConfigError when it is not TOML."""
    tree, problems = parse_toml(data or b"")
    if problems:
        raise config_error(what, problems)
    return tree


def _rewrite(
    path: Path, change: Callable[[Tree, str], None], digest: str | None, env: Mapping[str, str]
) -> str:
    """Change the file under its lock and return its new digest. Raises ConfigError, the file untouched."""
    what = f"saving {path}"
    try:
        target = path.resolve()  # a linked file is changed where it lies, the link stays
        ensure_private_dir(target.parent)
        with _locked(target, what):
            old = read_bytes(target)
            if digest is not None and digest != digest_of(old):
                why = "the file was changed by something else since it was read"
                raise ConfigError(what, why=why, advice=f"{_UNCHANGED} Reload it and try again.")
            data = _changed(old, path, change, env, what)
            _put(target, old, data)
    except (OSError, RuntimeError) as error:  # resolve() raises RuntimeError for a circle of links
        raise ConfigError(what, why=_reason(error), advice=_UNCHANGED) from None
    return digest_of(data)


def _changed(
    old: bytes | None, path: Path, change: Callable[[Tree, str], None], env: Mapping[str, str], what: str
) -> bytes:
    """Return the new content. Raises ConfigError when the next start would refuse it."""
    tree = _parse(old, what)
    change(tree, what)
    data = tomli_w.dumps(tree).encode()
    problems = assemble(data, path, env=env)[1]
    if problems:
        raise config_error(what, problems)
    return data


def _put(target: Path, old: bytes | None, data: bytes) -> None:
    """Put the old content aside and the new one in its place. Raises OSError with the file untouched."""
    like = target.stat() if old is not None else None
    if old is not None:
        replace_private(target.with_name(f"{target.name}.bak"), old, like=like)
    replace_private(target, data, like=like)


def _reason(error: OSError | RuntimeError) -> str:
    """Return why the file system refused, in the user's words."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or (error.strerror or "the file cannot be used").lower()
    return _REASONS[errno.ELOOP]


# --- the lock --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(target: Path, what: str) -> Iterator[None]:
    """Keep other processes from saving the same file. Raises ConfigError when one does not finish.

    The lock is the operating system's, so a killed process leaves none behind; its empty file stays.
    """
    descriptor = os.open(target.with_name(f".{target.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + _LOCK_PATIENCE
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise ConfigError(what, why="another arrtui is saving it", advice=f"{_UNCHANGED} Try again.")
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        """Take the lock if it is free; closing the file releases it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        """Take the lock if it is free; closing the file releases it.

        File systems without locks are let through: the comparison of digests still guards the file there.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True
