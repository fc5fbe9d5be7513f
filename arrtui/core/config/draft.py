"""An instance while it is being edited: its fields without its secrets, and the table they make."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.config.findings import config_error
from arrtui.core.config.instances import check_instance
from arrtui.core.config.tables import MASK, InstanceConfig, InstanceOptions
from arrtui.core.config.toml import Tree
from arrtui.core.errors import ConfigProblem


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
        """Return an instance's table with the fields written into it; defaults that it lacks are left out."""
        stored_headers: Mapping[str, str] = table.get("headers", {})
        verify_tls = str(self.verify_tls).strip()
        options: Tree = {
            "external_url": self.external_url.strip() or None,
            "verify_tls": {"true": True, "false": False, "": True}.get(verify_tls.lower(), verify_tls),
            "timeout": _number(self.timeout),
            "concurrency": _number(self.concurrency),
            "requests_per_second": _number(self.requests_per_second),
            "headers": {
                name: stored_headers.get(name, value) if value == MASK else value
                for name, value in self.headers.items()
            },
        }
        key = self._key()
        replaced = {"url", *options, *(("api_key", "api_key_file") if key else ())}
        kept = {name: value for name, value in table.items() if name not in replaced}
        fields = InstanceOptions.model_fields
        changed = {
            name: value
            for name, value in options.items()
            if value != fields[name].get_default(call_default_factory=True)
            or (name in table and value == table[name])
        }
        return {"url": self.url.strip(), **key, **kept, **changed}

    def _complete_table(self, current: InstanceConfig | None) -> Tree:
        """Return a table that can be checked by itself, with the current secrets where they are kept."""
        secrets = dict.fromkeys(self.headers, "kept") if self.keeps_key else {}
        if current:
            secrets = {name: value.get_secret_value() for name, value in current.headers.items()}
        table = self.change({"headers": secrets})
        if self.keeps_key and not self._key():
            table["api_key"] = current.api_key.get_secret_value() if current else "kept"
        return table

    def _key(self) -> Tree:
        """Return the key as given, in whichever way; both, when both are given."""
        key = "" if self.keeps_key and self.api_key == MASK else self.api_key.strip()
        given = {"api_key": key, "api_key_file": self.api_key_file.strip()}
        return {name: value for name, value in given.items() if value}


def _number(value: float | str) -> float | str:
    """Return the number a text stands for, or the text itself for the check to refuse."""
    if not isinstance(value, str):
        return value
    for read in (int, float):
        with contextlib.suppress(ValueError):
            return read(value)
    return value
