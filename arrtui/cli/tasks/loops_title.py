"""``--run loops --title FILTER``: how the scores of titles came to be what they are, station by station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import DAY, format_iso, format_iso_minute, format_size, plural

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from arrtui.cli.task import Task
    from arrtui.core.chain_key import ChainKey
    from arrtui.features.loops.model import Chain, ChainStep
    from arrtui.features.loops.title import ChainStory, ScoreHistory

_HEADINGS = ("when", "what", "score", "quality", "name", "because")
_NOT_IN_HISTORY = "no row of the stored history tells how this file came:"


async def print_titles(task: Task, names: Sequence[str], days: int | None, text: str) -> ExitStatus:
    """Print every chain of the titles that a filter of ``--run list titles`` keeps, with its stations."""
    from arrtui.features.loops.model import LoopReport
    from arrtui.features.loops.summary import count_chains
    from arrtui.runtime.listings import TITLES

    library = await task.services.library.titles()
    codes = {name: NoSuchSnapshotError.code if name in library.never else "" for name in names}
    for name in filter(codes.get, names):
        task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
    since = "" if days is None else format_iso(task.services.clock() - days * DAY)
    titles = await TITLES.rows(task.services, text)
    copies = (copy for title in titles for copy in title.copies if copy.instance in names)
    places = [(copy.instance, copy.item_id) for copy in copies]
    histories = await task.services.loops.titles.histories(places, since=since, every=True)
    if not titles:
        task.out.note(f"No title matches {text!r}. Run: arrtui --run list titles")
    muted = await task.services.loops.muted()
    for history in histories:
        for story in history.stories:
            _tell(task, history, story, muted)
        for step in history.unexplained:
            _tell_file(task, history, step)
    chains: dict[str, list[Chain]] = {}
    for history in histories:
        chains.setdefault(history.instance, []).extend(history.report.chains)
    counts = [count_chains(LoopReport(name, own))._asdict() for name, own in chains.items()]
    status = status_of(codes.values())
    task.result(status is ExitStatus.OK, filter=text, titles=len(titles), instances=counts)
    return status


def _tell(task: Task, history: ScoreHistory, story: ChainStory, muted: Container[ChainKey]) -> None:
    """Print a chain: what it is, what it cost and why, and a table of its stations."""
    from arrtui.features.loops.model import ChainKind
    from arrtui.features.loops.summary import KIND_WORDS, chain_object, key_of_chain, title_of
    from arrtui.features.loops.waste import waste_of
    from arrtui.features.loops.words import KIND_SENTENCES, cause_sentence

    report, chain = history.report, story.chain
    is_known = key_of_chain(report, chain) in muted
    task.out.event("chain", **chain_object(report, chain, story.steps, story.causes, is_known=is_known))
    waste, known = waste_of([chain]), " (known)" if is_known else ""
    cost = f", {plural(waste.grabs, 'grab')} in vain, {format_size(waste.size)}" if waste.grabs else ""
    kind = f"{KIND_WORDS[chain.kind]}{known}, " if chain.kind is not ChainKind.NONE else ""
    told = f"{kind}{plural(len(chain.attempts), 'grab')}{cost}. {KIND_SENTENCES[chain.kind]}"
    task.out.line(f"{report.instance}: {title_of(report, chain)}: {told}")
    if chain.untold:
        task.out.line(f"  Whether it is worse cannot be told: {chain.untold}.")
    for cause in story.causes:
        points = f" {cause.points:+,} {', '.join(cause.formats)}" if cause.formats else ""
        task.out.line(f"  {cause_sentence(cause)}{points}")
    _print_steps(task, story.steps)


def _tell_file(task: Task, history: ScoreHistory, step: ChainStep) -> None:
    """Print a file that no chain tells of."""
    from arrtui.features.loops.summary import step_object

    task.out.event("file", instance=history.instance, **step_object(step))
    title = ", ".join(history.report.titles.values())
    task.out.line(f"{history.instance}: {title}: {_NOT_IN_HISTORY}")
    _print_steps(task, [step])


def _print_steps(task: Task, steps: Sequence[ChainStep]) -> None:
    from arrtui.features.loops.words import STEP_WORDS

    cells = [
        (
            format_iso_minute(step.date) if step.date else "",
            STEP_WORDS[step.kind],
            "unknown" if step.score is None else f"{step.score:,}",
            step.quality,
            step.title,
            "; ".join(_because(step)),
        )
        for step in steps
    ]
    for line in [*table(_HEADINGS, cells, right=(2,)), ""]:
        task.out.line(f"  {line}".rstrip())


def _because(step: ChainStep) -> Iterator[str]:
    """Yield what else is told of a station: how its score is known, what it changed, and what came of it."""
    from arrtui.features.loops.words import change_points, field_words, outcome_words

    if step.computed:
        yield "computed"
    for change in step.changes:
        verb = "gained" if change.gained else "lost"
        yield f"{verb} {change.name} {change_points(change):+,} {field_words(change)}"
    if outcome := outcome_words(step):
        yield outcome
    if step.why:
        yield f"cannot tell: {step.why}"
