"""What cures do to the files of a simulated instance, and of a library made by hand."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.core.config import load_config
from arrtui.core.verdicts import Verdict
from arrtui.demo.app.chains.scenarios import play_chains
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.loops.cures.model import Cure, CureKind, FilesEffect, PastEffect, SettingsChange
from arrtui.features.loops.cures.recipes import costs, steps
from arrtui.features.loops.model import ChainKind, LoopReport
from arrtui.features.matches.model import FileChange, MatchForecast
from arrtui.features.scores.analysis import analyse
from arrtui.runtime.cure_files import effect_of_rename, with_files
from arrtui.runtime.loops_cures import CureSearch
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock
from tests.tui.panes.scores.libraries import main_library, make_profile

SIZE = EstateSize(radarr=(("main", 40),), sonarr=())
MAIN = "radarr.main"
NAMING = "{Movie Title} ({Release Year}) {Quality Title} {MediaInfo VideoCodec}"


async def test_a_token_of_the_naming_is_told_with_the_files_that_it_punishes(tmp_path: Path) -> None:
    clock = Clock()
    with SimulatedEstate(SIZE, seed=11, today=int(clock.now) - int(clock.now) % 86_400) as estate:
        store = estate.apps[MAIN].store
        estate.apps[MAIN].clock = clock
        play_chains(store, 11)
        store.configs["naming"] |= {"renameMovies": True, "standardMovieFormat": NAMING}
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={}, clock=clock)
        await services.engine.run_jobs(await services.backup.back_up())
        stored = await services.loops.chains(MAIN)
        search = CureSearch()
        cures = (await services.loops.cures.of(stored, search)).cures
        (naming,) = [cure for cure in cures if cure.change.kind is CureKind.NAMING]
        assert naming.after == NAMING.removesuffix(" {MediaInfo VideoCodec}")
        assert [chain.kind for chain in naming.past.stopped] == [ChainKind.LOOP]
        files = naming.files
        assert files.rescored == 1
        assert 0 < files.cannot_tell < files.files, "most are drawn under another naming"
        assert search.grabs > len(stored.report.chains)
        search.stop()
        with pytest.raises(asyncio.CancelledError):
            await services.loops.cures.of(stored, search)
        for chain in naming.past.stopped:
            own = await services.loops.cures.of_chain(stored, chain)
            assert own[0].change.kind is CureKind.NAMING and CureKind.INCREMENT in {
                cure.change.kind for cure in own
            }
        await services.clients.aclose()
        services.database.close()


ANALYSIS = analyse(main_library())
(PROFILE, *_) = ANALYSIS.library.profiles.values()
OWN = [row for row in ANALYSIS.judged if row.file.profile_id == PROFILE.id]


def cure(kind: CureKind, **change: Any) -> Cure:
    """Return a cure of a library made by hand."""
    return Cure(
        instance=ANALYSIS.instance,
        change=SettingsChange(kind=kind, **change),
        profile=PROFILE.name,
        subject="LQ",
        before="1",
        after="0",
        past=PastEffect(),
    )


def effect(one: Cure, forecast: MatchForecast | None = None, **renames: Any) -> FilesEffect | None:
    """Return what a cure does to files; None where the app would not take it."""
    return next((known.files for known in with_files([one], ANALYSIS, forecast, renames)), None)


def test_files_are_judged_again_under_each_kind_of_cure() -> None:
    own = {"profile_id": PROFILE.id}
    assert effect(cure(CureKind.INCREMENT, value=41, **own)) == FilesEffect(files=len(ANALYSIS.judged))
    low = effect(cure(CureKind.CUTOFF, value=1_700, **own))
    done = sum(not row.quality_unmet and 1_700 <= row.score < PROFILE.wanted for row in OWN)
    assert low == FilesEffect(len(OWN), 0, ((Verdict.FORMAT, Verdict.DONE, done),)) and done
    punished = [row for row in OWN if 8 in row.file.formats]
    freed = effect(cure(CureKind.FORMAT_SCORE, format_id=8, **own))
    assert freed is not None and (freed.files, freed.rescored) == (len(OWN), len(punished))
    condition = cure(CureKind.CONDITION, format_id=8, changed_body={"id": 8}, word="Size")
    changes = tuple(
        FileChange(row.file.file_id, frozenset(), frozenset({8})) for row in punished
    )  # other profiles keep theirs
    told = effect(condition, MatchForecast(len(ANALYSIS.judged), changes, {1: "its size is in no row"}))
    assert told is not None and (told.rescored, told.cannot_tell) == (len(punished), 1)
    assert effect(condition) == FilesEffect(len(ANALYSIS.judged), 0, (), len(ANALYSIS.judged))
    (first, *_) = punished
    moved = SimpleNamespace(
        own=SimpleNamespace(file=SimpleNamespace(id=first.file.file_id)), before=0, after=40
    )
    token = cure(CureKind.NAMING, word="{Edition Tags}")
    report: Any = SimpleNamespace(effects=[moved], untold=[1, 2, 3])
    renamed = effect(token, None, **{"{Edition Tags}": effect_of_rename(report)})
    assert renamed is not None and (renamed.rescored, renamed.cannot_tell) == (1, 3)


def test_what_the_app_would_not_take_is_no_cure() -> None:
    scores = dict.fromkeys(PROFILE.scores, 0) | {1: 100}
    strict = make_profile(MAIN, PROFILE.id, "", minimum=90, scores=scores)
    profiles = {**ANALYSIS.library.profiles, PROFILE.id: strict}
    analysis = replace(ANALYSIS, library=replace(ANALYSIS.library, profiles=profiles))
    last = cure(CureKind.FORMAT_SCORE, profile_id=PROFILE.id, format_id=1)
    assert with_files([last], analysis, None, {}) == [], "a minimum of 90 can never be satisfied"


@pytest.mark.parametrize("kind", CureKind)
def test_every_cure_is_a_recipe(kind: CureKind) -> None:
    told = cure(kind, word="Size", increment=41)
    (*lines, last) = steps(replace(told, increment_in=("HD",)))
    assert all(line.startswith(("Settings > ", "Then ")) for line in lines)
    assert last == "Settings > Profiles > HD > Minimum Custom Format Score Increment: 41"
    assert costs(told, LoopReport(ANALYSIS.instance, []))[0].startswith("It would have refused none")
