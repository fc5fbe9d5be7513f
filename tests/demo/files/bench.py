"""A simulated app with a real folder and one title in it, for operations on its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.clock import DAY
from arrtui.demo.world.catalogue import episode_codes
from arrtui.demo.world.seasons import Airing
from tests.demo.conftest import Api
from tests.demo.files.trees import Tree, lay_out

Obj = dict[str, Any]
EXTERNAL_ID = 771_000
_NAMING = {
    "radarr": {
        "renameMovies": False,
        "standardMovieFormat": "{Movie Title} ({Release Year}) {Quality Full}",
    },
    "sonarr": {
        "renameEpisodes": False,
        "standardEpisodeFormat": "{Series Title} - S{season:00}E{episode:00} - {Episode Title} "
        "{Quality Full}",
        "seasonFolderFormat": "Season {season}",
    },
}
"""What a freshly installed app has and the demo's does not."""
EPISODES = ((0, 1), *((1, number) for number in range(1, 6)), (2, 1), (2, 2), (3, 1))


class Bench:
    """One app whose root folders are `a`, `b`, `c`, and the title that lies in one of them."""

    def __init__(
        self,
        estate: SimulatedEstate,
        kind: str,
        title: str,
        year: int,
        external_id: int,
        *,
        label: str = "main",
    ) -> None:
        self.kind = kind
        self.app = estate.apps[f"{kind}.{label}"]
        self.api = Api(self.app)
        self.store: Any = self.app.store
        self.spec = self.store.spec
        self.base = Path(str(estate.folder)) / "data"
        self.external_id = external_id
        self.title_id = 0
        estate.catalogue._heads[self.store.kind, external_id] = (title, year, "English")
        if kind == "sonarr":
            today = self.store.today
            estate.catalogue.airings[external_id, False] = [
                Airing(season, number, None, f"Part {season}.{number}", today - 30 * DAY, None)
                for season, number in EPISODES
            ]
        self.store.root_folders.clear()
        for number, name in enumerate(("a", "b", "c"), 1):
            (self.base / name).mkdir(parents=True, exist_ok=True)
            self.store.root_folders[number] = {"id": number, "path": str(self.base / name)}
        self.configure("naming", _NAMING[kind])
        self.configure("mediamanagement", {"importExtraFiles": False})

    def configure(self, group: str, settings: Obj) -> None:
        """Change settings of a group; paths are below the folder of the bench."""
        self.store.configs[group] |= settings

    def lay_out(self, tree: Tree) -> None:
        """Make folders hold what a tree says."""
        lay_out(self.base, tree)

    def add(self, folder: str) -> None:
        """Add the title with a folder, and let its first refresh end."""
        body: Obj = {self.spec.external_id: self.external_id, "title": "T", "qualityProfileId": 1}
        body |= {"path": str(self.base / folder), "monitored": True, "seasonFolder": True}
        response = self.api("POST", self.spec.noun, json=body | {"addOptions": {"monitor": "all"}})
        if self.kind == "radarr":
            response = self.api("POST", self.spec.noun, json=body)
        assert response.status_code == 201, response.text
        self.title_id = response.json()["id"]
        self.api.settle()

    def command(self, **body: Any) -> Obj:
        """Post a command and let it end."""
        posted = self.api("POST", "command", json=body)
        assert posted.status_code == 201, posted.text
        self.api.settle()
        command: Obj = self.api.get(f"command/{posted.json()['id']}")
        return command

    def rescan(self) -> Obj:
        """Scan the folder of the title."""
        return self.command(name=f"Rescan{self.spec.model}", **{self.spec.id_key: self.title_id})

    def files(self) -> dict[str, int]:
        """Return the ids of the title's files by their paths."""
        return {file["relativePath"]: file["id"] for file in self.store.files_of(self.title_id)}

    def episodes(self, name: str) -> list[int]:
        """Return the ids of the episodes that a name is of."""
        rows = self.store.episodes_of(self.title_id)
        codes = episode_codes(name)
        return [row["id"] for row in rows if (row["seasonNumber"], row["episodeNumber"]) in codes]

    def adopted(self) -> set[tuple[int | None, str, str]]:
        """Return file, path and importer of every file the app has adopted."""
        rows = self.store.extras.of_title(self.title_id)
        return {(row.file_id, row.path, row.consumer or row.table) for row in rows}


def make_estate(folder: Path, *labels: str) -> SimulatedEstate:
    """Return an estate of one Sonarr and a Radarr for each label, without titles, with real folders."""
    size = EstateSize(radarr=tuple((label, 0) for label in labels or ("main",)), sonarr=(("main", 0, 0),))
    return SimulatedEstate(size, folder=folder)
