"""The maps of a pair under edit: a line for each name of the source, with names of the target to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.config.sync_values import EVERYTHING_ELSE, plain_folder
from arrtui.features.sync.fields.suggest import suggest_names
from arrtui.tui.kit.picker import NamedLine, Picker
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices

NOT_MAPPED = "\0"
"""The key that stands for no entry in the map: the name stays itself, or becomes what all others do."""
DROPPED = ""
"""What the map leads a tag to that the target is not to have."""

Maps = Mapping[str, Mapping[str, str]]
"""Maps by their option in the configuration."""


class _MapKind(NamedTuple):
    """One of the maps of a pair."""

    option: str
    title: str
    field: str
    """The field of a title that has such a name."""
    form: Callable[[str], str]
    """What names are compared by."""

    def names(self, choices: Choices) -> Sequence[str]:
        """Return the names of an instance; none where its app has no such field."""
        return choices.by_field.get(self.field, ())


_KINDS = (
    *(
        _MapKind(profile.map_option, f"{profile.word.capitalize()}s", profile.name, str.casefold)
        for profile in TITLE_PROFILES
    ),
    _MapKind("root_folders", "Root folders", "root_folder", plain_folder),
    _MapKind("tags", "Tags", "tags", str.casefold),
)


def suggested_maps(source: Choices, target: Choices, chosen: Maps) -> dict[str, dict[str, str]]:
    """Return maps for two instances: what was chosen before, and suggestions where nothing was.

    Tags that the target does not have are created there, so none is suggested for them.
    """
    maps = {}
    for kind in _KINDS:
        earlier = dict(chosen.get(kind.option, {}))
        available = kind.names(target)
        if kind.option == "tags":
            known = {kind.form(name) for name in kind.names(source)}
            maps[kind.option] = {old: new for old, new in earlier.items() if kind.form(old) in known}
            continue
        others = earlier.pop(EVERYTHING_ELSE, "")
        folders = kind.option == "root_folders"
        maps[kind.option] = suggest_names(kind.names(source), available, earlier, folders=folders)
        if others in available:
            maps[kind.option][EVERYTHING_ELSE] = others
    return maps


class PairMaps(Vertical):
    """Lines for each map; their pickers post :class:`~arrtui.tui.kit.choice.Choice.Changed`."""

    DEFAULT_CSS = """
    PairMaps {
        height: auto;
        & > .head {
            text-style: bold underline;
        }
        & > NamedLine > .name {
            width: 36;
            text-style: none;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picks: list[tuple[str, str, Picker]] = []
        """Option, name of the source, and its picker."""

    @property
    def maps(self) -> dict[str, dict[str, str]]:
        """What is chosen; maps without an entry are left out."""
        maps: dict[str, dict[str, str]] = {}
        for option, name, picker in self._picks:
            if picker.value != NOT_MAPPED:
                maps.setdefault(option, {})[name] = picker.value
        return maps

    async def offer(self, source: Choices, target: Choices, maps: Maps) -> None:
        """Show the lines for two instances, with what ``maps`` has chosen."""
        self._picks = []
        widgets = [
            widget
            for kind in _KINDS
            if kind.field in source.by_field or maps.get(kind.option)
            for widget in self._lines(kind, kind.names(source), kind.names(target), maps.get(kind.option, {}))
        ]
        await self.remove_children()
        await self.mount_all(widgets)

    def _lines(
        self, kind: _MapKind, names: Iterable[str], available: Sequence[str], chosen: Mapping[str, str]
    ) -> Iterator[Widget]:
        """Yield the heading of a map and a line for each name, the map's own names among them."""
        by_form = {kind.form(name): name for name in names}
        entries = {by_form.get(kind.form(old), old): new for old, new in chosen.items()}
        yield Static(f"{kind.title}: what each becomes on the target", classes="head", markup=False)
        for name in dict.fromkeys([*by_form.values(), *entries, EVERYTHING_ELSE]):
            value = entries.get(name, NOT_MAPPED)
            words = {NOT_MAPPED: "not mapped", **{word: word for word in available}}
            if kind.option == "tags":
                words[DROPPED] = "left out"
            if value not in words:
                words[value] = value if kind.option == "tags" else f"{value} (not there)"
            picker = Picker(words, value)
            self._picks.append((kind.option, name, picker))
            yield NamedLine("all others" if name == EVERYTHING_ELSE else sanitise(name), picker)
