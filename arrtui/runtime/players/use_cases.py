"""What front ends and other phases do about players."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from arrtui.core.apps import Feature
from arrtui.core.errors import UsageError
from arrtui.db.artwork import player_tasks

if TYPE_CHECKING:
    from arrtui.core.players import PlayerTask
    from arrtui.features.players.check import PlayerCheck
    from arrtui.runtime.services import Services

# The features are imported when they are first used: the app's first paint does not wait for them.


class PlayerServices:
    """Players, what they are still to be told, and how they are. Every method may raise StorageError."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def note(self, instance: str, external_ids: Iterable[str], *, reads_nfo: bool = False) -> int:
        """Note that the players of an instance are to be told of titles; return how many notes are new.

        They are told by the job of the phase, or by the standing work within seconds. ``reads_nfo``: their
        NFO are to be read again although nothing says that they changed.
        """
        services = self._services
        if not services.config.players:
            return 0
        from arrtui.features.players.groups import groups_of

        names = [group.name for group in groups_of(services.config.players, instance)]
        ids = list(external_ids)
        return await services.database.write(
            player_tasks.queue, names, instance, ids, services.clock(), reads_nfo=reads_nfo
        )

    async def waiting(self, instance: str = "") -> list[PlayerTask]:
        """Return what players are still to be told, of one instance or all."""
        return await self._services.database.read(player_tasks.tasks, None, instance)

    async def due_instances(self) -> list[str]:
        """Return the instances of which a player is to be told something now that is ready for it."""
        services = self._services
        noted = await self.waiting()
        if not noted:
            return []
        from arrtui.features.players.check import is_ready
        from arrtui.features.players.groups import groups_of, is_due

        now = services.clock()
        due: list[str] = []
        ready: dict[str, bool] = {}
        for name in services.config.names_with(Feature.ARTWORK):
            for group in groups_of(services.config.players, name):
                names = {group.name, *(member.name for member in group.members)}
                if not any(
                    task.player in names and is_due(task, now) for task in noted if task.instance == name
                ):
                    continue
                for member in group.members:
                    if member.name not in ready:
                        ready[member.name] = await is_ready(member)
                if any(ready[member.name] for member in group.members):
                    due.append(name)
        return list(dict.fromkeys(due))

    async def warnings(self, instances: Collection[str]) -> list[str]:
        """Return what spoils the work of the players that show some instances, sentences with their names.

        One that is off is no reason to worry: it is told when it comes back.
        """
        names = [player.name for player in self._services.config.players if any(map(player.shows, instances))]
        checks = await self.check(names) if names else []
        sentences = [f"{check.name}: {warning}" for check in checks for warning in check.warnings]
        return sentences + [check.error for check in checks if check.state == "refused"]

    async def check(self, names: Sequence[str] = ()) -> list[PlayerCheck]:
        """Ask players how they are and what of the estate they show. Raises UsageError for unknown names."""
        services = self._services
        known = {player.name: player for player in services.config.players}
        if unknown := [name for name in names if name not in known]:
            why = f"no player is named {unknown[0]}; there are {', '.join(known) or 'none'}"
            raise UsageError("checking players", why=why)
        from arrtui.features.players.check import check_player, local_roots

        noted = await self.waiting()
        players = [known[name] for name in names] or list(known.values())
        roots = {
            instance.name: await services.database.read(local_roots, instance)
            for instance in services.config.instances
            if instance.has(Feature.ARTWORK)
        }
        folder = services.config.artwork.sets_folder
        sets_folder = folder.as_posix() if folder else ""
        return [
            await check_player(player, services.config.players, roots, noted, sets_folder)
            for player in players
        ]
