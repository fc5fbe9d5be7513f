"""What webhooks add to the release history, until the app's own history tells the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.domain import ReleaseEvent
from arrtui.core.text import format_iso
from arrtui.features.webhooks.payload import HookFile, HookPayload, HookTopic

MANUAL_INTERACTION = "manualInteractionRequired"
"""A download waits for its user: an event of webhooks, which no app's history has."""
TITLE_DELETED = "titleDeleted"
"""A title was deleted; the app forgets its history with it."""
_PER_HOOK = 10_000
"""Events that one webhook may make."""


def release_events(hook: HookPayload, hook_id: int, received_at: float) -> list[ReleaseEvent]:
    """Return what a webhook adds to the release history, an event for each episode.

    Their ids are negative, so that they never meet those of the app; the same webhook gets the same ids.
    """
    date = format_iso(received_at)
    return [
        ReleaseEvent(
            id=-(hook_id * _PER_HOOK + place),
            item_id=hook.item_id,
            date=date,
            download_id=hook.download_id,
            quality=file.quality if file else hook.quality,
            score=hook.score,
            release_group=(file.release_group if file else "") or hook.release_group,
            indexer=hook.indexer,
            size=(file.size if file else 0) or hook.size or None,
            reason=hook.reason if event in _WITH_REASON else "; ".join(hook.messages),
            languages=file.languages if file else (),
            episode_id=episode_id,
            event=event,
            source_title=source_title,
            data={"source": "webhook"},
        )
        for place, (event, source_title, file, episode_id) in enumerate(_rows(hook))
        if place < _PER_HOOK
    ]


_WITH_REASON = ("movieFileDeleted", "episodeFileDeleted")


def _rows(hook: HookPayload) -> Iterator[tuple[str, str, HookFile | None, int]]:
    """Yield the event, its source title as the app's history writes it, its file and its episode or album."""
    episodes = [episode.id for episode in hook.episodes] or [album.id for album in hook.albums] or [0]
    file = hook.files[0] if hook.files else None
    if hook.topic is HookTopic.GRAB:
        yield from (("grabbed", hook.release, None, episode) for episode in episodes)
    elif hook.topic is HookTopic.IMPORT and not hook.is_whole_download and file is not None:
        title = file.scene_name or hook.release
        yield from (("downloadFolderImported", title, file, episode) for episode in episodes)
    elif hook.topic is HookTopic.FILE_DELETED and file is not None:
        event = "episodeFileDeleted" if hook.episodes else "movieFileDeleted"
        yield from ((event, file.path, file, episode) for episode in episodes)
    elif hook.topic is HookTopic.MANUAL_INTERACTION:
        yield from ((MANUAL_INTERACTION, hook.release, None, episode) for episode in episodes)
    elif hook.topic is HookTopic.DELETED:
        yield TITLE_DELETED, hook.title, None, 0
