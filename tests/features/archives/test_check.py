"""Only an archive of the app itself, whole and with a database, is sent back."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.app_archives import ArchiveError
from arrtui.core.apps import APPS
from arrtui.features.archives.check import check_archive
from tests.features.archives.samples import CONFIG, DATABASE, KEY, make_zip

RADARR = APPS["radarr"]
POSTGRES = CONFIG.replace(b"</Config>", b"<PostgresHost>db</PostgresHost></Config>")


def test_an_archive_says_whether_its_key_is_the_configured_one(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", config__xml=CONFIG, radarr__db=DATABASE, logs__db=DATABASE)
    checked = check_archive(path, RADARR, KEY)
    assert (checked.database_size, checked.has_same_key) == (len(DATABASE), True)
    other = check_archive(path, RADARR, "f" * 32)
    assert not other.has_same_key
    assert KEY not in repr(other)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"radarr__db": DATABASE}, "no archive of an app"),
        ({"config__xml": CONFIG, "sonarr__db": DATABASE}, "of Sonarr, not of Radarr"),
        ({"config__xml": CONFIG}, "holds no radarr.db"),
        ({"config__xml": POSTGRES}, "keeps its data in PostgreSQL"),
        ({"config__xml": CONFIG, "radarr__db": b"<html>no database</html>"}, "no SQLite database"),
        ({"config__xml": CONFIG, "radarr__db": DATABASE, "up____x": b""}, "holds folders"),
        ({"config__xml": CONFIG, "radarr__db": DATABASE + bytes(20 * 2**20)}, "unpacks to"),
        (
            {"config__xml": CONFIG, "radarr__db": DATABASE} | {f"f{n}": b"" for n in range(60)},
            "more than any app",
        ),
    ],
)
def test_what_no_app_makes_is_refused(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    with pytest.raises(ArchiveError, match=reason):
        check_archive(make_zip(tmp_path / "a.zip", **files), RADARR, KEY)


@pytest.mark.parametrize("damage", ["cut", "flipped", "page", "gone"])
def test_what_is_not_whole_is_refused(tmp_path: Path, damage: str) -> None:
    path = make_zip(tmp_path / "a.zip", config__xml=CONFIG, radarr__db=DATABASE)
    data = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(data[:-100])
        case "flipped":
            place = data.index(b"radarr.db") + len("radarr.db") + 5
            path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        case "page":
            path.write_bytes(b"<!doctype html><html></html>")
        case _:
            path.unlink()
    with pytest.raises(ArchiveError):
        check_archive(path, RADARR, KEY)
