"""What of an app's settings gets in the way of published artwork. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.core.app_extras import imported_endings
from arrtui.core.apps import App
from arrtui.core.artwork import NFO_EXTENSION
from arrtui.core.domain import Setting
from arrtui.core.text import name_some, plural
from arrtui.features.artwork.consumers import fields_of, nfos_of_app, pictures_of_app
from arrtui.features.artwork.image_names import SLOT_EXTENSIONS
from arrtui.media.names import SOUND_EXTENSIONS

_OURS = SLOT_EXTENSIONS | {NFO_EXTENSION}
"""Endings of what is published."""
PLEX_MATCH = ".plexmatch"
"""Tells Plex which title a folder is, whatever its NFO and names say."""


def consumer_warnings(app: App, consumers: Sequence[Setting], nfo_rule: str) -> list[str]:
    """Return what the app's own metadata consumers do to published files, as sentences.

    ``nfo_rule`` is that of the configuration: which NFO arrtui writes.
    """
    warnings = []
    if nfo_rule != "off" and nfos_of_app(consumers):
        warnings.append(
            f"{app.name} writes NFO itself, in place, whenever its own content changes: one of ours would be "
            "lost then. Switch them off under Settings, Metadata, Kodi, or leave nfo under [artwork] off."
        )
    if names := pictures_of_app(consumers):
        warnings.append(
            f"{app.name} writes pictures itself where none is ({name_some(names)}): one that is removed "
            "comes back as its own. Switch them off under Settings, Metadata, where arrtui publishes."
        )
    enabled = [fields_of(consumer) for consumer in consumers if consumer.body.get("enable")]
    if any(fields.get("seriesPlexMatchFile") for fields in enabled):
        warnings.append(
            f"{app.name} writes {PLEX_MATCH} into series folders, over one that is there: Plex matches by it "
            "and not by what arrtui publishes. Switch it off under Settings, Metadata, Plex."
        )
    return warnings


def extras_warnings(app: App, management: Mapping[str, object]) -> list[str]:
    """Return what an app of music does with the extra files of releases, as sentences.

    ``management`` are its media management settings. Of videos the doctor of trailers tells.
    """
    if not app.art.form.is_music:
        return []
    endings = {ending for ending, _ in imported_endings(management)}
    warnings = []
    if sounds := sorted(endings & SOUND_EXTENSIONS):
        warnings.append(
            f"{app.name} imports extra files that end with {name_some(sounds)}: a sample of a release lands "
            f"beside the {app.unit.plural} and becomes music of theirs. Take these out under "
            "Settings, Media Management, Import Extra Files."
        )
    if ours := sorted(endings & _OURS):
        warnings.append(
            f"{app.name} imports extra files that end with {name_some(ours)}: what a release brings may "
            "take the place of what arrtui publishes, which is put back once it is seen. Take these out "
            "under Settings, Media Management, Import Extra Files."
        )
    return warnings


def shared_warnings(app: App, shared: Sequence[tuple[str, str]]) -> list[str]:
    """Return which titles lie in a folder of another instance too, as a sentence.

    ``shared`` are pairs of a title and of the other instance.
    """
    if not shared:
        return []
    titles, others = (list(dict.fromkeys(names)) for names in zip(*shared, strict=True))
    return [
        f"{app.title.count(len(titles))} in the same folder as on {name_some(others)} ({name_some(titles)}): "
        "each of them takes in and deletes the other's files, and what both publish there. Give each "
        "instance a root folder of its own."
    ]


def folder_warnings(linked: Sequence[str], matched: Sequence[str]) -> list[str]:
    """Return what is to be known of folders with links in them, and of those with a ``.plexmatch``.

    Both are given by the names of their titles.
    """
    warnings = []
    if linked:
        warnings.append(
            f"{plural(len(linked), 'folder')} with links ({name_some(linked)}): what the app does to a file "
            "goes through them, and without a recycle bin it deletes what lies behind one. Put the "
            "files themselves there."
        )
    if matched:
        count = plural(len(matched), "folder")
        warnings.append(
            f"{count} with {PLEX_MATCH} ({name_some(matched)}): Plex matches these titles by it, whatever is "
            "published beside it."
        )
    return warnings
