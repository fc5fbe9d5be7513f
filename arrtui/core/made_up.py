"""Made-up words: letters and digits in place of others, none of them a word of the estate. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from hashlib import blake2b

from arrtui.core.folding import fold
from arrtui.core.private_patterns import WORD

_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstv"
_WIDE = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_ATTEMPTS = 40
"""Tries to draw a word that is not taken: of one letter there may be none."""


def made_up(text: str, seed: str, taken: Container[str] = ()) -> str:
    """Return a text of other letters and digits; case, width and what is neither stay.

    Args:
        text: What is replaced.
        seed: What the letters are drawn from: the same for the same.
        taken: Folded words that are not drawn, as long as there are others.
    """
    pieces, done = [], 0
    for number, match in enumerate(WORD.finditer(text)):
        pieces += [text[done : match.start()], _made_up_word(match[0], f"{seed}\0{number}", taken)]
        done = match.end()
    return "".join([*pieces, text[done:]])


def _made_up_word(word: str, seed: str, taken: Container[str]) -> str:
    drawn = word
    for attempt in range(_ATTEMPTS):
        drawn = _drawn(word, blake2b(f"{seed}\0{attempt}".encode(errors="surrogatepass")).digest())
        folded = fold(drawn)
        if folded != fold(word) and folded.replace("'", "").replace("’", "") not in taken:
            break
    return drawn


def _drawn(word: str, bits: bytes) -> str:
    shown, number = [], 0
    for character in word:
        if not character.isalnum():
            shown.append(character)
            continue
        if character.isdigit():
            letters = "0123456789"
        elif not character.isascii() and unicodedata.east_asian_width(character) in "WF":
            letters = _WIDE
        else:
            letters = _VOWELS if number % 2 else _CONSONANTS
        new = letters[bits[number % len(bits)] % len(letters)]
        shown.append(new.upper() if character.isupper() else new)
        number += 1
    return "".join(shown)
