"""Archives as the apps make them, and some that they do not."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

KEY = "0123456789abcdef0123456789abcdef"
CONFIG = f"<Config>\n  <Port>7878</Port>\n  <ApiKey>{KEY}</ApiKey>\n</Config>".encode()
DATABASE = b"SQLite format 3\0" + bytes(4096)


def make_zip(path: Path, **files: bytes) -> Path:
    """Write a zip with these files; ``__`` in a name is a dot, two of them in a row a slash."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("____", "/").replace("__", "."), content)
    return path
