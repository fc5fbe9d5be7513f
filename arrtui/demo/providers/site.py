"""The providers as one site, a path for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.site import Site
from arrtui.demo.http.transport import HttpResponse
from arrtui.demo.providers.answering import KEY, SimulatedProvider
from arrtui.demo.providers.fanart import FanartHost
from arrtui.demo.providers.musicbrainz import CoverHost, MusicHost
from arrtui.demo.providers.tmdb import TmdbHost
from arrtui.demo.providers.tvdb import TvdbHost
from arrtui.demo.world.pictures import DrawnPicture, draw, picture_of

if TYPE_CHECKING:
    from arrtui.demo.world.catalogue import Catalogue

_WIDTH = re.compile(r"w(\d+)")
"""The size of a picture in its path, as TMDB has it."""


class ProvidersSite(Site):
    """All providers of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__("providers", self._choose)
        self._catalogue = catalogue
        self.music = MusicHost(catalogue, lambda: self.pictures)
        """MusicBrainz, for what goes wrong with it."""
        self._providers: Mapping[str, SimulatedProvider] = {
            "tmdb": TmdbHost(catalogue, lambda: self.pictures),
            "tvdb": TvdbHost(catalogue, lambda: self.pictures),
            "fanart": FanartHost(catalogue, lambda: f"{self.pictures}/fanart"),
            "musicbrainz": self.music,
            "coverart": CoverHost(catalogue, lambda: self.pictures, lambda: f"{self.url}/coverart"),
        }

    @property
    def pictures(self) -> str:
        """Where pictures are."""
        return f"{self.url}/art"

    def config_toml(self) -> str:
        """Return the table ``[providers]`` with keys and addresses."""
        keys = "".join(f'{name}_key = "{KEY}"\n' for name in ("tmdb", "tvdb", "fanart"))
        addresses = {
            "tmdb_url": f"{self.url}/tmdb",
            "tmdb_images": self.pictures,
            "tvdb_url": f"{self.url}/tvdb",
            "fanart_url": f"{self.url}/fanart",
            "musicbrainz_url": f"{self.url}/musicbrainz",
            "cover_url": f"{self.url}/coverart",
        }
        return "[providers]\n" + keys + "".join(f'{name} = "{url}"\n' for name, url in addresses.items())

    def _choose(self, request: HttpRequest) -> HttpResponse:
        """Answer with the provider, or the picture, that the path begins with."""
        name, _, rest = request.full_path.strip("/").partition("/")
        if name == "art":
            return self._picture(rest)
        provider = self._providers.get(name)
        return provider.respond(request, f"/{rest}") if provider else HttpResponse(404)

    def _picture(self, path: str) -> HttpResponse:
        """Return a picture; a part of its path may say how wide it is at most, or that it is a preview."""
        *folders, name = path.split("/")
        picture = picture_of(name)
        if picture is None:
            return HttpResponse(404, b"<h1>File not Found</h1>", {"content-type": "text/html"})
        widths = [int(match[1]) for folder in folders if (match := _WIDTH.fullmatch(folder))]
        most = min([*widths, *(200 for folder in folders if folder == "preview")], default=0)
        content_type = "image/png" if picture.extension == "png" else "image/jpeg"
        return HttpResponse(200, draw(picture, self._title(picture), most), {"content-type": content_type})

    def _title(self, picture: DrawnPicture) -> str:
        match = re.match(r"([ms])(\d+)", picture.owner)
        if match is None:
            return ""
        return self._catalogue.head("radarr" if match[1] == "m" else "sonarr", int(match[2]))[0]
