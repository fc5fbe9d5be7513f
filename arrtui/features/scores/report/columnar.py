"""Rows as columns, so that 65,000 of them stay small and a page reads them fast.

A column of words is ``{"d": distinct words, "i": index per row}``; one of numbers is ``{"v": values}``.
Sentences that differ in their numbers only are coded like words, with the numbers beside:
``{"d": sentences with a hole per number, "i": index per row, "n": numbers per row}``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from arrtui.features.scores.report.data import FileRow, ReportData

HOLE = "\x00"
"""Stands for a number within a sentence."""
_NUMBER = re.compile(r"-?\d[\d,.]*\d|-?\d")

FLAGS = ("only_by_hand", "below_minimum", "app_searches", "agrees", "monitored", "available")
"""The flags of a file, lowest bit first."""

Coded = dict[str, Any]


def words(values: Iterable[Hashable]) -> Coded:
    """Return a column that says each distinct value once."""
    places: dict[Hashable, int] = {}
    indexes = [places.setdefault(value, len(places)) for value in values]
    return {"d": list(places), "i": indexes}


def numbers(values: Iterable[float | None]) -> Coded:
    """Return a column of numbers."""
    return {"v": list(values)}


def sentences(values: Iterable[str]) -> Coded:
    """Return a column of sentences that are alike but for their numbers."""
    holed, found = [], []
    for value in values:
        text = value.replace(HOLE, " ")
        found.append("|".join(_NUMBER.findall(text)))
        holed.append(_NUMBER.sub(HOLE, text))
    return {**words(holed), "n": found}


def flags(row: FileRow) -> int:
    """Return the flags of a file as one number."""
    return sum(bool(getattr(row, name)) << bit for bit, name in enumerate(FLAGS))


def files(rows: Sequence[FileRow]) -> Coded:
    """Return the files of a report as columns. Paths are left to CSV and JSON: they would double the page."""
    pairs = words(pair for row in rows for pair in row.formats)
    place = {pair: index for index, pair in enumerate(pairs["d"])}
    return {
        "instance": words(row.instance for row in rows),
        "kind": words(row.kind for row in rows),
        "title": words(row.title for row in rows),
        "year": numbers(row.year for row in rows),
        "episode": words(row.number for row in rows),
        "quality": words(row.quality for row in rows),
        "profile": words(row.profile for row in rows),
        "score": numbers(row.score for row in rows),
        "verdict": words(row.verdict for row in rows),
        "flags": numbers(flags(row) for row in rows),
        "size": numbers(row.size for row in rows),
        "group": words(row.release_group for row in rows),
        "formats": words(tuple(place[pair] for pair in row.formats) for row in rows),
        "pairs": pairs["d"],
    }


def candidates(data: ReportData) -> Coded:
    """Return the candidates of a report as columns; their files are named by place."""
    rows = data.candidates
    return {
        "file": numbers(row.file for row in rows),
        "priority": numbers(row.priority for row in rows),
        "target": numbers(row.target for row in rows),
        "reachable": numbers(row.reachable for row in rows),
        "gain": numbers(row.gain for row in rows),
        "advice": sentences(row.advice for row in rows),
    }
