"""How a player is: reachable, of which version, whether it shows the root folders, what spoils its work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from arrtui.clients.jellyfin import JellyfinClient
from arrtui.clients.kodi import KodiClient
from arrtui.clients.player_http import PlayerError, PlayerOffError
from arrtui.clients.plex import PlexClient
from arrtui.core.apps import app_of
from arrtui.core.config import InstanceConfig
from arrtui.core.config.players import PlayerConfig
from arrtui.core.players import PlayerTask
from arrtui.core.structs import describe_structs
from arrtui.core.text import plural
from arrtui.db import media
from arrtui.features.players.groups import groups_of
from arrtui.features.players.kodi_music import ARTISTS_FOLDER
from arrtui.features.players.outcomes import PlayerBusyError
from arrtui.features.players.paths import PlayerPaths, lies_in, same_path
from arrtui.features.players.tellers import open_teller
from arrtui.media.mapping import PathMapper

NOT_RUN = "what arrtui does with Plex follows its documents; no Plex was run to see it"


class PlayerRoot(msgspec.Struct, frozen=True, kw_only=True):
    """A root folder of an instance as a player has it."""

    instance: str
    local: str
    """On this machine."""
    path: str
    """For the player."""
    is_shown: bool
    """Whether it lies in one of the player's libraries or sources."""


class PlayerCheck(msgspec.Struct, frozen=True, kw_only=True):
    """How a player is."""

    name: str
    kind: str
    url: str
    ok: bool
    state: str
    """``up``, ``busy``, ``off`` or ``refused``."""
    version: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()
    """Sentences: what spoils what arrtui publishes, or is not as configured."""
    remarks: tuple[str, ...] = ()
    """Sentences that are no reason to worry."""
    roots: tuple[PlayerRoot, ...] = ()
    waiting: int = 0
    """Titles that it is still to be told of."""


class _Facts(msgspec.Struct, kw_only=True):
    """What a player says of itself."""

    version: str
    folders: list[str] = msgspec.field(default_factory=list)
    warnings: list[str] = msgspec.field(default_factory=list)
    remarks: list[str] = msgspec.field(default_factory=list)
    is_busy: bool = False
    of_music: list[str] = msgspec.field(default_factory=list)
    """Sentences that matter where it shows music."""
    sets_folder: str | None = None
    """Where it looks for pictures of sets; empty for nowhere, None where it has no such setting."""


def local_roots(instance: InstanceConfig) -> list[str]:
    """Return the root folders of an instance's titles on this machine. Call it in a database thread."""
    mapper = PathMapper(instance.path_mapping)
    roots = {title.root_folder for title in media.trailer_titles([instance.name])}
    return sorted(filter(None, map(mapper.local, roots)))


async def is_ready(player: PlayerConfig) -> bool:
    """Return whether a player answers and has time."""

    async def keep(_task: PlayerTask) -> None:
        """Keep nothing: nothing is done."""

    teller = open_teller(player, keep, lambda: None)
    try:
        await teller.ready("looking whether it is there")
    except (PlayerError, PlayerBusyError):
        return False
    else:
        return True
    finally:
        await teller.aclose()


async def check_player(
    player: PlayerConfig,
    players: Sequence[PlayerConfig],
    roots: Mapping[str, Sequence[str]],
    noted: Iterable[PlayerTask],
    sets_folder: str = "",
) -> PlayerCheck:
    """Return how a player is.

    ``roots``: the root folders of the instances on this machine; ``sets_folder``: where pictures of sets are
    published on it, empty for nowhere.
    """
    shown = {name: folders for name, folders in roots.items() if player.shows(name)}
    names = {
        group.name for name in shown for group in groups_of(players, name) if player in group.members
    } | {player.name}
    waiting = sum(task.player in names for task in noted)
    bare = PlayerCheck(
        name=player.name, kind=player.kind, url=player.url, ok=False, state="off", waiting=waiting
    )
    asking = {"kodi": _kodi_facts, "jellyfin": _jellyfin_facts, "plex": _plex_facts}
    try:
        facts = await asking[player.kind](player)
    except PlayerError as error:
        state = "off" if isinstance(error, PlayerOffError) else "refused"
        return msgspec.structs.replace(bare, state=state, error=str(error))
    places = _roots_of(player, shown, facts.folders)
    lost = _lost_roots(player, places)
    if sets_folder and facts.sets_folder is not None:
        lost += _sets_warnings(player, sets_folder, facts.sets_folder)
    shows_music = any(app_of(name).art.form.is_music for name in shown)
    remarks = [*facts.remarks, *(facts.of_music if shows_music else ())]
    if waiting:
        remarks.append(f"{plural(waiting, 'title')} to be told, as soon as it is ready")
    return msgspec.structs.replace(
        bare,
        ok=True,
        state="busy" if facts.is_busy else "up",
        version=facts.version,
        warnings=(*lost, *facts.warnings),
        remarks=tuple(remarks),
        roots=tuple(places),
    )


def _roots_of(
    player: PlayerConfig, roots: Mapping[str, Sequence[str]], folders: Sequence[str]
) -> list[PlayerRoot]:
    """Return the root folders as a player has them. Pure."""
    paths = PlayerPaths(player.path_mapping)
    return [
        PlayerRoot(
            instance=name,
            local=root,
            path=paths.player(root),
            is_shown=lies_in(paths.player(root), folders)
            or any(lies_in(folder.rstrip("/\\"), [paths.player(root)]) for folder in folders),
        )
        for name, known in roots.items()
        for root in known
    ]


def _lost_roots(player: PlayerConfig, places: Iterable[PlayerRoot]) -> list[str]:
    """Return which root folders a player does not show. Pure."""
    return [
        f"{root.local} of {root.instance} is {root.path} for it, which is in none of its libraries; "
        f"[[players.{player.name}.path_mapping]] says where a folder lies for it"
        for root in places
        if not root.is_shown
    ]


def _sets_warnings(player: PlayerConfig, local: str, known: str) -> list[str]:
    """Return what is wrong with where a Kodi looks for pictures of sets (``known``). Pure."""
    wanted = PlayerPaths(player.path_mapping).player(local)
    if same_path(known.rstrip("/\\"), wanted.rstrip("/\\")):
        return []
    is_now = f"is {known}" if known else "is not set"
    place = f"{local}, which is {wanted} for it" if wanted != local else local
    return [
        f'its "Movie set information folder" {is_now}, and pictures of sets are published into {place}: set '
        "it under Settings, Media, Videos, so that Kodi shows them with the first film of a set, or correct "
        "sets_folder under [artwork]"
    ]


async def _kodi_facts(player: PlayerConfig) -> _Facts:
    client = KodiClient(player)
    try:
        facts = _Facts(version=await client.version(), folders=await client.sources())
        facts.is_busy = await client.is_playing() or await client.is_scanning()
        facts.sets_folder = await client.sets_folder()
        if folder := await client.setting(ARTISTS_FOLDER):
            facts.of_music.append(
                f'pictures of artists in its "Artist information folder" {folder} come before those that are '
                "published beside the music"
            )
        if await client.setting("musiclibrary.downloadinfo") is False:
            facts.of_music.append(
                'it reads no NFO of artists and albums while "Fetch additional information during updates" '
                "is off, under Settings, Media, Music"
            )
    finally:
        await client.aclose()
    if player.password is None:
        facts.warnings.append(
            "its web server is asked without a password: whoever reaches it commands it; set one in Kodi "
            f"under Services, Control, and password under [players.{player.name}]"
        )
    return facts


async def _jellyfin_facts(player: PlayerConfig) -> _Facts:
    client = JellyfinClient(player)
    try:
        facts = _Facts(version=await client.version())
        libraries = await client.libraries()
    finally:
        await client.aclose()
    facts.folders = [folder for library in libraries for folder in library.locations]
    for library in libraries:
        if library.writes_nfo:
            facts.warnings.append(
                f'the NFO saver of its library "{library.name}" is on: it writes movie.nfo beside ours, '
                "which wins in every player, and overwrites one of ours; switch it off under Manage Library"
            )
        if library.writes_pictures:
            facts.warnings.append(
                f'its library "{library.name}" saves pictures into the folders of titles; switch "Save '
                'artwork into media folders" off where arrtui publishes'
            )
    return facts


async def _plex_facts(player: PlayerConfig) -> _Facts:
    client = PlexClient(player)
    try:
        sections = await client.sections()
        facts = _Facts(version=await client.version(), remarks=[NOT_RUN])
    finally:
        await client.aclose()
    facts.folders = [folder for section in sections for folder in section.folders]
    if player.messages:
        facts.warnings.append("messages = true has no effect: its documents name no message on a screen")
    return facts


describe_structs(__name__)
