"""Read a guide from this machine: its files, and the commit that they are of.

Runs in a thread; reads files, asks nobody, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.config.guides import GuideConfig
from arrtui.core.domain import SettingType
from arrtui.core.errors import UsageError
from arrtui.core.text import name_some
from arrtui.features.guides.checked import UnreadableError, rows, table
from arrtui.features.guides.configarr import ConfigarrReader
from arrtui.features.guides.files import GuideFolder
from arrtui.features.guides.includes import Includes
from arrtui.features.guides.model import Guide, GuideFile, GuideLibrary, GuideRevision, Refused, Wishes
from arrtui.features.guides.recyclarr import RecyclarrReader
from arrtui.features.guides.revision import commit_of
from arrtui.features.guides.trash import PARTS, LibraryReader, profile_formats
from arrtui.features.guides.wish_parts import Raw, chosen_name
from arrtui.features.guides.wish_reader import WishReader
from arrtui.features.guides.yaml_file import read_yaml

_METADATA = "metadata.json"
_READERS: Mapping[str, type[WishReader]] = {"recyclarr": RecyclarrReader, "configarr": ConfigarrReader}
_FORMATS_HERE = "customFormatDefinitions"
"""Where a configarr file keeps formats of its own."""


def read_guide(config: GuideConfig, kind: Kind, target: str = "") -> Guide:
    """Return a guide as it is for one kind of app; ``target`` is the label of the instance it is read for.

    Raises UsageError where its files are not there, or say nothing of the app.
    """
    if config.layout == "trash":
        return _Checkout(config, kind).guide()
    return _Wanted(config, kind, target).guide()


class _Checkout:
    """A checkout of the TRaSH guides, and custom formats of the owner's own beside it."""

    def __init__(self, config: GuideConfig, kind: Kind) -> None:
        self.config = config
        self.kind = kind
        self.folder = GuideFolder(config.checkout, config.name)
        self.own_folders = [GuideFolder(path, config.name) for path in config.formats]
        self.refused: list[Refused] = []

    def guide(self) -> Guide:
        """Return the guide that wants all of it."""
        library = self.library([])
        if not library.formats and not library.profiles:
            app = self.kind.app.name
            lacks = f"The TRaSH guides have none for {app}: compare it with another instance of it."
            raise UsageError(
                f"reading the guide {self.config.name}",
                why=f"{self.config.checkout} has no formats and no profiles of {app}",
                advice="It must be a checkout of the TRaSH guides." if self.kind.app.guides.sizes else lacks,
            )
        revision = self.revision()
        return Guide(self.config.name, self.kind, revision, library, self._wishes(library))

    def library(self, definitions: Sequence[object]) -> GuideLibrary:
        """Return what the checkout has; the owner's formats, ``definitions`` too, go before the guide's."""
        files = {part: [*self._files(part, places)] for part, places in self._places().items()}
        own = [file for folder in self.own_folders for file in self._json_files(folder, "")]
        if definitions:
            own.append(GuideFile(_FORMATS_HERE, msgspec.json.encode(definitions, enc_hook=str)))
        library = LibraryReader(self.kind).read(files, own)
        return msgspec.structs.replace(library, refused=(*library.refused, *self.refused))

    def revision(self, *more: str) -> GuideRevision:
        """Return which state was read; ``more`` are digests of other files."""
        digests = (self.folder.digest, *(folder.digest for folder in self.own_folders), *more)
        return GuideRevision(commit_of(self.folder.root), sha256(" ".join(digests).encode()).hexdigest())

    def _places(self) -> dict[str, list[str]]:
        """Return the folders of each part, as the checkout says or as they usually are."""
        places = {part: [f"docs/json/{self.kind.value}/{folder}"] for part, (folder, _) in PARTS.items()}
        try:
            metadata = table(msgspec.json.decode(self.folder.file(_METADATA).data), _METADATA)
            paths = table(
                table(metadata.get("json_paths"), "json_paths").get(self.kind.value), self.kind.value
            )
            places |= {
                part: [str(path) for path in rows(paths[part], part)] for part in PARTS if part in paths
            }
        except (UnreadableError, msgspec.DecodeError):
            pass  # an older checkout has none
        return places

    def _files(self, part: str, places: Sequence[str]) -> Iterator[GuideFile]:
        for place in places:
            if place.lower().endswith(".json"):
                yield from self._read(self.folder, place, PARTS[part][1])
            else:
                yield from self._json_files(self.folder, place, PARTS[part][1])

    def _json_files(
        self, folder: GuideFolder, place: str, type: SettingType = SettingType.CUSTOM_FORMAT
    ) -> Iterator[GuideFile]:
        try:
            names = [*folder.names(place, ".json")]
        except UnreadableError as error:
            self.refused.append(Refused(type, place, str(error)))
            return
        for relative in names:
            yield from self._read(folder, relative, type)

    def _read(self, folder: GuideFolder, relative: str, type: SettingType) -> Iterator[GuideFile]:
        try:
            yield folder.file(relative)
        except UnreadableError as error:
            self.refused.append(Refused(type, relative, str(error)))

    def _wishes(self, library: GuideLibrary) -> Wishes:
        """Return all that a checkout has as wishes; of sizes and naming what the configuration chooses."""
        refused, notes = [], []
        sizes = library.sizes.get(self.config.quality_size or self.kind.app.guides.sizes, ())
        if self.config.quality_size and not sizes:
            why = f"the guide has no such type; it has {name_some(sorted(library.sizes))}"
            refused.append(Refused(SettingType.QUALITY_DEFINITION, self.config.quality_size, why))
        naming = self._naming(library)
        if self.config.naming and not naming:
            refused.append(
                Refused(SettingType.NAMING, self.config.naming, "the guide has no naming of this key")
            )
        elif not self.config.naming and library.naming:
            notes.append(f"no naming is chosen: set naming in [guides.{self.config.name}]")
        profiles = [
            msgspec.structs.replace(profile, scores=profile_formats(profile, library))
            for profile in library.profiles.values()
        ]
        return Wishes(
            formats=tuple(library.formats),
            profiles=tuple(profiles),
            sizes=sizes,
            keys={SettingType.NAMING: naming} if naming else {},
            refused=tuple(refused),
            notes=tuple(notes),
        )

    def _naming(self, library: GuideLibrary) -> dict[str, str]:
        """Return the naming of the chosen key; a name that has no such key is the guide's usual one."""
        key, naming = self.config.naming, {}
        terms = self.kind.app.guides.naming
        if key and any(chosen_name(library, term, key) for term in terms):
            chosen = {term.field: chosen_name(library, term, key, "standard", "default") for term in terms}
            naming = {field: text for field, text in chosen.items() if text is not None}
        return naming


class _Wanted:
    """A configuration of recyclarr or configarr, and the checkout that its ids refer to."""

    def __init__(self, config: GuideConfig, kind: Kind, target: str) -> None:
        self._config = config
        self._kind = kind
        self._target = target
        self._checkout = _Checkout(config, kind)
        place = config.root if config.root.is_dir() else config.root.parent
        self._folder = GuideFolder(place, config.name)
        self._templates = [GuideFolder(path, config.name) for path in config.templates]

    def guide(self) -> Guide:
        """Return the guide that wants what the configuration says of one instance."""
        documents = [*self._documents()]
        instance = self._instance(documents)
        definitions = [raw for document in (*documents, instance) for raw in self._definitions(document)]
        library = self._checkout.library(definitions)
        includes = Includes(self._kind, self._templates, library)
        layers = includes.layers(instance)
        if more := [raw for layer in layers for raw in self._definitions(layer)]:
            library = self._checkout.library([*definitions, *more])
        wishes = _READERS[self._config.layout](self._kind, library).read(instance, layers)
        wishes = msgspec.structs.replace(
            wishes,
            refused=(*wishes.refused, *includes.refused),
            notes=(*wishes.notes, *includes.notes),
        )
        revision = self._checkout.revision(
            self._folder.digest, *(folder.digest for folder in self._templates)
        )
        return Guide(self._config.name, self._kind, revision, library, wishes)

    def _documents(self) -> Iterator[Raw]:
        """Yield the documents of the file, or of those in the folder."""
        root = self._config.root
        names = [root.name] if not root.is_dir() else [*self._folder.names("", ".yml", ".yaml")]
        for relative in names:
            try:
                yield table(read_yaml(self._folder.file(relative)), "the file")
            except UnreadableError as error:
                raise self._unusable(f"{relative}: {error}") from None

    def _instance(self, documents: Sequence[Raw]) -> Raw:
        """Return the instance that is meant. Raises UsageError where that is not clear."""
        instances: dict[str, Raw] = {}
        for document in documents:
            section = document.get(self._kind.value)
            instances |= {
                str(label): raw
                for label, raw in (section if isinstance(section, dict) else {}).items()
                if isinstance(raw, dict)
            }
        chosen = self._config.instance or (self._target if self._target in instances else "")
        if not chosen and len(instances) == 1:
            chosen = next(iter(instances))
        if chosen in instances:
            return instances[chosen]
        if not instances:
            raise self._unusable(f"it says nothing of {self._kind.app.name}")
        why = f"its instances of {self._kind.app.name} are {name_some(sorted(instances))}"
        raise self._unusable(f"{why}; say which with instance in [guides.{self._config.name}]")

    def _definitions(self, document: Raw) -> list[object]:
        """Return the formats that a configarr file defines itself."""
        definitions = document.get(_FORMATS_HERE)
        return definitions if isinstance(definitions, list) and self._config.layout == "configarr" else []

    def _unusable(self, why: str) -> UsageError:
        return UsageError(f"reading the guide {self._config.name}", why=why)
