"""Plans that rename videos which an app would import as the film. Runs in database threads."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.apps import app_of
from arrtui.core.trailers import RootState
from arrtui.db import media
from arrtui.db.media import TrailerTitle
from arrtui.features.sync import store
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    LeftOut,
    Op,
    PlanDraft,
    PlanKind,
    PlanState,
    Why,
    entry_key,
)
from arrtui.features.trailers.renames import RenameProposal, proposals

RECENT = 50
"""Plans among which an older one of the same instance is looked for."""


def save_rename_plan(instance: str, now: float) -> int | None:
    """Store a plan of better names for an instance's files; return its id, None where nothing is wrong.

    Each entry counts only when it is approved by hand. An open plan of the same kind is put away.
    """
    entries, left_out = list[Entry](), list[LeftOut]()
    for title, folder, proposal in _proposals(instance):
        if proposal.after:
            entries.append(_entry(title, folder, proposal))
        else:
            reason = f"{proposal.video.relative_path}: {proposal.reason}"
            left_out.append(LeftOut(Why.KEPT, instance, title.external_id, title.title, title.year, reason))
    if not entries and not left_out:
        return None
    for plan in store.plans(RECENT):
        if (plan.kind, plan.state, plan.target) == (PlanKind.FILES, PlanState.OPEN, instance):
            store.discard(plan.id)
    draft = PlanDraft(
        entries=entries,
        left_out=left_out,
        kind=PlanKind.FILES,
        source="rename",
        target=instance,
        notes=tuple(f"Left alone: {title.title}, {title.reason}" for title in left_out),
    )
    return store.save(draft, now)


def _proposals(instance: str) -> Iterator[tuple[TrailerTitle, str, RenameProposal]]:
    """Yield the videos with a wrong name, below root folders that are ready, with title and folder."""
    ready = {path for path, root in media.media_roots(instance).items() if root.state is RootState.READY}
    folders, films = media.stored_folders(instance), media.film_files([instance])[instance]
    for title in media.trailer_titles([instance]):
        folder = folders.get(title.external_id)
        if folder is None or folder.error or title.root_folder not in ready:
            continue
        paths = [film.relative_path for film in films.get(title.external_id, ())]
        for proposal in proposals(app_of(instance), folder, paths):
            yield title, folder.path, proposal


def _entry(title: TrailerTitle, folder: str, proposal: RenameProposal) -> Entry:
    video = proposal.video
    now = {"folder": folder, "file": video.relative_path, "size": video.size, "mtime_ns": video.mtime_ns}
    ident = f"{folder}/{video.relative_path}"
    return Entry(
        key=entry_key(title.instance, EntrySubject.FILE, ident),
        instance=title.instance,
        op=Op.UPDATE,
        subject=EntrySubject.FILE,
        ident=ident,
        item_id=title.item_id,
        title=title.title,
        year=title.year,
        reason=proposal.reason,
        now=now,
        after=now | {"file": proposal.after},
        by_hand=True,
    )
