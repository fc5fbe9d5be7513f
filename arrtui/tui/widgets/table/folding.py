"""Text as a search sees it: without case, accents and typographic variants."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "‘": "'",
        "’": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
    }
)
"""Characters that Unicode does not decompose, but that people type as their plain cousins."""


def fold(text: str) -> str:
    """Reduce text to what is compared: `"Łódź"` and `"lodz"` fold to the same."""
    if text.isascii():
        return text.lower()
    return _plain(_plain(text).casefold()).translate(_LETTERS)


def _plain(text: str) -> str:
    """Decompose text and drop the combining marks."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def split_terms(text: str) -> tuple[str, ...]:
    """Split what was typed into folded terms; a row matches when it contains every one."""
    return tuple(dict.fromkeys(fold(text).split()))


def narrows(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Say whether every text that contains all `new` terms surely contains all `old` ones."""
    return all(any(before in after for after in new) for before in old)


def match_spans(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Find where terms occur in a text.

    Returns:
        Spans of character positions in the unfolded text: ascending, not empty, not overlapping.
    """
    if not terms:
        return []
    folded, origin = _folded_with_origin(text)
    found = sorted(span for term in terms for span in _occurrences(folded, term))
    spans: list[tuple[int, int]] = []
    for start, end in found:
        first, last = origin[start], origin[end - 1] + 1
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _folded_with_origin(text: str) -> tuple[str, range | list[int]]:
    """Fold a text and tell, for each folded character, which original one it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [fold(char) for char in text]
    return "".join(pieces), [index for index, piece in enumerate(pieces) for _ in piece]


def _occurrences(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a term in a folded text, without overlaps."""
    start = text.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + len(term))
