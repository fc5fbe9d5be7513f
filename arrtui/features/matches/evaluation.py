"""What can be told of an instance's files: their formats, whether the app agrees, what would change. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from arrtui.core.bits import bits_of, places_of
from arrtui.core.matching import CompiledFormat, MatchFacts, evaluate
from arrtui.features.matches.masks import FileMasks, Mask
from arrtui.features.matches.model import FileChange, FileMatch, FormatForecast, MatchForecast, MatchLibrary

NOT_SEARCHED = "its names have not been searched for the patterns of the format yet"


def find_doubts(library: MatchLibrary, masks: FileMasks) -> dict[int, str]:
    """Return why files are doubtful, by id: their present formats come out otherwise than in the app."""
    doubts: dict[int, str] = {}
    app_masks = _app_masks(library)
    for compiled in library.formats:
        matched, unknown = masks.of(compiled)
        for place in places_of((matched ^ app_masks.pop(compiled.id, 0)) & ~unknown):
            does = "does not match" if matched >> place & 1 else "matches"
            why = f"the app says it {does} “{compiled.name}”, whose conditions say otherwise"
            doubts.setdefault(library.file_ids[place], why)
    for format_id, mask in app_masks.items():
        for place in places_of(mask):
            why = f"the app says it matches a format that is not stored (id {format_id})"
            doubts.setdefault(library.file_ids[place], why)
    return doubts


def _app_masks(library: MatchLibrary) -> dict[int, int]:
    """Return the files that the app says each format matches."""
    places: dict[int, list[int]] = {}
    for place, formats in enumerate(library.app_formats):
        for format_id in formats:
            places.setdefault(format_id, []).append(place)
    return {format_id: bits_of(files, len(library.facts)) for format_id, files in places.items()}


def file_matches(library: MatchLibrary, masks: FileMasks, doubts: Mapping[int, str]) -> dict[int, FileMatch]:
    """Return the formats of every file by its id."""
    matched: list[set[int]] = [set() for _ in library.facts]
    unknown: dict[int, list[CompiledFormat]] = {}
    for compiled in library.formats:
        mask = masks.of(compiled)
        for place in places_of(mask.matched):
            matched[place].add(compiled.id)
        for place in places_of(mask.unknown):
            unknown.setdefault(place, []).append(compiled)
    return {
        file_id: FileMatch(
            file_id,
            frozenset(matched[place]),
            _reasons(library, place, unknown.get(place, ())),
            doubts.get(file_id, ""),
        )
        for place, file_id in enumerate(library.file_ids)
    }


def _reasons(library: MatchLibrary, place: int, formats: Sequence[CompiledFormat]) -> Mapping[int, str]:
    """Return why formats cannot be told of a file, by the id of the format."""
    if not formats:
        return {}
    reasons = evaluate(formats, library.facts[place]).unknown
    return {compiled.id: reasons.get(compiled.id, NOT_SEARCHED) for compiled in formats}


def changed_library(
    library: MatchLibrary, change: Callable[[int, MatchFacts], MatchFacts | None]
) -> MatchLibrary:
    """Return the files of an instance with other facts, without those for which ``change`` returns None."""
    facts = map(change, library.file_ids, library.facts)
    rows = [
        (file_id, changed, formats)
        for file_id, changed, formats in zip(library.file_ids, facts, library.app_formats, strict=True)
        if changed is not None
    ]
    file_ids, changed_facts, app_formats = zip(*rows, strict=True) if rows else ((), (), ())
    return replace(library, file_ids=file_ids, facts=changed_facts, app_formats=app_formats)


def forecast(
    library: MatchLibrary,
    masks: FileMasks,
    formats: Iterable[CompiledFormat],
    removed: Collection[int],
    doubts: Mapping[int, str],
) -> MatchForecast:
    """Return what would become of the files with other formats in place of those with the same id."""
    present, ids = _app_masks(library), library.file_ids
    after = {compiled: masks.of(compiled) for compiled in formats}
    unknown = {
        compiled.id: {
            ids[place]: _reasons(library, place, (compiled,))[compiled.id]
            for place in places_of(mask.unknown)
        }
        for compiled, mask in after.items()
    }
    by_id = {compiled.id: mask for compiled, mask in after.items()} | dict.fromkeys(removed, Mask(0, 0))
    by_format = {
        format_id: FormatForecast(
            tuple(ids[place] for place in places_of(mask.matched & ~before)),
            tuple(ids[place] for place in places_of(before & ~mask.matched & ~mask.unknown)),
            unknown.get(format_id, {}),
        )
        for format_id, mask in by_id.items()
        for before in (present.get(format_id, 0),)
    }
    cannot_tell = dict(doubts)
    gained: dict[int, set[int]] = {}
    lost: dict[int, set[int]] = {}
    for format_id, own in by_format.items():
        for file_id, why in own.unknown.items():
            cannot_tell.setdefault(file_id, why)
        for moved, file_ids in ((gained, own.gained), (lost, own.lost)):
            for file_id in file_ids:
                moved.setdefault(file_id, set()).add(format_id)
    return MatchForecast(
        files=len(library.facts),
        changes=tuple(
            FileChange(file_id, frozenset(gained.get(file_id, ())), frozenset(lost.get(file_id, ())))
            for file_id in ids
            if (file_id in gained or file_id in lost) and file_id not in cannot_tell
        ),
        cannot_tell=cannot_tell,
        by_format=by_format,
        doubts=doubts,
    )
