"""Actions as data: what is asked for in the Library, its targets, and commands of the apps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

import msgspec

from arrtui.core.apps import PROFILE_BY_NAME, QUALITY, App, TitleProfile
from arrtui.core.domain import child_key
from arrtui.core.errors import ArrtuiError
from arrtui.core.structs import describe_structs


class ActionKind(StrEnum):
    """What an action does."""

    SEARCH = "search"
    REFRESH = "refresh"
    """Refresh what the app knows of it, and scan its folder."""
    MONITOR = "monitor"
    UNMONITOR = "unmonitor"
    PROFILE = "profile"
    """Give titles another profile of the kind that :attr:`Action.profile` names."""
    AVAILABILITY = "availability"
    ROOT_FOLDER = "root_folder"
    TAGS_ADD = "tags_add"
    TAGS_REMOVE = "tags_remove"
    TAGS_REPLACE = "tags_replace"
    EXCLUDE = "exclude"
    DELETE = "delete"

    @property
    def is_command(self) -> bool:
        """Return whether the app carries it out by itself: there is no plan and nothing to undo."""
        return self in (ActionKind.SEARCH, ActionKind.REFRESH)

    @property
    def takes_parts(self) -> bool:
        """Return whether it can be done to single seasons, episodes and albums."""
        return self in (ActionKind.SEARCH, ActionKind.MONITOR, ActionKind.UNMONITOR)


class ActionTarget(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A title on one instance, or seasons, episodes or albums of it; without these the whole title."""

    instance: str
    item_id: int
    seasons: tuple[int, ...] = ()
    episodes: tuple[str | tuple[int, int], ...] = ()
    """Key of each (:attr:`.Episode.key`); a job stored by an older arrtui has ``(season, number)``."""
    episode_ids: tuple[int, ...] = ()
    """Ids of these on the instance, for searching."""
    title: str = ""
    """What it is called, for naming it in progress and errors."""

    @property
    def is_whole(self) -> bool:
        """Return whether it is about the whole title."""
        return not self.seasons and not self.episodes


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An action on titles of any number of instances."""

    kind: ActionKind
    targets: tuple[ActionTarget, ...] = ()
    value: dict[str, str] = {}
    """Instance → its profile, root folder or minimum availability, by name."""
    profile: str = QUALITY.name
    """The field, of :data:`.TITLE_PROFILES`, that another profile is given to."""
    tags: tuple[str, ...] = ()
    """Labels to add, to remove, or to have alone."""
    move_files: bool = False
    """Whether the files follow to another root folder."""
    delete_files: bool = False
    """Whether the files of what is deleted are deleted from disk."""
    exclude: bool = False
    """Whether what is deleted is put on the exclusion list."""

    def deletes_parts_on(self, app: App) -> bool:
        """Return whether it removes single children of an app's titles."""
        return self.kind is ActionKind.DELETE and app.removes_children

    @property
    def profile_kind(self) -> TitleProfile:
        """Return the kind of profile that is changed."""
        return PROFILE_BY_NAME[self.profile]

    @property
    def instances(self) -> tuple[str, ...]:
        """Return the instances concerned, each once, in the order of the targets."""
        return tuple(dict.fromkeys(target.instance for target in self.targets))


@dataclass(eq=False)
class ActionError(ArrtuiError):
    """An action names something that the instance does not have."""

    code: ClassVar[str] = "action"


class CommandRequest(msgspec.Struct, frozen=True, array_like=True):
    """A command to be posted to an app, as the arguments of its job hold it."""

    name: str
    body: dict[str, Any]
    """Its parameters."""
    text: str
    """What it does, for the progress of the job."""


class TitleRequest(NamedTuple):
    """All that an action asks for of one title of one instance."""

    item_id: int
    title: str
    whole: bool
    seasons: frozenset[int]
    episodes: frozenset[str]
    """Keys of episodes or albums."""
    episode_ids: tuple[int, ...]
    """Each once, in the order given."""

    @property
    def units(self) -> int:
        """Return how many things are meant: the title, seasons and episodes."""
        return self.whole + len(self.seasons) + len(self.episodes)


def title_requests(action: Action, instance: str) -> list[TitleRequest]:
    """Return what an action asks for of an instance, each title once, in the order of the targets."""
    by_title: dict[int, list[ActionTarget]] = {}
    for target in action.targets:
        if target.instance == instance:
            by_title.setdefault(target.item_id, []).append(target)
    return [
        TitleRequest(
            item_id,
            next((target.title for target in targets if target.title), f"number {item_id}"),
            any(target.is_whole for target in targets),
            frozenset(season for target in targets for season in target.seasons),
            frozenset(
                episode if isinstance(episode, str) else child_key(*episode)
                for target in targets
                for episode in target.episodes
            ),
            tuple(dict.fromkeys(episode_id for target in targets for episode_id in target.episode_ids)),
        )
        for item_id, targets in by_title.items()
    ]


def clean_labels(tags: Iterable[str]) -> tuple[str, ...]:
    """Return labels as the apps store them: in lower case, without blanks around, each once, sorted."""
    return tuple(sorted({tag.strip().lower() for tag in tags} - {""}))


describe_structs(__name__)
