"""Titles that several instances of one kind have: side by side, and the space their copies share. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from arrtui.core.apps import Kind
from arrtui.features.scores.model import Analysis, Judged, ScoredFile, SharedTitle, TitleCopy

UHD = 2160
_LINES = re.compile(r"(\d{3,4})[pi]", re.IGNORECASE)
_BY_WORD = dict.fromkeys(
    ("sdtv", "dvd", "dvd-r", "dvdscr", "regional", "workprint", "cam", "telesync", "telecine"), 480
) | {"raw-hd": 1080, "br-disk": 1080}
"""Resolutions of qualities whose names have none."""


def resolution_of(quality: str) -> int:
    """Return the resolution of a quality in lines by its name, 0 where it has none.

    By name, as the ids of qualities mean something else on the other app (ARR_API 0, number 7).
    """
    match = _LINES.search(quality)
    return int(match[1]) if match else _BY_WORD.get(quality.lower(), 0)


def shared_titles(analyses: Sequence[Analysis]) -> tuple[SharedTitle, ...]:
    """Return the titles with files on more than one instance of a kind, the largest overlap first.

    A title is known by its external id. The copy of a series is its best quality, the lowest score of its
    files and the sum of their sizes.
    """
    by_title: dict[tuple[Kind, str], dict[str, list[Judged]]] = {}
    for analysis in analyses:
        for judged in analysis.judged:
            if judged.file.external_id:
                by_instance = by_title.setdefault((judged.file.kind, judged.file.external_id), {})
                by_instance.setdefault(judged.file.instance, []).append(judged)
    names = {analysis.instance: analysis.library.formats for analysis in analyses}
    titles = []
    for by_instance in by_title.values():
        if len(by_instance) > 1:
            first = next(iter(by_instance.values()))[0].file
            copies = tuple(_copy(name, files, names[name]) for name, files in by_instance.items())
            overlap = _overlap(list(by_instance.values()))
            titles.append(
                SharedTitle(first.external_id, first.title, first.year, first.kind, copies, overlap)
            )
    return tuple(sorted(titles, key=lambda row: (-row.overlap, row.title.casefold())))


def other_copies(file: ScoredFile, analyses: Iterable[Analysis]) -> tuple[TitleCopy, ...]:
    """Return what other instances of its kind have of the movie, or of the episodes, that a file holds."""
    parts = _parts(file)
    copies = []
    for analysis in analyses:
        if analysis.instance == file.instance or analysis.library.kind is not file.kind:
            continue
        matches = [
            judged
            for judged in analysis.judged
            if judged.file.external_id == file.external_id and parts & _parts(judged.file)
        ]
        if matches and file.external_id:
            copies.append(_copy(analysis.instance, matches, analysis.library.formats))
    return tuple(copies)


def _copy(instance: str, files: Sequence[Judged], formats: Mapping[int, str]) -> TitleCopy:
    best = max(files, key=lambda judged: (resolution_of(judged.file.quality), judged.score))
    return TitleCopy(
        instance=instance,
        quality=best.file.quality,
        resolution=resolution_of(best.file.quality),
        score=min(judged.score for judged in files),
        size=sum(judged.file.size for judged in files),
        formats=tuple(formats[format_id] for format_id in best.file.formats if format_id in formats),
    )


def _overlap(instances: Sequence[Sequence[Judged]]) -> int:
    """Return the bytes of what is there below 2160p although another instance has it in 2160p.

    Of a series a file counts when all of its episodes are there in 2160p, in however many files. Files whose
    quality names no resolution count on neither side.
    """
    uhd_parts = [
        set[tuple[int, int]]().union(
            *(_parts(judged.file) for judged in files if resolution_of(judged.file.quality) >= UHD)
        )
        for files in instances
    ]
    total = 0
    for index, files in enumerate(instances):
        elsewhere = set().union(*uhd_parts[:index], *uhd_parts[index + 1 :])
        total += sum(
            judged.file.size
            for judged in files
            if 0 < resolution_of(judged.file.quality) < UHD and _parts(judged.file) <= elsewhere
        )
    return total


def _parts(file: ScoredFile) -> set[tuple[int, int]]:
    """Return season and number of each episode of a file; a movie is one part."""
    return {(file.season, number) for number in file.episodes or (0,)}
