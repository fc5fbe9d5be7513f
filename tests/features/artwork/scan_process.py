"""A process that scans a library for artwork: ``python -m tests.features.artwork.scan_process FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from arrtui.db.database import Database
from tests.features.artwork.library import ArtLibrary


def main() -> None:
    """Say that it begins, and scan."""
    folder = Path(sys.argv[1])
    database = Database.open(f"sqlite:///{folder / 'arrtui.db'}")
    library = ArtLibrary(database, folder / "movies")
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    library.adopt()
    database.close()


if __name__ == "__main__":
    main()
