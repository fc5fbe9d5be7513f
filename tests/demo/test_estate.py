"""The estate as a whole: determinism, overlap, variety, folders, and the command line."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.demo import __main__ as command_line
from arrtui.demo.estate import DEFAULT, EstateSize, SimulatedEstate
from arrtui.demo.http.clock import DAY
from arrtui.demo.world.neighbours import STYLES, TRAILER
from arrtui.demo.world.releases import safe_name
from tests.demo.conftest import SMALL, Api, MakeEstate


def whole(estate: SimulatedEstate) -> Any:
    """Everything the instances would answer first."""
    answers: dict[str, Any] = {}
    for name, app in estate.apps.items():
        kind = "movie" if app.kind == "radarr" else "series"
        client = Api(app)
        answers[name] = [client.get(kind), client.get("history/since"), client.get("customformat")]
    return answers


def test_a_seed_gives_the_same_estate_and_another_seed_another_one(small_estate: MakeEstate) -> None:
    first, same, other = whole(small_estate()), whole(small_estate()), whole(small_estate(seed=8))
    assert first == same
    assert first != other
    assert set(first) == {"radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime"}


def test_the_day_can_be_fixed() -> None:
    first, second = (SimulatedEstate(SMALL, today=20_000 * DAY).apps["radarr.main"].store for _ in range(2))
    assert first.movies == second.movies  # type: ignore[union-attr]
    assert max(movie["added"] for movie in first.movies.values()) < "2024-10-05"  # type: ignore[union-attr]


def test_instances_overlap_and_reuse_ids_for_other_titles() -> None:
    estate = SimulatedEstate()
    main: Any = estate.apps["radarr.main"].store
    second: Any = estate.apps["radarr.4k"].store
    ids = [{movie["tmdbId"] for movie in store.movies.values()} for store in (main, second)]
    assert (len(ids[0]), len(ids[1])) == (1200, 400)
    assert 200 < len(ids[0] & ids[1]) < 400
    common = set(main.movies) & set(second.movies)
    assert sum(main.movies[number]["tmdbId"] != second.movies[number]["tmdbId"] for number in common) > 200
    assert 0.88 < len(main.files) / len(main.movies) < 0.97


def test_titles_are_awkward_and_paths_are_unique_and_safe() -> None:
    store: Any = SimulatedEstate().apps["radarr.main"].store
    titles = [movie["title"] for movie in store.movies.values()]
    assert "<script>alert(1)</script>" in titles
    assert any(title.startswith("=") for title in titles) and max(map(len, titles)) > 200
    assert any("\u0590" < title[0] < "\u06ff" for title in titles if title)
    assert any("\u3040" < title[0] < "\u9fff" for title in titles if title)
    assert len(set(titles)) < len(titles)
    paths = [movie["path"] for movie in store.movies.values()]
    assert len(set(paths)) == len(paths)
    assert all(len(part.encode()) < 255 for path in paths for part in path.split("/"))


def test_scores_have_the_range_of_a_real_estate() -> None:
    estate = SimulatedEstate()
    scores: list[int] = []
    for name in ("radarr.main", "radarr.4k"):
        store: Any = estate.apps[name].store
        for file in store.files.values():
            movie = store.movies[file["movieId"]]
            scores.append(store.score_now(file, movie["qualityProfileId"], store.original_language(movie)))
    assert min(scores) <= -30_000 and max(scores) >= 10_000
    assert len(set(scores)) > 50


def test_a_file_name_is_safe() -> None:
    assert safe_name('a/b\\c:d*?"<>|.') == "a+b+c -d-!"
    assert safe_name("...") == "Untitled"
    assert len(safe_name("字" * 300).encode()) < 255


# ---- folders ---------------------------------------------------------------------------------------


def test_real_folders_hold_sparse_files(small_estate: MakeEstate, tmp_path: Path) -> None:
    estate = small_estate(folder=tmp_path)
    estate.wait_for_files()
    client = Api(estate.apps["radarr.main"])
    movie = next(item for item in client.get("movie") if item["hasFile"])
    path = Path(movie["movieFile"]["path"])
    assert path.is_relative_to(tmp_path)
    status = path.stat()
    assert status.st_size == movie["movieFile"]["size"] and status.st_blocks * 512 < 1_000_000
    assert all(item["accessible"] for item in client.get("rootfolder"))
    assert client("POST", "rootfolder", json={"path": str(tmp_path / "missing")}).status_code == 400
    client("DELETE", f"movie/{movie['id']}?deleteFiles=true")
    client.settle()
    assert not path.parent.exists()


def test_a_scan_finds_what_lies_in_the_folder(small_estate: MakeEstate, tmp_path: Path) -> None:
    estate = small_estate(folder=tmp_path)
    estate.wait_for_files()
    store: Any = estate.apps["radarr.main"].store
    movie = store.add_title(720_001)
    folder = Path(movie["path"])
    folder.mkdir(parents=True)
    (folder / "Some Film (2000) [Bluray-720p]-GRP.mkv").write_bytes(b"x" * 10)
    client = Api(estate.apps["radarr.main"])
    client("POST", "command", json={"name": "RescanMovie", "movieId": movie["id"]})
    store.settle()
    file = client.get(f"moviefile?movieId={movie['id']}")[0]
    assert (file["size"], file["quality"]["quality"]["name"], file["releaseGroup"]) == (
        10,
        "Bluray-720p",
        "GRP",
    )


def test_trailers_of_every_style_lie_beside_the_videos(small_estate: MakeEstate, tmp_path: Path) -> None:
    size = EstateSize(radarr=(("main", 90),), sonarr=(("main", 16, 60),))
    estate = small_estate(size, folder=tmp_path, neighbours=True)
    estate.wait_for_files()
    assert set(estate.styles.values()) == {row.style for styles in STYLES.values() for row in styles}
    folders = {style: Path(folder) for folder, style in estate.styles.items()}
    assert (folders["movie"] / "movie-trailer.mp4").stat().st_size == TRAILER
    assert not next(folders["broken link"].glob("*-trailer.mp4")).exists()
    assert next(folders["link"].glob("*-trailer.mp4")).stat().st_size == TRAILER
    assert (folders["unreadable"] / "Trailers").stat().st_mode & 0o777 == 0
    assert [path.name.encode(errors="surrogateescape") for path in folders["odd encoding"].glob("*.mp4")] == [
        b"Caf\xe9-trailer.mp4"
    ]
    videos = {path.with_suffix("").name for path in folders["base"].iterdir()}
    assert any(f"{base}-trailer" in videos for base in videos)
    estate.stop()
    assert (folders["unreadable"] / "Trailers").stat().st_mode & 0o777 == 0o755


# ---- the command line ------------------------------------------------------------------------------


def run(config: Path, *more: str) -> subprocess.Popen[str]:
    sizes = ("--movies", "12", "--series", "3", "--episodes", "30", "--artists", "3")
    command = [sys.executable, "-m", "arrtui.demo", "--config", str(config), *sizes, *more]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    try:
        return process.communicate(timeout=30)
    finally:
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    config = tmp_path / "demo.toml"
    process = run(config)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    options = tomllib.loads(config.read_text())
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert options["database"]["url"] == f"sqlite:///{tmp_path / 'demo.db'}"
    anime = options["sonarr"]["anime"]
    answer = httpx.get(f"{anime['url']}/api/v3/series", headers={"X-Api-Key": anime["api_key"]})
    assert len(answer.json()) == 1
    movies = options["radarr"]["main"]
    assert (
        len(httpx.get(f"{movies['url']}/api/v3/movie", headers={"X-Api-Key": movies["api_key"]}).json()) == 12
    )
    process.send_signal(number)
    assert finish(process) == ("", "")
    assert process.returncode == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{anime['url']}/ping")


def test_it_cleans_up_when_stdin_closes(tmp_path: Path) -> None:
    config = tmp_path / "inside" / "demo.toml"
    process = run(config, "--until-stdin-closes")
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    assert config.exists()
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()
    if process.stderr:
        process.stderr.close()
    assert list(config.parent.iterdir()) == []


@pytest.mark.parametrize(
    "sizes",
    [
        ["--movies", "-1"],
        ["--movies", "9999999"],
        ["--series", "0"],
        ["--series", "50", "--episodes", "10"],
        ["--seed", "x"],
    ],
)
def test_sizes_that_make_no_sense(
    tmp_path: Path, sizes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        command_line.parse(["--config", str(tmp_path / "c.toml"), *sizes])
    assert stop.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_a_folder_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert command_line.main(["--config", str(tmp_path / "file" / "c.toml")]) == 2
    assert "Choose another --config" in capsys.readouterr().err


def test_nothing_at_all_is_an_estate_too(small_estate: MakeEstate) -> None:
    estate = small_estate(EstateSize(radarr=(("main", 0),), sonarr=(("main", 0, 0),)))
    assert Api(estate.apps["radarr.main"]).get("movie") == []
    assert Api(estate.apps["sonarr.main"]).get("series") == []
    assert Api(estate.apps["radarr.main"]).get("history")["totalRecords"] == 0


def test_stopping_leaves_no_thread_and_no_port() -> None:
    before = {thread.name for thread in threading.enumerate()}
    with SimulatedEstate(SMALL) as estate:
        app = estate.apps["radarr.main"]
        app.faults.add("hang", times=1)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{app.url}/ping", timeout=0.05)
    assert {thread.name for thread in threading.enumerate()} <= before
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{app.url}/ping")


def test_the_default_estate() -> None:
    assert command_line.size_of(command_line.parse(["--config", os.devnull])) == DEFAULT
