"""Chains by the names that people and scripts give them. Pure.

A chain is named as its table prints it, ``Dune (2021)`` or ``Andor S01E02``, with ``radarr.main:`` before it
where several instances have one of that name; or by its id, ``radarr.main:438631``, ``sonarr.main:393189/7``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from arrtui.core.errors import UsageError
from arrtui.core.text import name_some
from arrtui.features.loops.model import Chain, LoopReport
from arrtui.features.loops.summary import id_of_key, key_of_chain, title_of

NamedChain = tuple[LoopReport, Chain]

_YEAR = re.compile(r" \(\d{4}\)$")


def label_of(report: LoopReport, chain: Chain) -> str:
    """Return the name of a chain with its instance."""
    return f"{report.instance}:{title_of(report, chain)}"


def find_chain(chains: Sequence[NamedChain], name: str) -> NamedChain:
    """Return the only chain of a name, in any case; one that is like it to the letter comes first.

    A title without its year, or a series without an episode, is enough where it has a single chain. Raises
    UsageError where no chain, or several, are called so.
    """
    wanted = name.strip().casefold()
    for names in (_full_names, _short_names):
        matches = [
            (report, chain) for report, chain in chains if wanted in map(str.casefold, names(report, chain))
        ]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise UsageError(
                f"choosing the chain {name!r}",
                why=f"{len(matches):,} are called so: {name_some(_apart(matches), most=8)}",
                advice="Name one of them so.",
            )
    raise UsageError(
        f"choosing the chain {name!r}",
        why="none is called so",
        advice="Name it as arrtui --run loops prints it, or by its id in --json.",
    )


def _full_names(report: LoopReport, chain: Chain) -> Iterator[str]:
    yield title_of(report, chain)
    yield label_of(report, chain)
    yield id_of_key(key_of_chain(report, chain))


def _short_names(report: LoopReport, chain: Chain) -> Iterator[str]:
    subject = report.subject_of(chain)
    for short in {subject, _YEAR.sub("", subject)}:
        yield short
        yield f"{report.instance}:{short}"


def _apart(chains: Iterable[NamedChain]) -> list[str]:
    """Return names that tell chains apart: with their instance, else their ids."""
    labels = [label_of(*named) for named in chains]
    if len(set(labels)) == len(labels):
        return labels
    return [id_of_key(key_of_chain(*named)) for named in chains]
