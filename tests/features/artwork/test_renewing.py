"""Images that change under the same address, as an app's covers do, are fetched anew; others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.clients.providers.protocol import ProviderError
from arrtui.core.artwork import ArtCandidate
from arrtui.db.artwork import slots
from arrtui.db.database import Database
from tests.features.artwork.enriched import Enriched, MemoryProvider
from tests.media.pictures import draw

COVER = "/api/v3/mediacover/1/poster.jpg"


class ChangingProvider(MemoryProvider):
    """An app whose covers change when a test says so."""

    def __init__(self) -> None:
        super().__init__("app")
        self.changed_at: dict[str, float] = {}

    async def image_since(self, candidate: ArtCandidate, since: float) -> bytes | None:
        self._ask("since")
        changed = self.changed_at.get(candidate.address, 0.0)
        return self.images[candidate.address] if changed > since else None


@pytest.fixture
def films(database: Database, tmp_path: Path) -> Enriched:
    made = Enriched(database, tmp_path, providers=["tmdb", "app"])
    made.providers = [MemoryProvider("tmdb"), ChangingProvider()]
    return made


def app_of(films: Enriched) -> ChangingProvider:
    app = films.providers[1]
    assert isinstance(app, ChangingProvider)
    return app


def with_cover(films: Enriched) -> str:
    film = films.add("Alien")
    app_of(films).add(film, "poster", COVER)
    assert films.run().fetched == 1
    return film


def change(films: Enriched) -> None:
    films.now += 8 * 86_400
    app_of(films).images[COVER] = draw(seed=99)
    app_of(films).changed_at[COVER] = films.now - 60


def test_a_cover_that_changed_is_fetched_anew_when_its_title_is_due(films: Enriched) -> None:
    film = with_cover(films)
    first = films.choices(film)["poster"].sha256
    change(films)
    assert films.run().fetched == 1
    second = films.choices(film)["poster"].sha256
    assert first != second and second in films.in_cache()
    films.now += 8 * 86_400
    assert films.run().fetched == 0
    assert app_of(films).asked["image"] == 1


def test_what_is_locked_or_the_owners_stays(films: Enriched) -> None:
    film = with_cover(films)
    first = films.choices(film)["poster"]
    with films.database.writing():
        slots.lock("radarr.main", [(film, "poster")], films.now)
    change(films)
    assert films.run().fetched == 0
    assert films.choices(film)["poster"] == first
    assert app_of(films).asked["since"] == 0


def test_a_cover_that_cannot_be_read_now_stays(films: Enriched) -> None:
    film = with_cover(films)
    first = films.choices(film)["poster"]
    change(films)
    app_of(films).images[COVER] = b"<html><script>alert(1)</script></html>"
    report = films.run()
    assert films.choices(film)["poster"] == first
    assert any("poster" in fault for fault in report.faults)
    films.now += 8 * 86_400
    app_of(films).fault = ProviderError("asking radarr.main", why="it is down", provider="app", is_down=True)
    films.run()
    assert films.choices(film)["poster"] == first
