"""The read-only mode: what use cases that write to an app ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.errors import ReadOnlyError

if TYPE_CHECKING:
    from arrtui.core.config import Config


def refuse_writing(config: Config, what: str) -> None:
    """Raise ReadOnlyError for ``what`` would be written while nothing may be."""
    if config.ui.read_only:
        raise ReadOnlyError.refusing(what)
