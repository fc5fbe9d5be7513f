"""One title in full as lines of text for a given width. Whatever a title holds stays text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from textual.content import Content

from arrtui.core.apps import APPS, App
from arrtui.core.domain import ChangeKind, Track
from arrtui.core.event_words import EVENT_WORDS
from arrtui.core.text import format_iso_minute, format_minute, format_size, plural
from arrtui.features.library.changes import ChangeLine
from arrtui.features.library.detail import CopyDetail, EventLine, FileDetail, TitleDetail
from arrtui.features.sync.wording import AVAILABILITY_WORDS
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.score_history import write_score_histories
from arrtui.tui.kit.sheet import LABEL, Piece, Sheet
from arrtui.tui.panes.library.cells import COMPLETE, MISSING, copy_sign

if TYPE_CHECKING:
    from arrtui.features.loops.title import ScoreHistory

_MUSIC = ("audioBitRate", "audioSampleRate", "audioBits")
"""What is told of the sound of music; videos have other keys."""
CHANGE_WORDS = {ChangeKind.ADDED: ("added", "good"), ChangeKind.REMOVED: ("removed", "bad")}


def title_lines(
    detail: TitleDetail,
    width: int,
    heading: str = "",
    histories: Sequence[ScoreHistory] | None = (),
    tracks: Mapping[str, Sequence[Track] | str] = MappingProxyType({}),
) -> list[Content]:
    """Return a title in full; ``heading`` replaces its name, for an episode.

    ``histories`` of its score are None while they are not read yet; ``tracks`` of an album are by instance.
    """
    sheet = Sheet(width)
    if not detail.copies:
        sheet.text(("This title is no longer stored.", "dim"))
        return sheet.lines
    _head(sheet, detail.copies[0], heading)
    for copy in detail.copies:
        _copy(sheet, copy, episode=bool(heading))
        _tracks(sheet, tracks.get(copy.instance, ()))
    write_score_histories(sheet, histories)
    _events(sheet, detail.events, several=len(detail.copies) > 1)
    _changes(sheet, detail.changes, several=len(detail.copies) > 1)
    return sheet.lines


def _head(sheet: Sheet, copy: CopyDetail, heading: str) -> None:
    item = copy.item
    year = f" ({item.year})" if item.year else ""
    sheet.text((heading or f"{item.title or '(no title)'}{year}", "bold"))
    app = APPS[copy.row.kind]
    facts = [
        app.title.singular,
        f"{app.external_id.provider} {item.external_id}" if item.external_id else "no external id",
        AVAILABILITY_WORDS.get(item.status, item.status),
        item.studio,
        f"{item.runtime} min" if item.runtime else "",
        item.certification,
    ]
    sheet.text((", ".join(fact for fact in facts if fact), "dim"))
    if item.original_title and item.original_title != item.title:
        sheet.pair("Original", item.original_title)


def _copy(sheet: Sheet, copy: CopyDetail, *, episode: bool) -> None:
    sign, app = copy_sign(copy.row), APPS[copy.row.kind]
    sheet.heading(copy.instance, *([] if episode else [("  ", ""), (sign.text, sign.style)]))
    if not episode:
        item = copy.item
        sheet.pair("Path", item.path)
        sheet.pair("Root folder", item.root_folder)
        sheet.pair("Profile", copy.profile_name or copy.row.profile or "unknown")
        for heading, name in copy.profile_names.items():
            sheet.pair(heading.removesuffix(" profile"), name)
        sheet.pair("Monitored", "yes" if item.monitored else "no")
        if item.minimum_availability:
            wanted = AVAILABILITY_WORDS.get(item.minimum_availability, item.minimum_availability)
            sheet.pair("Available", f"{'yes' if copy.row.available else 'not yet'}, wanted once {wanted}")
        sheet.pair("Type", item.series_type)
        sheet.pair("Tags", ", ".join(copy.row.tags) or "none")
        sheet.pair("Collection", item.collection_title)
        sheet.pair("Added", format_iso_minute(item.added))
    elif copy.episode is None:
        sheet.pair(app.unit.singular.capitalize(), "not known here", "dim")
        return
    else:
        sheet.pair(app.dated, format_iso_minute(copy.episode.date) or "not known")
        _album(sheet, copy.episode, app)
        sheet.pair("Monitored", "yes" if copy.episode.monitored else "no")
    if app.has_children and not episode:
        _summary(sheet, copy)
    elif not copy.files:
        sheet.pair("File", "none", "bad")
    elif app.judges_children:
        _alike_files(sheet, copy)
    else:
        for file in copy.files:
            _file(sheet, copy, file)


def _album(sheet: Sheet, row: EpisodeListRow, app: App) -> None:
    """Write what an album is beside an episode."""
    if row.album_type:
        sheet.pair(app.group, row.album_type)
        sheet.pair("Id", f"{(app.child_id or app.external_id).provider} {row.external_id}")
        sheet.pair(app.file_noun.heading, f"{row.files} of {row.tracks}", "" if row.is_whole else "warn")


def _summary(sheet: Sheet, copy: CopyDetail) -> None:
    """Write the totals of the files of a series or of an artist."""
    row, app = copy.row, APPS[copy.row.kind]
    if app.numbers_children:
        sheet.pair(app.unit.heading, f"{row.files} of {row.episodes} due, {row.total_episodes} in all")
    else:
        sheet.pair(app.unit.heading, str(row.total_episodes))
        sheet.pair(app.file_noun.heading, f"{row.files} of {row.episodes} wanted")
    sheet.pair("Files", f"{len(copy.files)}, {format_size(row.size)}" if copy.files else "none")
    qualities = Counter(file.file.quality for file in copy.files)
    sheet.pair("Quality", ", ".join(f"{number} {name}" for name, number in qualities.most_common()))
    if row.min_score is not None and row.mean_score is not None:
        sheet.pair("Scores", f"{row.min_score} to {row.max_score}, mean {row.mean_score:.0f}")
    unmet = sum(file.file.cutoff_unmet for file in copy.files)
    sheet.pair("Cutoff", f"{plural(unmet, 'file')} below the quality cutoff" if unmet else "")


def _alike_files(sheet: Sheet, copy: CopyDetail) -> None:
    """Write the first of an album's files that are alike in quality and score, and how many there are."""
    groups: dict[object, list[FileDetail]] = {}
    for detail in copy.files:
        file = detail.file
        groups.setdefault((file.quality, file.formats, file.score, file.release_group), []).append(detail)
    for alike in groups.values():
        _file(sheet, copy, alike[0])
        if len(alike) > 1:
            size = format_size(sum(detail.file.size for detail in alike))
            sheet.pair("Alike", f"{plural(len(alike), 'file')} in all, {size}")


def _tracks(sheet: Sheet, tracks: Sequence[Track] | str) -> None:
    """Write the tracks of an album, with the number of the medium where there are several, or why not."""
    if isinstance(tracks, str):
        sheet.text((tracks, "warn"))
        return
    several = len({track.medium for track in tracks}) > 1
    for track in tracks:
        sign = COMPLETE if track.file_id else MISSING
        number = f"{track.medium}-{track.number}" if several else track.number
        minutes = f"{track.seconds // 60}:{track.seconds % 60:02}"
        sheet.text(
            (f"{sign.glyph} ", sign.style),
            (f"{number:>4}  ", "dim"),
            (f"{minutes:>6}  ", "dim"),
            (track.title, ""),
        )


def _file(sheet: Sheet, copy: CopyDetail, detail: FileDetail) -> None:
    file = detail.file
    sheet.pair("File", file.relative_path or "(no name)")
    sheet.pair("Size", format_size(file.size))
    version, real = file.revision
    marks = ((f"v{version}", version > 1), ("real", real), ("repack", file.is_repack))
    sheet.pair("Quality", " ".join([file.quality or "unknown", *(mark for mark, holds in marks if holds)]))
    sheet.pair("Languages", ", ".join(name for _, name in file.languages))
    sheet.pair("Group", file.release_group)
    sheet.pair("Edition", file.edition)
    media = file.media
    codec = _spaced(media, "videoCodec", "resolution", "videoDynamicRangeType")
    depth, rate = media.get("videoBitDepth"), media.get("videoFps")
    video = [codec, f"{depth} bit" if depth else "", f"{rate} fps" if rate else ""]
    sheet.pair("Video", " ".join(video).strip())
    sheet.pair("Audio", _spaced(media, "audioCodec", "audioChannels", "audioLanguages", *_MUSIC))
    sheet.pair("Subtitles", _spaced(media, "subtitles"))
    needed, score = copy.profile.needed_score, file.score
    quality = "quality below cutoff" if file.cutoff_unmet else "quality met"
    unmet = score is not None and score < needed
    points = f", score {score:,} of {needed:,}" if unmet else ", score met"
    upgrades = "" if copy.profile.upgrade_allowed else "; the profile allows no upgrades"
    text = quality + ("" if score is None else points) + upgrades
    sheet.pair("Cutoff", text, "warn" if file.cutoff_unmet or unmet else "good")
    _formats(sheet, detail)


def _spaced(media: dict[str, Any], *keys: str) -> str:
    return " ".join(str(media[key]) for key in keys if media.get(key))


def _formats(sheet: Sheet, detail: FileDetail) -> None:
    """Write the score with the formats it sums up, and a note where the app reports another."""
    score = detail.file.score
    sheet.pair("Score", "not known" if score is None else str(score), "bold")
    for match in detail.formats:
        style = "good" if match.score > 0 else "bad" if match.score < 0 else "dim"
        sheet.text((f"{match.score:+8d}", style), (f"  {match.name}", ""), indent=2)
    if not detail.formats:
        sheet.text(("no custom format matches", "dim"), indent=LABEL)
    if not detail.explained:
        total = f"The formats add up to {detail.total}, the app said {score}"
        sheet.text((f"{total}: profile or formats changed since.", "warn"), indent=2)


def _events(sheet: Sheet, events: Sequence[EventLine], *, several: bool) -> None:
    sheet.heading("Releases", *_none(events))
    for line in events:
        event = line.stored.event
        word, style = EVENT_WORDS.get(event.event, (event.event, ""))
        sheet.text(
            (format_iso_minute(event.date), "dim"),
            (f"  {word}", style),
            *_bits("  ", [line.episode, line.stored.instance if several else ""]),
            *_bits("  ", ["" if event.score is None else f"score {event.score}", event.quality]),
            *_bits("  ", [line.tracks, event.indexer, event.reason]),
        )
        sheet.text((event.source_title, "dim"), indent=2)


def _changes(sheet: Sheet, changes: Sequence[ChangeLine], *, several: bool) -> None:
    sheet.heading("Changes", *_none(changes))
    for line in changes:
        word, style = CHANGE_WORDS.get(line.what, ("", ""))
        sheet.text(
            (format_minute(line.at), "dim"),
            *_bits("  ", [line.instance if several else "", line.subject]),
            (f"  {word}", style),
        )
        for field in line.fields:
            arrow = (f"{field.field}: ", "dim"), (field.before, ""), (" -> ", "accent"), (field.after, "bold")
            sheet.text(*arrow, indent=2)


def _bits(gap: str, texts: Iterable[str]) -> list[Piece]:
    return [(gap + text, "") for text in texts if text]


def _none(lines: Sequence[object]) -> list[Piece]:
    return [] if lines else [("  none stored", "dim")]
