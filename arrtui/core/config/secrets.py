"""Secrets of the configuration: written in the file, in a file of their own, or in a variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path

from pydantic import BaseModel, SecretStr
from pydantic_core import PydanticCustomError

from arrtui.core.config.findings import Findings, Place
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import wrong
from arrtui.core.paths import readable_by_others

_LONGEST_FILE = 4096


def read_secret(
    table: ConfigTable, name: str, path: Place, findings: Findings, env: Mapping[str, str]
) -> SecretStr | None:
    """Return the secret of an option ``name``, ``name_file`` or ``name_env``, None where none is set.

    ``path`` is that of the table. What is wrong is noted, and the secret None then.
    """
    options = [option for option in (name, f"{name}_file", f"{name}_env") if getattr(table, option)]
    if not options:
        return None
    option = options[0]
    if len(options) > 1:
        findings.add((*path, option), f"and {' and '.join(options[1:])} are set; give one of them")
        return None
    try:
        value = getattr(table, option)
        if option == name:
            return SecretStr(check_secret(value.get_secret_value()))
        text = _read_file(value, (*path, option), findings) if option == f"{name}_file" else env.get(value)
        if text is None:
            raise wrong("names a variable that is not set")
        return SecretStr(check_secret(text))
    except PydanticCustomError as error:
        findings.add((*path, option), error.message())
    except OSError as error:
        findings.add((*path, option), f"cannot be read: {error.strerror or 'no such path'}")
    return None


def every_secret(value: object) -> Iterator[str]:
    """Yield the secrets in a part of the configuration, however deep they lie."""
    parts: Iterable[object] = ()
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel) or is_dataclass(value):
        parts = getattr(value, "__dict__", {}).values()
    elif isinstance(value, Mapping):
        parts = value.values()
    elif isinstance(value, tuple | list):
        parts = value
    for part in parts:
        yield from every_secret(part)


def check_secret(text: str) -> str:
    """Return a secret without the white space around it. Raises PydanticCustomError (a ValueError)."""
    secret = text.strip()
    if not secret:
        raise wrong("is empty")
    if not secret.isascii() or not secret.isprintable():
        raise wrong("must be printable ASCII text on one line")
    return secret


def _read_file(file: Path, path: Place, findings: Findings) -> str:
    """Return the text of a file that holds a secret. Raises OSError, PydanticCustomError."""
    if not file.is_file():  # a pipe or device would wait for ever
        raise wrong("names no file; give the path of a file that holds only the secret")
    with file.open("rb") as stream:
        text = stream.read(_LONGEST_FILE).decode("ascii", "replace")
    if readable_by_others(file):
        findings.warnings.append(f"{'.'.join(path)}: {file} can be read by others. Run: chmod 600 {file}")
    return text
