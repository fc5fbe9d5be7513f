"""Text as a search sees it: without case, accents and typographic variants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LOOKALIKES = {
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
    "–": "-",
    "—": "-",
}
"""Characters that Unicode does not decompose, and the plain ones that people type for them."""


class _FoldedCharacters(dict[int, str]):
    """What each character folds to, worked out when it first occurs: whole libraries fold in milliseconds."""

    def __missing__(self, code: int) -> str:
        """Decompose, drop accents and case; twice, since a lower-case letter may decompose again."""
        plain = _without_accents(_without_accents(chr(code)).casefold())
        folded = self[code] = "".join(_LOOKALIKES.get(char, char) for char in plain)
        return folded


def _without_accents(text: str) -> str:
    """Decompose text and drop the combining marks."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_FOLDED = _FoldedCharacters()
_FOREIGN = re.compile("[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Reduce text to what is compared: `"Łódź"` and `"lodz"` fold to the same."""
    if not text.isascii():
        text = _FOREIGN.sub(lambda match: match[0].translate(_FOLDED), text)
    return text.lower()


def split_terms(text: str) -> tuple[str, ...]:
    """Split what was typed into folded terms; a row matches when it contains every one."""
    return tuple(dict.fromkeys(fold(text).split()))


def narrows(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Return whether every text that contains all `new` terms surely contains all `old` ones."""
    return all(any(before in after for after in new) for before in old)


def match_spans(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Find where terms occur in a text.

    Returns:
        Spans of character positions in the unfolded text: ascending, not empty, not overlapping.
    """
    if not terms:
        return []
    folded, origin = _folded_with_origin(text)
    occurrences = sorted(span for term in terms for span in _occurrences(folded, term))
    spans: list[tuple[int, int]] = []
    for start, end in occurrences:
        first, last = origin[start], origin[end - 1] + 1
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _folded_with_origin(text: str) -> tuple[str, range | list[int]]:
    """Return a folded text and, for each folded character, the position of the original."""
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
