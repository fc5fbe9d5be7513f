"""The configuration file as TOML: its bytes, what identifies them, and where they stop being TOML."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from arrtui.core.errors import ConfigProblem

Tree = dict[str, Any]
"""A TOML document as plain tables and values."""


def digest_of(data: bytes | None) -> str:
    """Return what identifies a file's content, empty for a file that does not exist."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes | None:
    """Return the file's content, None when there is no file. Raises OSError when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def parse_toml(data: bytes) -> tuple[Tree, list[ConfigProblem]]:
    """Return the document and no problem, or an empty one and the place where it stops being TOML."""
    try:
        return tomllib.loads(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {}, [ConfigProblem(f"line {line}", "is not UTF-8 text; save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except (ValueError, RecursionError):
        return {}, [ConfigProblem("", "is not TOML: a number is too long or tables are nested too deep")]
    return {}, [_syntax_problem(message)]


def _syntax_problem(message: str) -> ConfigProblem:
    """Return tomllib's message with its place first and duplicates in our words."""
    text, place = message, ""
    if match := re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL):
        text, place = match.groups()
    if match := re.match(r"Cannot declare \((.*?),?\) twice", text):
        name = ".".join(part.strip("'") for part in match[1].split(", "))
        return ConfigProblem(place, f"[{name}] is there twice; names are unique")
    if text == "Cannot overwrite a value" or text.startswith("Duplicate inline table key"):
        return ConfigProblem(place, "this option is set twice in its table")
    hint = "; texts need quotes" if text == "Invalid value" else ""
    return ConfigProblem(place, f"is not TOML: {text[:1].lower()}{text[1:]}{hint}")
