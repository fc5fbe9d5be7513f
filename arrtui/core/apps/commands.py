"""The commands of an app that arrtui starts, by name and argument."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command of ``POST /command`` and the argument that names what it is about."""

    name: str
    argument: str
    takes_many: bool = False
    """The argument is a list of ids; otherwise one id."""
    monitored_only: bool = False
    """A search in which the app refuses every release for what is not monitored, even when it is started by
    hand (S ``MonitoredEpisodeSpecification``)."""

    def body(self, ids: list[int]) -> dict[str, object]:
        """Return the command's arguments; one that takes a single id gets the first."""
        return {self.argument: ids if self.takes_many else ids[0]}


@dataclass(frozen=True)
class Commands:
    """The commands that arrtui starts."""

    refresh: Command
    """Reads a title again from its provider, and its folder."""
    rescan: Command
    """Reads a title's folder on disk."""
    search: Command
    """Searches for whole titles."""
    search_units: Command
    """Searches for what a file holds: movies, episodes."""
    search_new: Command
    """Searches for what a title lacks that was just added."""
    move: Command
    """Moves the folder of a title whose path was changed; the app starts it itself."""
    move_many: Command
    """The same of several; its argument is a list of objects that name their title as that of ``move``."""
    search_season: Command | None = None
    """Searches for a season; its number is ``seasonNumber``."""
    refresh_many: str = ""
    """Name of another command that refreshes titles, by the same argument as ``refresh``."""
    refresh_child: Command | None = None
    """Reads one child again from its provider."""

    @property
    def title_arguments(self) -> frozenset[str]:
        """The arguments that hold ids of titles, of one or of several."""
        return frozenset(command.argument for command in (self.refresh, self.search, self.search_new))

    @property
    def child_arguments(self) -> frozenset[str]:
        """The arguments that hold ids of children; none where what a file holds is the title."""
        commands = filter(None, (self.search_units, self.refresh_child))
        return frozenset(command.argument for command in commands) - self.title_arguments
