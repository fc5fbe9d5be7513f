"""One title looked up, and titles added, changed and removed: what all apps do under different names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from arrtui.clients.answers import ListedItem, RemoteTitle
from arrtui.clients.asking import Asking, plain_object, plain_objects
from arrtui.clients.decoding import UnusableError
from arrtui.core.errors import NotFoundError, NotJsonError

IMPORT_TIMEOUT = 900.0
"""Seconds an import of many may take: the app asks the internet for each of them, one after the other."""


class TitleWrites(Asking, ABC):
    """Writes to the library. None of them is ever repeated by itself, and none is split without a word.

    Every method raises an ArrError that names what was being done. One of the kind ``passing`` leaves open
    whether the app has done it: look before asking again.
    """

    @abstractmethod
    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        """Return a title of the app as a record. Raises UnusableError or ArrError for what is none."""

    # --- looking one up ----------------------------------------------------------------------------------

    async def find(self, external_id: str) -> RemoteTitle | None:
        """Return the title with this external id: one request. None where there is none.

        The app is not asked for what cannot be such an id.
        """
        ids = self.app.external_id
        if not ids.is_well_formed(external_id):
            return None
        what = f"looking for a {self.app.title.singular} by its id"
        query = {ids.query_key: ids.to_wire(external_id)}
        answer = await self._get(self.app.resource.path, what, query, heavy=True)
        rows = await self._read(answer, what, plain_objects)
        matching = (raw for raw in rows if ids.from_wire(raw.get(ids.field)) == external_id)
        raw = next(matching, None)
        return None if raw is None else self._remote_title(raw, what)

    async def title(self, item_id: int) -> RemoteTitle | None:
        """Return a title by the app's own id: one request. None when it is gone."""
        what = f"reading a {self.app.title.singular}"
        try:
            answer = await self._get(f"{self.app.resource.path}/{item_id}", what)
        except NotFoundError:
            return None
        return self._remote_title(await self._read(answer, what, plain_object), what)

    async def folder_name(self, item_id: int) -> str:
        """Return what the app calls a title's folder when it moves it: one request. Empty where it says none.

        The name is by the naming format of now (``MovieFolderController``, ``SeriesFolderController``).
        """
        what = f"asking for the folder's name of a {self.app.title.singular}"
        answer = await self._get(f"{self.app.resource.path}/{item_id}/folder", what)
        folder = (await self._read(answer, what, plain_object)).get("folder")
        return folder if isinstance(folder, str) else ""

    # --- adding and changing -----------------------------------------------------------------------------

    async def add(self, body: Mapping[str, Any]) -> RemoteTitle:
        """Add a title: one request, for which the app asks the internet. ``body`` in wire names.

        Always give ``addOptions``: without them Radarr's webhooks fail (``WebhookBase.cs:96``). Files and
        episodes appear only after the refresh that the app starts by itself.

        :raises ValidationFailedError: with the app's own messages: it is there already, the path is used ….
        """
        what = f"adding {self._named(body)}"
        answer = await self._send("POST", self.app.resource.path, what, dict(body))
        return self._remote_title(
            await self._read(answer, what, plain_object, written=True), what, written=True
        )

    async def add_many(self, bodies: Sequence[Mapping[str, Any]]) -> list[RemoteTitle]:
        """Add titles with one request; at most 50 at a time, as the app asks the internet for each in turn.

        All or none: the first title the app refuses ends the request before any is added. A title that is
        there already, or whose folder another title has, is refused (R ``AddMovieValidator``, S
        ``AddSeriesValidator``). Neither profiles nor tags nor root folders are checked, unlike by `add`: an
        unknown profile id makes Radarr answer 500 to every list of its movies from then on
        (``MovieRepository.All``). Look the ids up right before.

        :raises ValidationFailedError: a title is there already, or unknown to the metadata host.
        :raises ConflictError: Radarr: one is there with another folder, or twice among ``bodies``; Sonarr
            leaves out repeated ones.
        """
        if not bodies:
            return []
        what = f"adding {self._several(len(bodies))}"
        rows = [dict(body) for body in bodies]
        answer = await self._send(
            "POST", f"{self.app.resource.path}/import", what, rows, at_least=IMPORT_TIMEOUT
        )
        titles = await self._read(answer, what, plain_objects, written=True)
        return [self._remote_title(raw, what, written=True) for raw in titles]

    async def edit(self, item_ids: Iterable[int], changes: Mapping[str, Any]) -> None:
        """Change titles with one request; ``changes`` in wire names, with ``applyTags`` where tags change.

        :raises ServerFaultError: an id is not there (any longer); nothing was changed.
        """
        ids = list(dict.fromkeys(item_ids))
        if not ids:
            return
        what, resource = f"changing {self._several(len(ids))}", self.app.resource
        body = {**changes, resource.ids: ids}
        if resource.moves_with_files and "rootFolderPath" in body:
            body["moveFiles"] = True
        await self._send("PUT", f"{resource.path}/editor", what, body)

    async def put(self, raw: Mapping[str, Any], *, move_files: bool = False) -> RemoteTitle:
        """Write a title back: the whole object that `find` or `title` gave, changed where it shall change.

        What is missing in it is cleared: ``tags``, and a series' ``seasons``.

        :raises NotFoundError: it is not there any longer.
        """
        what, resource = f"changing {self._named(raw)}", self.app.resource
        query = {"moveFiles": "true" if move_files or resource.moves_with_files else "false"}
        body = {name: value for name, value in raw.items() if name not in resource.unsent}
        answer = await self._send("PUT", f"{resource.path}/{raw['id']}", what, body, query=query)
        return self._remote_title(
            await self._read(answer, what, plain_object, written=True), what, written=True
        )

    async def remove(self, item_ids: Iterable[int], *, delete_files: bool, exclude: bool) -> None:
        """Remove titles with one request, their files from disk too where ``delete_files`` says so.

        ``exclude`` puts them on the list of what import lists must not add again.

        :raises ServerFaultError: an id is not there (any longer); nothing was removed.
        """
        ids = list(dict.fromkeys(item_ids))
        if not ids:
            return
        what = f"removing {self._several(len(ids))}"
        body = {self.app.resource.ids: ids, "deleteFiles": delete_files, self.app.resource.exclude: exclude}
        await self._send("DELETE", f"{self.app.resource.path}/editor", what, body)

    async def set_episodes(self, episode_ids: Iterable[int], monitored: bool) -> None:
        """Set whether episodes or albums are monitored.

        A missing episode is refused only after the others were set: read them again then.

        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    async def remove_child(self, child_id: int, *, delete_files: bool) -> None:
        """Remove an album and put it on the exclusion list, its files from disk too where ``delete_files``.

        :raises NotFoundError: it is not there (any longer).
        :raises ValueError: the app removes no single children.
        """
        raise ValueError(f"{self.app.name} removes no single children")

    async def edit_files(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Set facts of files with one request; every row has the file's ``id`` and wire names.

        Read the files afterwards: the answer shows scores and paths of the first one's title for all.
        Radarr has this since 5.21.1, see `Ability.EDIT_FILES`.

        :raises ServerFaultError: a file is not there (any longer); nothing was changed.
        """
        if not rows:
            return
        what = f"setting facts of {len(rows)} {'file' if len(rows) == 1 else 'files'}"
        await self._send("PUT", self.app.resource.files, what, [dict(row) for row in rows])

    # --- how it is read ----------------------------------------------------------------------------------

    def _remote_title(self, raw: dict[str, Any], what: str, *, written: bool = False) -> RemoteTitle:
        try:
            listed = self._listed(raw)
        except UnusableError as error:
            fault = NotJsonError(what, f"the answer is not a {self.app.title.singular}: {error}")
        except NotJsonError as error:
            fault = error
        else:
            return RemoteTitle(listed.item, raw, listed.files, listed.size)
        raise self._about(fault, what, written=written)

    def _several(self, count: int) -> str:
        return f"{count} {self.app.title.of(count)}"

    def _named(self, body: Mapping[str, Any]) -> str:
        """Return how a person calls a title: ``The Matrix (1999)``, ``a movie`` where it has no name."""
        title, year = str(body.get(self.app.resource.name) or ""), body.get("year")
        if not title:
            return f"a {self.app.title.singular}"
        return f"{title} ({year})" if year else title
