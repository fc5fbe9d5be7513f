"""Texts that a name must hold for a pattern to match it, so that most names need no search.

A search costs microseconds, finding a word in the names of thousands of files at once a fraction of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MOST_WORDS = 400
_TOKEN = re.compile(
    r"""
    (?P<literal>\\[^A-Za-z0-9])
    |(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pP]\{\w+\}|k<\w+>|k'\w+'|\d+|.))
    |(?P<comment>\(\?\#[^)]*\)|\(\?[A-Za-z]*(?:-[A-Za-z]+)?\))
    |(?P<unlike>\(\?<?!)
    |(?P<open>\((?:\?(?:<?=|<\w+>|'\w+'|[A-Za-z]*(?:-[A-Za-z]+)?:|>))?)
    |(?P<close>\))
    |(?P<or>\|)
    |(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    |(?P<times>[*+?]\??|\{\d+(?:,\d*)?\}\??)
    |(?P<any>[.^$])
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_Words = frozenset[str]


@dataclass
class _Branch:
    """What is required within one group, up to where it was read."""

    is_unlike: bool = False
    """Looks for what must not be there."""
    alternatives: list[_Words | None] = field(default_factory=list)
    best: _Words | None = None
    run: str = ""
    """Characters that follow each other."""
    last: str | _Words = ""
    """What a quantifier would be about."""

    def settle(self, least: int = 1, repeated: bool = False) -> None:
        """Add the last element, which occurs at least so many times."""
        last, self.last = self.last, ""
        if isinstance(last, str):
            self.run += last if least else ""
            if repeated or not last:
                self.end_run()
        else:
            self.end_run()
            if least:
                self.offer(last)

    def end_run(self) -> None:
        """End a run of characters."""
        if self.run:
            self.offer(frozenset((self.run,)))
        self.run = ""

    def offer(self, words: _Words) -> None:
        """Keep the words that leave fewer names: longer ones."""
        if self.best is None or min(map(len, words)) > min(map(len, self.best)):
            self.best = words

    def end_alternative(self) -> None:
        """End one of several alternatives."""
        self.settle()
        self.end_run()
        self.alternatives.append(self.best)
        self.best = None

    @property
    def words(self) -> _Words | None:
        """What one of the alternatives requires; None where one of them requires nothing."""
        union: set[str] = set()
        for words in self.alternatives:
            if words is None:
                return None
            union |= words
        return None if self.is_unlike or len(union) > _MOST_WORDS else frozenset(union)


def required_words(pattern: str) -> frozenset[str] | None:
    """Return words in small letters of which every ASCII name that matches holds one; None if none are known.

    ``pattern`` is one that :class:`~arrtui.core.matching.patterns.NamePattern` understands.
    """
    stack = [_Branch()]
    for match in _TOKEN.finditer(pattern):
        kind, token, branch = match.lastgroup, match[0], stack[-1]
        if kind == "times":
            least = int(re.split(r"[,}]", token[1:])[0]) if token[0] == "{" else int(token[0] == "+")
            branch.settle(least, repeated=True)
            continue
        if kind == "comment":
            continue
        branch.settle()
        if kind in ("unlike", "open"):
            branch.end_run()
            stack.append(_Branch(is_unlike=kind == "unlike"))
        elif kind == "close" and len(stack) > 1:
            branch.end_alternative()
            stack.pop()
            stack[-1].last = branch.words or ""
        elif kind == "or":
            branch.end_alternative()
        elif kind in ("literal", "other") and token[-1].isascii() and token[-1].isprintable():
            branch.last = token[-1].lower()
        else:
            branch.end_run()
    stack[0].end_alternative()
    return stack[0].words
