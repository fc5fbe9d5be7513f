"""``--run releases INSTANCE TITLE``: what the indexers have of a title, judged; nothing is grabbed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from arrtui.cli.command import DependentOption, TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import APPS
from arrtui.core.text import format_age, format_size, plural

if TYPE_CHECKING:
    from arrtui.features.loops.offers import JudgedRelease

_HEADINGS = ("release", "quality", "score", "size", "age", "indexer", "by our rule", "the app says")
_HOUR = 3_600.0
_WORDS = {True: "taken", False: "left", None: "cannot tell"}


def _options(name: str, words: Iterable[str]) -> list[str]:
    """Return the names of an option, one by the word of each app, and that of its parameter."""
    return [*dict.fromkeys(f"--{word}" for word in words), name]


@click.command("releases", cls=TaskCommand, needs_backup=True)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.argument("title", metavar="TITLE")
@click.option(
    *_options("season", (app.group.lower() for app in APPS.values() if app.numbers_children)),
    type=click.IntRange(min=0),
    metavar="N",
    help="Of a series: which season.",
)
@click.option(
    *_options("episode", (app.unit.singular for app in APPS.values() if app.numbers_children)),
    cls=DependentOption,
    requires="season",
    type=click.IntRange(min=0),
    metavar="N",
    help="Which episode of it; without, the whole season.",
)
@click.option(
    *_options("album", (app.unit.singular for app in APPS.values() if app.judges_children)),
    metavar="TITLE",
    help="Of an artist: which album.",
)
async def releases(
    task: Task, instance: str, title: str, season: int | None, episode: int | None, album: str | None
) -> ExitStatus:
    """Search the indexers for a title and print what they have, judged; grabs nothing.

    TITLE is a name, a part of it, or an external id. Every indexer is asked, which may take minutes.
    """
    task.require_instances()
    service = task.services.loops.releases
    subject = await service.find(instance, title, season, episode, album)
    listed = await service.search(subject, lambda text: task.out.progress(subject.words, 0, 0, text))
    cells = []
    for judged in listed.releases:
        task.out.event("release", **release_object(judged))
        release = judged.release
        said = release.rejections[0] if release.rejections else "grabs it" if release.approved else "no"
        more = f" (+{len(release.rejections) - 1})" if len(release.rejections) > 1 else ""
        ours = "; ".join(filter(None, (judged.verdict, judged.repetition)))
        facts = (release.quality, f"{release.score:,}", format_size(release.size))
        age = format_age(release.age_hours * _HOUR)
        cells.append(
            (release.title, *facts, age, release.indexer, f"{_WORDS[judged.takes]}: {ours}", said + more)
        )
    for line in table(_HEADINGS, cells, right=(2, 3, 4)):
        task.out.line(line)
    taken = sum(judged.takes is True for judged in listed.releases)
    disagreements = sum(bool(judged.disagreement) for judged in listed.releases)
    listed_words = f"{plural(len(listed.releases), 'release')}, {taken:,} would be taken; none was grabbed"
    task.out.line(f"{subject.words} on {subject.instance}: {listed_words}")
    if not listed.releases:
        task.out.note("No indexer has anything: look at the health of the app and at its indexers.")
    counts = {"releases": len(listed.releases), "taken": taken, "disagreements": disagreements}
    task.result(True, instance=subject.instance, title=subject.words, **counts, unreadable=listed.unreadable)
    return ExitStatus.OK


def release_object(judged: JudgedRelease) -> dict[str, Any]:
    """Return a release as plain values, without what the app knows it by: that may hold a key."""
    release = judged.release
    return {
        "title": release.title,
        "indexer": release.indexer,
        "protocol": release.protocol,
        "quality": release.quality,
        "score": release.score,
        "formats": list(release.formats),
        "size": release.size,
        "age_hours": round(release.age_hours, 1),
        "languages": list(release.languages),
        "seeders": release.seeders,
        "leechers": release.leechers,
        "season": release.season,
        "episodes": list(release.episodes),
        "approved": release.approved,
        "rejections": list(release.rejections),
        "takes": judged.takes,
        "verdict": judged.verdict,
        "file_score": judged.file_score,
        "grabs": judged.grabs,
        "disagreement": judged.disagreement,
    }
