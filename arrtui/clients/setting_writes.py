"""Settings of an instance as they are on the wire: read whole, added, replaced, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from arrtui.clients import convert
from arrtui.clients.answers import Fetched
from arrtui.clients.asking import Asking, plain_object, plain_objects
from arrtui.clients.http import Query
from arrtui.core.domain import SINGLE, Setting, SettingType
from arrtui.core.errors import NotFoundError

R = TypeVar("R")

ALONE = frozenset({SettingType.CUSTOM_FORMAT})
"""What the app may answer 500 for, although it has written it, while anything reads it (ARR_API 2.4)."""
SLOW = frozenset({SettingType.COLLECTION, SettingType.ROOT_FOLDER})
"""What the app computes over the whole library or the disks."""


class SettingWrites(Asking):
    """Writes to the settings. Every method raises an ArrError that names what was being done."""

    async def raw_settings(self, type: SettingType) -> list[dict[str, Any]]:
        """Return all settings of a type as the app sends them, to be changed and sent back: one request.

        What an instance has once is a list of one. Most secrets are stars, not all: show and store none of
        this.

        :raises ValueError: the app has no such settings.
        """
        what = f"reading {_words(type)}{'' if type in SINGLE else 's'}"
        if type is SettingType.EXCLUSION:
            return (await self._exclusions(what, lambda row: row)).records
        answer = await self._get(self._path(type), what, heavy=type in SLOW)
        if type in SINGLE:
            return [await self._read(answer, what, plain_object)]
        return await self._read(answer, what, plain_objects)

    async def import_list_level(self) -> str:
        """Return what the app does with titles that no import list has (``listSyncLevel``): ``disabled`` …"""
        what = "reading how import lists treat the library"
        answer = await self._get("/config/importlist", what)
        return str((await self._read(answer, what, plain_object)).get("listSyncLevel") or "")

    async def profile_template(self) -> dict[str, Any]:
        """Return a new quality profile as the app proposes it: nameless, with nothing allowed and no scores.

        Sonarr 5 has its own size limits in it (R, S ``QualityProfileSchemaController``).
        """
        what = "reading what the app proposes for a quality profile"
        answer = await self._get(f"{self._path(SettingType.QUALITY_PROFILE)}/schema", what)
        return await self._read(answer, what, plain_object)

    async def provider_templates(self, type: SettingType) -> list[dict[str, Any]]:
        """Return a new provider of each implementation the app knows, as it proposes it: one request."""
        what = f"reading what the app proposes for a {_words(type)}"
        return await self._read(await self._get(f"{self._path(type)}/schema", what), what, plain_objects)

    async def condition_templates(self, type: SettingType) -> list[dict[str, Any]]:
        """Return a condition of each implementation that the app has for formats, or for auto tags.

        :raises NotFoundError: the app is older than such conditions.
        """
        what = f"reading which conditions of a {_words(type)} there are"
        return await self._read(await self._get(f"{self._path(type)}/schema", what), what, plain_objects)

    async def language_names(self) -> dict[int, str]:
        """Return the languages that the app knows, by id: 0 and less are what stands for several.

        None where no condition of the app is on languages.
        """
        if not self.app.vocabulary.languages:
            return {}
        what = "reading languages"
        rows = await self._read(await self._get("/language", what), what, plain_objects)
        return {row["id"]: str(row.get("name") or "") for row in rows if isinstance(row.get("id"), int)}

    async def largest_size(self) -> float:
        """Return the greatest size limit of a quality, in MB a minute."""
        what = "reading the limits of sizes"
        path = f"{self._path(SettingType.QUALITY_DEFINITION)}/limits"
        limits = await self._read(await self._get(path, what), what, plain_object)
        return float(limits["max"])

    async def setting_row(self, type: SettingType, id: int) -> dict[str, Any]:
        """Return one setting as the app sends it.

        :raises NotFoundError: there is none with this id.
        :raises ServerFaultError: there is one that the app cannot read (ARR_API 2.4).
        """
        what = f"reading the {_words(type)} {id}"
        return await self._read(await self._get(f"{self._path(type)}/{id}", what), what, plain_object)

    async def test_setting(self, type: SettingType, body: Mapping[str, Any]) -> None:
        """Have the app test a provider; with its id, a success ends the pause after its failures.

        :raises ValidationFailedError: with the app's own messages.
        :raises ServerFaultError: what it is to reach cannot be reached (``WebhookProxy``).
        """
        await self._send(
            "POST", f"{self._path(type)}/test", f"testing the {_words(type)} {body['name']}", body
        )

    async def post_setting(self, type: SettingType, body: Mapping[str, Any]) -> dict[str, Any]:
        """Add a setting and return it as the app stored it; an id in ``body`` is left out.

        A provider that is switched on is tested first, whatever the request says (ARR_API 2.4).

        :raises ValidationFailedError: with the app's own messages.
        """
        what = f"adding the {_words(type)} {_name(type, body)}".rstrip()
        fresh = {key: value for key, value in body.items() if key != "id"}
        answer = await self._send("POST", self._path(type), what, fresh, alone=type in ALONE)
        return await self._read(answer, what, plain_object, written=True)

    async def put_setting(
        self, type: SettingType, id: int, body: Mapping[str, Any], *, force_save: bool = False
    ) -> dict[str, Any]:
        """Replace a setting and return it as the app stored it. Stars in a secret's place keep the secret.

        A provider that is switched on and differs is tested before, unless ``force_save`` says not to.

        :raises NotFoundError: there is none with this id.
        :raises ValidationFailedError: with the app's own messages.
        """
        what = f"changing the {_words(type)} {_name(type, body)}".rstrip()
        path = f"{self._path(type)}/{id}"
        query: Query | None = {"forceSave": "true"} if force_save else None
        answer = await self._send("PUT", path, what, {**body, "id": id}, query=query, alone=type in ALONE)
        return await self._read(answer, what, plain_object, written=True)

    async def reorder_delay_profile(self, id: int, after: int | None) -> None:
        """Put a delay profile behind another one, or to the front; the app numbers all of them anew.

        A PUT of a profile stores its ``order`` as it is sent, also one that another has (ARR_API 2.9).
        """
        query = None if after is None else {"after": str(after)}
        path = f"{self._path(SettingType.DELAY_PROFILE)}/reorder/{id}"
        await self._send("PUT", path, f"ordering the delay profile {id}", {}, query=query)

    async def delete_setting(self, type: SettingType, id: int) -> None:
        """Delete a setting.

        :raises NotFoundError: there is none with this id.
        :raises ConflictError: a tag that is still in use; a profile in use is a ServerFaultError.
        """
        what = f"deleting the {_words(type)} {id}"
        await self._send("DELETE", f"{self._path(type)}/{id}", what, alone=type in ALONE)

    async def create_tag(self, label: str) -> Setting:
        """Add a tag, or return the one there is; both apps keep labels in lower case.

        They look for the label as it is given, and so refuse ``4K`` where ``4k`` exists: it is sent in lower
        case.
        """
        body = await self.post_setting(SettingType.TAG, {"label": label.strip().lower()})
        return convert.setting(SettingType.TAG, body)

    async def add_exclusion(self, external_id: str, title: str, year: int) -> None:
        """Put a title on the list of what import lists must not add.

        :raises ValidationFailedError: it is on the list already.
        """
        ids, fields = self.app.external_id, self.app.exclusion
        body = {ids.exclusion_field: ids.to_wire(external_id), fields.title: title}
        if fields.year:
            body[fields.year] = year
        await self._send("POST", self._path(SettingType.EXCLUSION), f"excluding {title}", body)

    async def _exclusions(self, what: str, convert_one: Callable[[dict[str, Any]], R]) -> Fetched[R]:
        """Return every exclusion: one request, a second one where the app has no pages of them yet.

        The plain list is deprecated: the app logs a warning for each call (``RestController``).
        """
        path = self._path(SettingType.EXCLUSION)
        if self.app.exclusion.has_pages:
            with suppress(NotFoundError):
                return await self._pages(f"{path}/paged", what, convert_one)
        return await self._list(path, what, dict[str, Any], convert_one)

    def _path(self, type_: SettingType) -> str:
        if type_ is SettingType.ROOT_FOLDER:
            return "/rootfolder"
        if type_ not in self.app.settings:
            raise ValueError(f"{self.app.name} has no {_words(type_)}s")
        return self.app.settings[type_]


def _words(type_: SettingType) -> str:
    return type_.value.replace("_", " ")


def _name(type_: SettingType, body: Mapping[str, Any]) -> str:
    return "" if type_ in SINGLE else convert.setting_name(type_, body)
