"""Routes of titles and their files, which movies and series share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from operator import itemgetter
from typing import ClassVar, Generic, TypeVar

from arrtui.demo.app.live.events import TitleEdited, TitlesAdded
from arrtui.demo.app.rows import read_row, require_row, require_rows
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.store import METADATA_HOST, Store
from arrtui.demo.app.title_rules import (
    check_enums,
    check_folder,
    check_path,
    check_profile,
    check_recycle_bin,
    check_root,
    set_facts,
)
from arrtui.demo.http.errors import broken, conflict, invalid, refuse_if_any, unreachable
from arrtui.demo.http.routing import HandlerRequest, Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.catalogue import is_known

StoreT = TypeVar("StoreT", bound=Store)
_TYPES = {"qualityProfileId": int, "monitored": bool, "path": str, "rootFolderPath": str, "tags": list}


class TitleRoutes(ABC, Generic[StoreT]):
    """The routes of one app; what differs between movies and series is a hook."""

    spec: ClassVar[AppSpec]
    types: ClassVar[dict[str, type]]
    """Types of the app's own members of a title."""
    editable: ClassVar[tuple[str, ...]]
    """What PUT and the editor change besides path and tags; all else is ignored (`Movie.ApplyChanges`)."""
    new_fields: ClassVar[tuple[str, ...]]
    """What is taken over from a new title."""
    file_facts: ClassVar[tuple[str, ...]]
    """What PUT of a file changes."""
    draft: ClassVar[Obj]
    """The fields of a title that is looked up and not in the library."""

    def table(self) -> Table:
        """Return the routes."""
        path, files = f"/api/v3/{self.spec.noun}", f"/api/v3/{self.spec.file.lower()}"
        return [
            ("GET", path, self.read_all),
            ("POST", path, self.post),
            ("PUT", path, self.put),
            ("GET", f"{path}/lookup", self.lookup),
            ("POST", f"{path}/import", self.import_many),
            ("PUT", f"{path}/editor", self.edit_many),
            ("DELETE", f"{path}/editor", self.delete_many),
            ("GET", f"{path}/{{id:int}}", self.read_one),
            ("PUT", f"{path}/{{id:int}}", self.put),
            ("DELETE", f"{path}/{{id:int}}", self.delete),
            ("GET", files, self.read_files),
            ("PUT", f"{files}/bulk", self.put_files),
            ("PUT", f"{files}/editor", self.edit_files),
            ("DELETE", f"{files}/bulk", self.delete_files),
            ("GET", f"{files}/{{id:int}}", self.read_file),
            ("PUT", f"{files}/{{id:int}}", self.put_file),
            ("DELETE", f"{files}/{{id:int}}", self.delete_file),
        ]

    # ---- what each app answers for itself -----------------------------------------------------

    @abstractmethod
    def resource(self, call: HandlerRequest[StoreT], title: Obj) -> Obj:
        """Render a title."""

    def bare_resource(self, call: HandlerRequest[StoreT], title: Obj) -> Obj:
        """Render a title as editor and import answer it."""
        return self.resource(call, title)

    @abstractmethod
    def lookup_resource(self, store: StoreT, title: Obj) -> Obj:
        """Render a title of a look-up."""

    @abstractmethod
    def file_resource(self, store: StoreT, title: Obj, file: Obj) -> Obj:
        """Render a file."""

    @abstractmethod
    def read_files(self, call: HandlerRequest[StoreT]) -> list[Obj]:
        """List files of titles, or by id."""

    @abstractmethod
    def check_new(self, store: StoreT, body: Obj) -> list[Obj]:
        """Return the broken rules of a new title's external id and name."""

    @abstractmethod
    def new_of(self, store: StoreT, prepared: list[Obj]) -> list[Obj]:
        """Return which of several new titles are inserted, in their order.

        Raises ApiError where a constraint of the database refuses them all.
        """

    def check_body(self, body: Obj) -> None:
        """Refuse what else cannot be read of a title."""

    def list_resources(self, call: HandlerRequest[StoreT], titles: list[Obj]) -> list[Obj]:
        """Render the titles of a list."""
        return [self.resource(call, title) for title in titles]

    def edit(self, store: StoreT, title: Obj, body: Obj) -> bool:
        """Change the fields of a title as PUT does; omitted tags are cleared.

        Returns whether flags of its episodes were set.
        """
        title |= {key: body[key] for key in self.editable if body.get(key) is not None}
        title["tags"] = body.get("tags") or []
        return False

    def require_deletable(self, store: StoreT, number: int) -> None:
        """Raise ApiError if there is no title to delete."""
        require_row(store.readable_titles(), number, self.spec.model)

    # ---- reading ------------------------------------------------------------------------------

    def read_all(self, call: HandlerRequest[StoreT]) -> list[Obj]:
        """List the library, or the title of an external id."""
        store, key = call.store, self.spec.external_id
        if asked := call.number(key):
            titles = [title for title in store.readable_titles().values() if title[key] == asked]
        else:
            titles = store.storage.ordered("titles", store.all_titles())
        return self.list_resources(call, titles)

    def read_one(self, call: HandlerRequest[StoreT]) -> Obj:
        """Show one title."""
        return self.resource(call, read_row(call.store.readable_titles(), call.id))

    def lookup(self, call: HandlerRequest[StoreT]) -> list[Obj]:
        """Search the metadata host: `tmdb:603` or `tvdb:121361`, or words of a title in the library."""
        store, key, term = call.store, self.spec.external_id, call.text("term").strip().lower()
        self.require_host(store, call.text("term"))
        if term.startswith((f"{key[:-2]}:", f"{key.lower()}:")):
            text = term.split(":")[1]
            number = int(text) if text.isdigit() else 0
            return [self.look_up(store, number)] if is_known(number) else []
        matches = [title[key] for title in store.titles.values() if term in title["title"].lower()]
        return [self.look_up(store, number) for number in matches[:20]]

    def require_host(self, store: StoreT, term: str) -> None:
        """Raise ApiError 503 if the metadata host does not answer a search."""
        if store.metadata_host_down:
            text = f"Search for '{term}' failed. Invalid response received from {self.spec.metadata_api}."
            raise unreachable(f"{text} Connection refused ({METADATA_HOST})")

    def known_title(self, store: StoreT, external_id: int) -> Obj:
        """Return the title of an external id in the library, or one that could be added, with the id 0."""
        key = self.spec.external_id
        for title in store.titles.values():
            if title[key] == external_id:
                return title
        draft: Obj = {"id": 0, key: external_id, "path": "", "qualityProfileId": 0, **self.draft}
        return draft | {"added": "0001-01-01T00:00:00Z"}

    def look_up(self, store: StoreT, external_id: int) -> Obj:
        """Render what the metadata host knows of a title, or the title in the library."""
        title = self.known_title(store, external_id)
        resource = self.lookup_resource(store, title)
        left_out = () if title["id"] else ("id", "path", "rootFolderPath")
        return {key: value for key, value in resource.items() if key not in left_out}

    # ---- adding -------------------------------------------------------------------------------

    def _read(self, call: HandlerRequest[StoreT]) -> Obj:
        return self._checked(call.object)

    def _checked(self, body: Obj) -> Obj:
        """Return a title that was sent, with its enums as words. Raises ApiError 400 for a wrong type."""
        check_types(body, **{self.spec.external_id: int}, **_TYPES, **self.types)
        if body.get("tags") is not None:
            body["tags"] = integers(body, "tags")
        check_enums(body)
        self.check_body(body)
        return body

    def prepare(self, store: StoreT, body: Obj) -> Obj:
        """Return a new title's fields, as the service that adds it completes and checks them.

        Raises ApiError: the metadata host does not know it, or its folder is used (`AddMovieValidator`).
        """
        external_id = body.get(self.spec.external_id) or 0
        root, path = (body.get("rootFolderPath") or ""), (body.get("path") or "")
        store.ask_host()
        if not is_known(external_id):
            text = f"A {self.spec.noun} with this ID was not found. Path: {path}"
            names = {"propertyName": self.spec.external_name, "errorMessage": text}
            raise invalid(names | {"attemptedValue": external_id, "severity": "error"})
        title, year, _ = store.head(external_id)
        root, path = root.rstrip("/"), path.rstrip("/")
        if not path and not root:  # only an import gets here without either
            raise broken("Value cannot be null. (Parameter 'path1')")
        path = path or store.folder_for(
            {"title": title, "year": year, self.spec.external_id: external_id}, root
        )
        failures = check_path(store, path) or check_recycle_bin(store, path)
        refuse_if_any(failures + self.check_slug(store, external_id))
        fields = {key: body.get(key) for key in self.new_fields} | {"path": path}
        return {"external_id": external_id, **fields}

    def _refresh_new(self, store: StoreT, added: list[Obj]) -> None:
        """Queue a refresh for each new title, whose scan finds files that are there already."""
        spec = self.spec
        for title in added:
            command = {"name": f"Refresh{spec.model}", spec.ids_key: [title["id"]]}
            store.commands.post(command | {f"isNew{spec.model}": True}, "unspecified")

    def post(self, call: HandlerRequest[StoreT]) -> Reply:
        """Add a title."""
        store, body = call.store, self._read(call)
        failures = check_profile(store, body) + check_folder(store, body)
        refuse_if_any(failures + self.check_new(store, body))
        title = store.add_title(**self.prepare(store, body))
        if self.spec.tags_new_titles:
            store.apply_auto_tags(title)
        self._refresh_new(store, [title])
        store.publish(TitlesAdded([title]))
        return created(self.spec.noun, self.resource(call, title))

    def check_slug(self, store: StoreT, external_id: int) -> list[Obj]:
        """Return the broken rule of a new title's part of a web address, where the app has one."""
        return []

    def import_many(self, call: HandlerRequest[StoreT]) -> list[Obj]:
        """Add many: no controller rules, the first title that fails stops all before any is inserted.

        A title that is there already is such a failure; profiles, root folders and tags are not looked at
        (`AddMovieService.AddMovies`, `AddSeriesService.AddSeries`).
        """
        store = call.store
        bodies = [self._checked(body) for body in call.objects]
        prepared = [self.prepare(store, body) for body in bodies]
        added = [store.add_title(**fields) for fields in self.new_of(store, prepared)]
        self._refresh_new(store, added)
        store.publish(TitlesAdded(added))
        return [self.bare_resource(call, title) for title in added]

    # ---- changing -----------------------------------------------------------------------------

    def put(self, call: HandlerRequest[StoreT]) -> Reply:
        """Change what may be changed of a title; with `?moveFiles=true` a command moves its files."""
        store, spec, body, number = call.store, self.spec, self._read(call), call.body_id
        path = (body.get("path") or "").rstrip("/")
        refuse_if_any(check_profile(store, body) + check_folder(store, body, number))
        title = require_row(store.readable_titles(), number, spec.model)
        episodes_changed = self.edit(store, title, body)
        before = title["path"]
        store.relocate(title, path)
        store.apply_auto_tags(title)
        if call.flag("moveFiles") and path != before:
            command = {"name": f"Move{spec.model}", spec.id_key: number, "sourcePath": before}
            store.commands.post(command | {"destinationPath": path})
        store.publish(TitleEdited(title, by_itself=True, episodes_changed=episodes_changed))
        return accepted(self.resource(call, title), spec.noun)

    def edit_many(self, call: HandlerRequest[StoreT]) -> Reply:
        """Change many titles at once; 500 if one id is missing or repeated."""
        store, body = call.store, call.object
        check_enums(body)
        titles = require_rows(store.readable_titles(), self._ids(body))
        failures = check_profile(store, body) if body.get("qualityProfileId") is not None else []
        if not failures and body.get("rootFolderPath"):
            failures = check_root(store, body["rootFolderPath"].rstrip("/"))
        refuse_if_any(failures)
        tags = integers(body, "tags") if body.get("tags") is not None else None
        for title in titles:
            title |= {key: body[key] for key in self.editable if body.get(key) is not None}
            if tags is not None:
                present, given = set(title["tags"]), set(tags)
                changed = {"add": present | given, "remove": present - given}
                title["tags"] = sorted(changed.get(str(body.get("applyTags") or "add"), given))
        if body.get("rootFolderPath"):
            self._change_root(
                store, titles, body["rootFolderPath"].rstrip("/"), move=bool(body.get("moveFiles"))
            )
        for title in titles:
            store.apply_auto_tags(title)
            store.publish(TitleEdited(title))
        return accepted([self.bare_resource(call, title) for title in titles])

    def _ids(self, body: Obj) -> list[int]:
        """Return the titles an editor is to change. Raises ApiError 500 if the list was left out."""
        if body.get(self.spec.ids_key) is None:
            raise broken("Value cannot be null. (Parameter 'source')")
        return integers(body, self.spec.ids_key)

    def _change_root(self, store: StoreT, titles: list[Obj], root: str, *, move: bool) -> None:
        """Point titles below another root folder.

        Without moving the folder keeps its name; with it the app makes a new name, and a command moves it.
        """
        spec = self.spec
        moves = [{spec.id_key: title["id"], "sourcePath": title["path"]} for title in titles]
        for title in titles:
            below = title["path"].removeprefix(store.root_of(title["path"])).strip("/")
            store.relocate(title, store.folder_for(title, root) if move else f"{root}/{below}")
        if move and moves:
            command = {"name": f"BulkMove{spec.model}", spec.plural: moves, "destinationRootFolder": root}
            store.commands.post(command)

    def delete(self, call: HandlerRequest[StoreT]) -> Reply:
        """Delete a title; its files and the exclusion follow the answer."""
        self.require_deletable(call.store, call.id)
        files, exclude = call.flag("deleteFiles"), call.flag(self.spec.exclusion_flag)
        call.store.delete_titles([call.id], delete_files=files, exclude=exclude)
        return Reply(EMPTY)

    def delete_many(self, call: HandlerRequest[StoreT]) -> Obj:
        """Delete many titles; 500 if one id is missing or repeated."""
        body = call.object
        files, exclude = bool(body.get("deleteFiles")), bool(body.get(self.spec.exclusion_flag))
        titles = require_rows(call.store.readable_titles(), self._ids(body))
        call.store.delete_titles([title["id"] for title in titles], delete_files=files, exclude=exclude)
        return {}

    # ---- files --------------------------------------------------------------------------------

    def own_file_resource(self, store: StoreT, file: Obj) -> Obj:
        """Render a file with its own title."""
        title = require_row(store.titles, file[self.spec.id_key], self.spec.model)
        return self.file_resource(store, title, file)

    def read_file(self, call: HandlerRequest[StoreT]) -> Obj:
        """Show one file."""
        return self.own_file_resource(call.store, read_row(call.store.files, call.id))

    def _require_file(self, call: HandlerRequest[StoreT]) -> Obj:
        return require_row(call.store.files, call.id, self.spec.file[0].upper() + self.spec.file[1:])

    def put_file(self, call: HandlerRequest[StoreT]) -> Reply:
        """Set facts of one file."""
        file = self._require_file(call)
        set_facts(self.spec.kind, file, call.object, self.file_facts)
        return accepted(self.own_file_resource(call.store, file), self.spec.file.lower())

    def put_files(self, call: HandlerRequest[StoreT]) -> Reply:
        """Set facts of files; the answer uses the first file's title for all."""
        store, bodies = call.store, call.objects
        files = require_rows(store.files, [int(body.get("id") or 0) for body in bodies])
        for file, body in zip(files, bodies, strict=True):
            set_facts(self.spec.kind, file, body, self.file_facts)
        title = require_row(store.titles, files[0][self.spec.id_key], self.spec.model) if files else {}
        return accepted([self.file_resource(store, title, file) for file in files])

    def edit_files(self, call: HandlerRequest[StoreT]) -> Reply:
        """Set the same facts of many files: the old way, which newer apps call deprecated."""
        store, body = call.store, call.object
        files = require_rows(store.files, integers(body, f"{self.spec.file}Ids"))
        for file in files:
            set_facts(self.spec.kind, file, body, self.file_facts)
        rows = [self.own_file_resource(store, file) for file in files]
        return Reply(rows, 202, {"deprecation": "true"} if store.spec.file_editor_is_deprecated else {})

    def delete_file(self, call: HandlerRequest[StoreT]) -> Reply:
        """Delete a file from disk; 409 while its root folder is missing or empty."""
        number = self._require_file(call)[self.spec.id_key]
        title = require_row(call.store.titles, number, self.spec.model)
        if not call.store.is_folder(root := call.store.root_of(title["path"])):
            raise conflict(f"{self.spec.whose} root folder ({root}) doesn't exist.")
        if not call.store.has_entries(root):
            raise conflict(f"{self.spec.whose} root folder ({root}) is empty.{self.spec.failsafe}")
        call.store.delete_file(call.id)
        return Reply(EMPTY)

    def delete_files(self, call: HandlerRequest[StoreT]) -> Obj:
        """Delete many files from disk, of one title: files of another lose their row and stay where they are.

        All paths are made with the folder of the first file's title (`MediaFileDeletionService`).
        """
        store, key = call.store, self.spec.id_key
        files = require_rows(store.files, integers(call.object, f"{self.spec.file}Ids"))
        files = sorted(files, key=itemgetter("id"))
        for file in files:
            title = store.titles[file[key]]
            if file[key] != files[0][key]:
                store.leave_behind(title, [file])
            store.delete_file(file["id"], store.titles[files[0][key]]["path"])
        return {}
