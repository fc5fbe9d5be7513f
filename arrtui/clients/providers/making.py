"""Make the providers that the configuration has keys for; the others are off and say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from arrtui.clients.providers.asking import DAY, AskingOptions
from arrtui.clients.providers.fanart import Fanart
from arrtui.clients.providers.musicbrainz import MusicBrainz
from arrtui.clients.providers.protocol import AnswerStore, Provider
from arrtui.clients.providers.tmdb import Tmdb
from arrtui.clients.providers.tvdb import Tvdb

if TYPE_CHECKING:
    from arrtui.clients.providers.app_covers import AppCovers
    from arrtui.core.config import Config

_NO_KEY = "{label} is off: it has no key. Set {option} under [providers]; its site gives keys out."


@dataclass
class Providers:
    """Who can be asked, and why others cannot."""

    by_name: dict[str, Provider] = field(default_factory=dict)
    off: dict[str, str] = field(default_factory=dict)
    """By the name of a provider without a key a sentence that says so."""

    async def aclose(self) -> None:
        """Close the connections of all."""
        for provider in self.by_name.values():
            await provider.aclose()


def make_options(config: Config, answers: AnswerStore | None = None) -> AskingOptions:
    """Return what all providers share, as configured."""
    fresh = config.providers.fresh_days * DAY
    return AskingOptions(answers=answers, fresh_seconds=fresh, most_image=config.artwork.image_bytes)


def make_providers(config: Config, options: AskingOptions, app: AppCovers | None = None) -> Providers:
    """Return the providers; ``app``: the images of the instance whose titles are asked about."""
    table, made = config.providers, Providers()
    if app is not None:
        made.by_name["app"] = app
    if key := table.tmdb_key or config.trailers.tmdb_key:
        tmdb = Tmdb(key.get_secret_value(), table.tmdb_url, table.tmdb_images, options)
        made.by_name["tmdb"] = tmdb
    else:
        made.off["tmdb"] = _NO_KEY.format(label="TMDB", option="tmdb_key")
    if table.tvdb_key:
        pin = table.tvdb_pin.get_secret_value() if table.tvdb_pin else ""
        made.by_name["tvdb"] = Tvdb(table.tvdb_key.get_secret_value(), table.tvdb_url, pin, options)
    else:
        made.off["tvdb"] = _NO_KEY.format(label="TheTVDB", option="tvdb_key")
    if table.fanart_key:
        personal = table.fanart_client_key.get_secret_value() if table.fanart_client_key else ""
        fanart = Fanart(table.fanart_key.get_secret_value(), table.fanart_url, personal, options)
        made.by_name["fanart"] = fanart
    else:
        made.off["fanart"] = _NO_KEY.format(label="Fanart.tv", option="fanart_key")
    made.by_name["musicbrainz"] = MusicBrainz(table.musicbrainz_url, table.cover_url, options)
    return made
