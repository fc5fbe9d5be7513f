"""Rows as columns, so that 65,000 of them stay small and a page reads them fast.

A column of words is ``{"d": distinct words, "i": index per row}``; one of numbers is ``{"v": values}``.
Sentences that differ in their numbers only are coded like words, with the numbers beside:
``{"d": sentences with a hole per number, "i": index per row, "n": numbers per row}``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from arrtui.features.scores.model import Judged
from arrtui.features.scores.report.data import ReportCandidate, ReportFile

HOLE = "\x00"
"""Stands for a number within a sentence."""
_NUMBER = re.compile(r"-?\d[\d,.]*\d|-?\d")

FLAGS = ("only_by_hand", "below_minimum", "app_searches", "agrees", "monitored", "available")
"""The flags of a file, lowest bit first."""

Coded = dict[str, Any]


def words(values: Iterable[Hashable]) -> Coded:
    """Return a column that holds each distinct value once."""
    places: dict[Hashable, int] = {}
    indexes = [places.setdefault(value, len(places)) for value in values]
    return {"d": list(places), "i": indexes}


def numbers(values: Iterable[float | None]) -> Coded:
    """Return a column of numbers."""
    return {"v": list(values)}


def sentences(values: Iterable[str]) -> Coded:
    """Return a column of sentences that are alike but for their numbers."""
    patterns, numbers_of_rows = [], []
    for value in values:
        text = value.replace(HOLE, " ")
        numbers_of_rows.append("|".join(_NUMBER.findall(text)))
        patterns.append(_NUMBER.sub(HOLE, text))
    return {**words(patterns), "n": numbers_of_rows}


def files(rows: Sequence[ReportFile]) -> Coded:
    """Return the files of a report as columns. Paths are left to CSV and JSON: they would double the page."""
    judged, stored = [row.judged for row in rows], [row.judged.file for row in rows]
    matches = [[(matched.name, matched.score) for matched in row.formats] for row in rows]
    pairs = words(pair for row in matches for pair in row)
    place = {pair: index for index, pair in enumerate(pairs["d"])}
    return {
        "instance": words(file.instance for file in stored),
        "kind": words(file.kind for file in stored),
        "title": words(file.title for file in stored),
        "year": numbers(file.year for file in stored),
        "episode": words(row.episode for row in rows),
        "quality": words(file.quality for file in stored),
        "profile": words(row.profile for row in rows),
        "score": numbers(file.score for file in stored),
        "verdict": words(row.verdict for row in judged),
        "flags": numbers(map(_flags, judged)),
        "size": numbers(file.size for file in stored),
        "group": words(file.release_group for file in stored),
        "formats": words(tuple(place[pair] for pair in row) for row in matches),
        "pairs": pairs["d"],
    }


def _flags(judged: Judged) -> int:
    """Return the :data:`FLAGS` of a file as one number."""
    file = judged.file
    flags = (
        *(judged.only_by_hand, judged.below_minimum, judged.app_searches, judged.agrees),
        *(file.monitored, file.available),
    )
    return sum(flag << bit for bit, flag in enumerate(flags))


def candidates(rows: Sequence[ReportCandidate]) -> Coded:
    """Return the candidates of a report as columns; their files are named by place."""
    ranked = [row.candidate for row in rows]
    return {
        "file": numbers(row.place for row in rows),
        "priority": numbers(candidate.priority for candidate in ranked),
        "target": numbers(candidate.target for candidate in ranked),
        "reachable": numbers(candidate.reachable for candidate in ranked),
        "gain": numbers(candidate.gain for candidate in ranked),
        "advice": sentences(candidate.advice for candidate in ranked),
    }
