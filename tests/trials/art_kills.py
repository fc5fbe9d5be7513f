"""Kill -9 in every phase of artwork, one after the other, on one library: films and series of an estate.

What is killed is the command line's own process, after a share of the time that its job takes; the same task
again then ends what was begun. Whatever the moment: no half file, no lock lost, every file of the owner's in
its place or in the bin, no video gone from Kodi whose file is there; and after the next run no orphan,
nothing unfinished, all that is noted there, and watched what was watched.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.trials.art_kill_site import FILMS, KillSite
from tests.trials.art_tour import draw_quickly, move_to_first_roots

SIZE = EstateSize(radarr=(("main", 18),), sonarr=(("main", 4, 32),))
_LATEST = 0.75
"""The share of a job's time after which it is killed at the latest."""


class Step(NamedTuple):
    """A task that is killed."""

    name: str
    task: tuple[str, ...]
    """The words of the command line."""
    kinds: tuple[str, ...]
    """Of the jobs of it, one of which runs when it is killed."""
    prepare: Callable[[KillSite], None]
    """Gives it something to do."""
    tells: bool = False
    """Whether Kodi knows of everything once it was done."""


def _nothing(_site: KillSite) -> None:
    """Leave all as it is."""


STEPS = (
    Step("scan", ("artwork", "scan"), ("artwork-scan",), KillSite.bring_files),
    Step("enrich", ("artwork", "enrich"), ("artwork-enrich",), KillSite.forget_choices),
    Step("publish", ("artwork", "publish", "--apply"), ("artwork-publish",), KillSite.ask_for_images),
    Step("following an upgrade", ("backup",), ("artwork-follow",), KillSite.upgrade, tells=True),
    Step("telling Kodi of an upgrade", ("backup",), ("artwork-players",), KillSite.upgrade, tells=True),
    Step("verify", ("artwork", "verify", "--apply"), ("artwork-verify", "artwork-repair"), KillSite.spoil),
    Step("unpublish", ("artwork", "unpublish", "--apply"), ("artwork-publish",), _nothing),
)
"""In this order, again and again; what was taken back is published again in between."""


def attempt(site: KillSite, step: Step, share: float) -> tuple[bool, str]:
    """Kill a step and do it again; return whether it was killed, and a line on what came of it."""
    step.prepare(site)
    site.shown = {video.file for video in site.kodi.library.videos.values()}
    was_killed = site.kill(step.task, step.kinds, share * site.seconds[step.name])
    faults = [f"right after it: {fault}" for fault in site.faults()]
    ended = site.run(*step.task)
    if ended.status != 0:
        faults.append(f"again it ended with {ended.status}: {(ended.err or ended.out)[-300:]}")
    faults += site.faults() + site.leftovers()
    if step.tells:
        faults += site.unwatched()
    if step.name == "verify":
        faults += site.spoiled()
    if step.name == "unpublish":
        faults += site.not_back()
    how = "killed" if was_killed else "ended before it was killed"
    what = f"{step.name}, {how} after {share:.0%} of {site.seconds[step.name]:.1f} s"
    return was_killed, f"FAILED {what}: {'; '.join(faults[:4])}" if faults else f"ok {what}"


@contextmanager
def make_site(chance: random.Random) -> Iterator[KillSite]:
    """Yield a library of which everything is published and watched."""
    with tempfile.TemporaryDirectory(prefix="arrtui-kills-") as folder, ExitStack() as stack:
        stack.enter_context(mock.patch("arrtui.demo.providers.site.draw", draw_quickly))
        estate = SimulatedEstate(SIZE, folder=Path(folder) / "media", providers=True)
        move_to_first_roots(estate)
        stack.enter_context(estate)
        estate.wait_for_files()
        site = KillSite(Path(folder), estate, chance)
        stack.callback(site.kodi.close)
        site.run("artwork", "all", "--apply")
        site.watch()
        yield site


def trial(times: int) -> Iterator[str]:
    """Yield a line for each step, until so many of them were killed, and one that sums them up."""
    chance, counts, number = random.Random(times), Counter[str](), 0
    with make_site(chance) as site:
        for step in STEPS:
            step.prepare(site)
            site.seconds[step.name], ended = site.measure(step.task, step.kinds)
            if ended.status != 0:
                yield f"FAILED {step.name}, not killed: {(ended.err or ended.out)[-300:]}"
        while counts.total() < times and number < 3 * times:
            step = STEPS[number % len(STEPS)]
            was_killed, line = attempt(site, step, chance.uniform(0.0, _LATEST))
            counts[step.name] += was_killed
            number += 1
            yield line
        films, watched = len(site.videos(FILMS)), len(site.watched)
        files = f"{films} films, {watched} videos watched in Kodi, {len(site.owners)} files of the owner's"
        kills = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield f"{'ok' if counts.total() >= times else 'FAILED'} {counts.total()} kills ({kills}); {files}"
