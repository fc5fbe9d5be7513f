"""Two instances on one title folder, step by step as it was recorded of two real Radarrs (`files/T01`)."""

from __future__ import annotations

from pathlib import Path

from tests.demo.files.bench import EXTERNAL_ID, Bench, make_estate

FOLDER = "a/Expedition Hotel (1982)"
HD, TRAILER = (
    "Expedition Hotel (1982) [Bluray-1080p]-HD.mkv",
    "Expedition Hotel (1982) [Bluray-1080p]-HD-trailer.mkv",
)
UHD = "Expedition.Hotel.1982.2160p.BluRay.x265-UHD"
GROUP = "Expedition.Hotel.1982.1080p.BluRay.x264-GRP"


def _import(bench: Bench, release: str, quality: int, name: str) -> None:
    """Import a film by hand, moving it."""
    bench.lay_out({f"dl/{release}": {f"{release}.mkv": [5000]}})
    path = bench.base / "dl" / release / f"{release}.mkv"
    file = {"path": str(path), "folderName": release, "movieId": bench.title_id}
    file |= {"quality": {"quality": {"id": quality, "name": name}}}
    assert bench.command(name="ManualImport", importMode="move", files=[file])["result"] == "successful"


def test_each_instance_deletes_the_other_ones_film_and_what_it_adopted(tmp_path: Path) -> None:
    with make_estate(tmp_path, "main", "uhd") as estate:
        first, second = (
            Bench(estate, "radarr", "Expedition Hotel", 1982, EXTERNAL_ID, label=label)
            for label in ("main", "uhd")
        )
        folder = first.base / FOLDER

        def present() -> set[str]:
            return {path.name for path in folder.iterdir()} if folder.exists() else set()

        first.lay_out({"a/Another (1990)": {"Another (1990).mkv": [4000]}})
        first.lay_out({FOLDER: {HD: [4000], TRAILER: [400]}})
        first.add(FOLDER)
        (folder / "poster.jpg").write_bytes(b"poster")
        first.rescan()
        assert {row[:2] for row in first.adopted()} == {(first.files()[HD], "poster.jpg")}
        second.add(FOLDER)
        _import(second, UHD, 19, "Bluray-2160p")
        assert present() == {f"{UHD}.mkv", TRAILER, "poster.jpg"}
        assert list(first.files()) == [HD]
        first.rescan()
        assert present() == {f"{UHD}.mkv", TRAILER}
        assert list(first.files()) == [f"{UHD}.mkv"] and first.adopted() == set()
        _import(first, GROUP, 7, "Bluray-1080p")
        assert present() == {f"{GROUP}.mkv", TRAILER}
        second.rescan()
        assert list(second.files()) == [f"{GROUP}.mkv"]
        first.api("DELETE", f"movie/{first.title_id}?deleteFiles=true")
        first.api.settle()
        assert present() == set() and not folder.exists()
        second.rescan()
        assert second.files() == {}
