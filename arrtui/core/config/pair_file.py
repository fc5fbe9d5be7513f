"""Writing pairs into the configuration file: comments, order and layout of everything else stay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from arrtui.core.config.file import UNCHANGED, rewrite, section
from arrtui.core.config.findings import config_error
from arrtui.core.config.pair_draft import PairDraft
from arrtui.core.config.toml import Tree
from arrtui.core.errors import ConfigError, ConfigProblem

_SECTION = "sync"


def save_pair(
    path: Path,
    draft: PairDraft,
    *,
    replacing: PairDraft | None,
    digest: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> str:
    """Write a pair into the file, in the place of the one that was ``replacing``; return the new digest.

    Only options that differ from those are written. Raises ConfigError as
    :func:`~arrtui.core.config.file.save_instance` does, and FilterError for a filter that cannot be read.
    """
    old = replacing.name if replacing else draft.name

    def change(tree: Tree, what: str) -> None:
        pairs = section(tree, _SECTION, what)
        if draft.name in pairs and (replacing is None or draft.name != old):
            path = f"{_SECTION}.{draft.name}"
            raise config_error(what, [ConfigProblem(path, "is there already; choose another name")])
        table = _table_of(pairs, old, what) if replacing else {}
        changed = draft.change(table, replacing or PairDraft())
        if replacing:
            tree[_SECTION] = {
                draft.name if name == old else name: changed if name == old else other
                for name, other in pairs.items()
            }
        else:
            pairs[draft.name] = changed

    renames = {f"{_SECTION}.{old}": f"{_SECTION}.{draft.name}"} if old != draft.name else {}
    return rewrite(path, change, (f"{_SECTION}.{draft.name}",), digest, env, renames)


def remove_pair(
    path: Path, name: str, *, digest: str | None = None, env: Mapping[str, str] = os.environ
) -> str:
    """Take a pair out of the file; its plans stay stored. Return the new digest.

    Raises ConfigError as :func:`~arrtui.core.config.file.save_instance` does.
    """

    def change(tree: Tree, what: str) -> None:
        pairs = section(tree, _SECTION, what)
        _table_of(pairs, name, what)
        del pairs[name]
        if not pairs:
            del tree[_SECTION]

    return rewrite(path, change, (f"{_SECTION}.{name}",), digest, env)


def _table_of(pairs: Tree, name: str, what: str) -> Tree:
    """Return the table of a pair. Raises ConfigError when the file has none."""
    table = pairs.get(name)
    if not isinstance(table, dict):
        why = f"the pair {name} is not in the file: it comes from the environment, or was removed"
        raise ConfigError(what, why=why, advice=UNCHANGED)
    return table
