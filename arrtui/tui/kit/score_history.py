"""How the score of a title came to be what it is, as a section of its detail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arrtui.core.apps import app_of
from arrtui.core.text import format_size, plural
from arrtui.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from arrtui.features.loops.title import ChainStory, ScoreHistory

# What is drawn is imported with the first history: the app's first paint does not wait for it.

HEADING = "History of its score"
NOTHING_GRABBED = "Nothing was grabbed for it as far as the stored history tells."
NOT_IN_HISTORY = (
    "No row of the stored history tells how the file there came: a scan of the disk found it, somebody added "
    "it by hand, or it is older than that history."
)


def write_score_histories(sheet: Sheet, histories: Sequence[ScoreHistory] | None) -> None:
    """Write what happened to a title on each instance that has it; None while that is not read yet."""
    sheet.heading(HEADING, *([("  reading ...", "dim")] if histories is None else []))
    if histories is None:
        return
    for place, history in enumerate(histories):
        if place:
            sheet.blank()
        if len(histories) > 1:
            sheet.text((history.instance, "bold"))
        _history(sheet, history)
    if not histories:
        sheet.text((NOTHING_GRABBED, "dim"))


def _history(sheet: Sheet, history: ScoreHistory) -> None:
    """Write the chains of a title on an instance, and what none of them tells of."""
    from arrtui.tui.kit.chain_lines import write_steps

    if not history.report.chains:
        sheet.text((NOTHING_GRABBED, "dim"))
    for place, story in enumerate(history.stories):
        if place:
            sheet.blank()
        _story(sheet, history, story)
    if history.unexplained:
        sheet.blank()
        sheet.text((NOT_IN_HISTORY, "dim"))
        write_steps(sheet, history.unexplained)
    if history.quiet:
        others = "other " if history.stories else ""
        child = app_of(history.instance).unit.singular
        goes = f"Nothing goes round in {plural(history.quiet, f'{others}chain')}"
        sheet.blank()
        sheet.text((f"{goes}; the detail of each {child} tells its own.", "dim"))


def _story(sheet: Sheet, history: ScoreHistory, story: ChainStory) -> None:
    """Write what a chain is, what it cost and why, and its stations."""
    from arrtui.features.loops.model import ChainKind
    from arrtui.features.loops.summary import episode_words
    from arrtui.features.loops.waste import waste_of
    from arrtui.features.loops.words import KIND_SENTENCES
    from arrtui.tui.kit.chain_lines import KIND_SIGNS, write_cause, write_steps

    chain, waste = story.chain, waste_of([story.chain])
    episodes = episode_words(history.report, chain)
    sign = KIND_SIGNS[chain.kind]
    head = [] if chain.kind is ChainKind.NONE else [(f"{sign.text}  ", sign.style)]
    sheet.text((f"{episodes}  " if episodes else "", "bold"), *head, (KIND_SENTENCES[chain.kind], ""))
    if waste.grabs:
        cost = f"{plural(waste.grabs, 'grab')} in vain, {format_size(waste.size)}"
        sheet.text((f"{cost}, of {len(chain.attempts):,}.", "warn"))
    if chain.untold:
        sheet.text((f"Whether it is worse cannot be told: {chain.untold}.", "dim"))
    for cause in story.causes:
        write_cause(sheet, cause)
    write_steps(sheet, story.steps)
