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
"""Qualities whose names tell no lines."""


def resolution_of(quality: str) -> int:
    """Return the lines of a quality by its name, 0 where it tells none.

    By name, as the ids of qualities mean something else on the other app (ARR_API 0, number 7).
    """
    found = _LINES.search(quality)
    return int(found[1]) if found else _BY_WORD.get(quality.lower(), 0)


def shared_titles(analyses: Sequence[Analysis]) -> tuple[SharedTitle, ...]:
    """Return the titles with files on more than one instance of a kind, the largest overlap first.

    A title is known by its external id. The copy of a series is its best quality, the lowest score of its
    files and the sum of their sizes.
    """
    found: dict[tuple[Kind, int], dict[str, list[Judged]]] = {}
    for analysis in analyses:
        for one in analysis.judged:
            if one.file.external_id > 0:
                copies = found.setdefault((one.file.kind, one.file.external_id), {})
                copies.setdefault(one.file.instance, []).append(one)
    names = {one.instance: one.library.formats for one in analyses}
    made = [_twin(kind, number, copies, names) for (kind, number), copies in found.items() if len(copies) > 1]
    return tuple(sorted(made, key=lambda one: (-one.overlap, one.title.casefold(), one.external_id)))


def other_copies(file: ScoredFile, analyses: Iterable[Analysis]) -> tuple[TitleCopy, ...]:
    """Return what other instances of its kind have of the movie, or of the episodes, that a file holds."""
    wanted = _parts(file)
    found = []
    for analysis in analyses:
        if analysis.instance == file.instance or analysis.library.kind is not file.kind:
            continue
        same = [
            one
            for one in analysis.judged
            if one.file.external_id == file.external_id and wanted & _parts(one.file)
        ]
        if same and file.external_id > 0:
            found.append(_copy(analysis.instance, same, analysis.library.formats))
    return tuple(found)


def _twin(
    kind: Kind, number: int, copies: dict[str, list[Judged]], names: Mapping[str, Mapping[int, str]]
) -> SharedTitle:
    first = next(iter(copies.values()))[0].file
    return SharedTitle(
        external_id=number,
        title=first.title,
        year=first.year,
        kind=kind,
        copies=tuple(_copy(instance, files, names[instance]) for instance, files in copies.items()),
        overlap=_overlap(copies.values()),
    )


def _copy(instance: str, files: Sequence[Judged], formats: Mapping[int, str]) -> TitleCopy:
    best = max(files, key=lambda one: (resolution_of(one.file.quality), one.score))
    return TitleCopy(
        instance=instance,
        quality=best.file.quality,
        resolution=resolution_of(best.file.quality),
        score=min(one.score for one in files),
        size=sum(one.file.size for one in files),
        formats=tuple(formats[one] for one in best.file.formats if one in formats),
    )


def _overlap(copies: Iterable[Sequence[Judged]]) -> int:
    """Return the bytes of what is there below 2160p although another instance has it in 2160p.

    Of a series a file counts when all of its episodes are there in 2160p, in however many files. Of a quality
    that tells no lines nothing is claimed.
    """
    held = list(copies)
    uhd = [{part for one in files if _is_uhd(one) for part in _parts(one.file)} for files in held]
    total = 0
    for number, files in enumerate(held):
        elsewhere = set().union(*(parts for other, parts in enumerate(uhd) if other != number))
        total += sum(one.file.size for one in files if _is_less(one) and _parts(one.file) <= elsewhere)
    return total


def _parts(file: ScoredFile) -> set[tuple[int, int]]:
    """Return season and number of each episode of a file; a movie is one part."""
    return {(file.season, number) for number in file.episodes or (0,)}


def _is_less(one: Judged) -> bool:
    return 0 < resolution_of(one.file.quality) < UHD


def _is_uhd(one: Judged) -> bool:
    return resolution_of(one.file.quality) >= UHD
