"""The analysis of the scores of one instance, from what is stored of it. Pure."""

from __future__ import annotations

from arrtui.core.memory import large_list
from arrtui.features.scores.candidates import candidates
from arrtui.features.scores.contributions import unexplained
from arrtui.features.scores.formats import format_rows
from arrtui.features.scores.health import health
from arrtui.features.scores.model import Analysis, ScoreLibrary
from arrtui.features.scores.profiles import profile_rows
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.verdict import judge_all

_DEFAULTS = ScoreRules()


def analyse(library: ScoreLibrary, rules: ScoreRules = _DEFAULTS) -> Analysis:
    """Judge every file of an instance; return its candidates, formats, profiles and health.

    The rows of a large instance are kept out of the garbage collector's way, which would take as long as all
    the rest.
    """
    with large_list():
        judged = judge_all(library.files, library.profiles)
        to_upgrade = candidates(judged, library.profiles, rules, library.formats)
        return Analysis(
            library=library,
            judged=judged,
            candidates=to_upgrade,
            formats=format_rows(judged, library),
            profiles=profile_rows(judged, library),
            health=health(judged, to_upgrade, library.profiles, library.missing),
            disagreements=sum(not file.agrees for file in judged),
            unexplained=unexplained(library.files, library.profiles),
        )
