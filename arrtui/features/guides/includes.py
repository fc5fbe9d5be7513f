"""Find the includes of recyclarr and configarr files in the folders that the owner names.

Reads files; an include that is somewhere else is refused, never looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from arrtui.core.apps import Kind
from arrtui.features.guides.checked import UnreadableError, name, table, tables
from arrtui.features.guides.configarr import guide_layer
from arrtui.features.guides.files import GuideFolder
from arrtui.features.guides.model import GuideFile, GuideLibrary, Refused
from arrtui.features.guides.wish_parts import Raw
from arrtui.features.guides.yaml_file import read_yaml

_INDEX = "includes.json"
"""Where recyclarr's templates say which file an include is."""
_ENDINGS = (".yml", ".yaml")


class Includes:
    """The includes that can be used by the files of one guide."""

    def __init__(self, kind: Kind, folders: Sequence[GuideFolder], library: GuideLibrary) -> None:
        self._kind = kind
        self._folders = folders
        self._library = library
        self.refused: list[Refused] = []
        self.notes: list[str] = []

    def layers(self, instance: Raw) -> list[Raw]:
        """Return what the includes of an instance say, in their order."""
        layers = []
        try:
            for raw in tables(instance.get("include"), "include"):
                if (layer := self._layer(raw, instance)) is not None:
                    layers.append(layer)
        except UnreadableError as error:
            self.refused.append(Refused(None, "include", str(error)))
        return layers

    def _layer(self, raw: Raw, instance: Raw) -> Raw | None:
        called = ""
        try:
            called = name(raw, "config" if "config" in raw else "template")
            if "://" in called:
                raise UnreadableError("it is on another machine; arrtui fetches nothing")
            if raw.get("source") == "TRASH":
                return self._guide_layer(raw, called, instance)
            file = self._file(called, is_path="config" in raw)
            layer = table(read_yaml(file), "the include")
        except UnreadableError as error:
            self.refused.append(Refused(None, f"include {called}".rstrip(), str(error)))
            return None
        if layer.pop("include", None):
            self.notes.append(f"include {called}: includes of it are not followed, as in the program itself")
        return layer

    def _guide_layer(self, raw: Raw, trash_id: str, instance: Raw) -> Raw:
        """Return a profile or the sizes of the guides that configarr includes by trash id."""
        if trash_id in self._library.profiles:
            return guide_layer(raw, trash_id, instance)
        type = self._library.size_ids.get(trash_id)
        if type is None:
            raise UnreadableError("the guide has no profile and no sizes of this trash id")
        return {"quality_definition": {"type": type, "preferred_ratio": raw.get("preferred_ratio")}}

    def _file(self, called: str, *, is_path: bool) -> GuideFile:
        """Return the file of an include, out of the first folder that has it."""
        for folder in self._folders:
            for relative in (
                (called,)
                if is_path
                else (*self._indexed(folder, called), *(called + end for end in _ENDINGS))
            ):
                try:
                    return folder.file(relative)
                except UnreadableError as error:
                    if folder.has(relative):
                        raise UnreadableError(str(error)) from None
        raise UnreadableError("none of the folders in templates has it")

    def _indexed(self, folder: GuideFolder, called: str) -> Iterator[str]:
        """Yield the file that the index of a folder names for an include."""
        try:
            index: Mapping[str, object] = table(msgspec.json.decode(folder.file(_INDEX).data), _INDEX)
            for raw in tables(index.get(self._kind.value), self._kind.value):
                if raw.get("id") == called:
                    yield name(raw, "template")
        except (UnreadableError, msgspec.DecodeError):
            return
