"""A cure in words: where in the app to change what, what that would have done, and what it costs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arrtui.core.apps import app_of
from arrtui.core.text import format_size, plural
from arrtui.features.loops.cures.find import INCREMENT_FIELD, CureList
from arrtui.features.loops.cures.model import Cure, CureKind, RefusedUpgrade
from arrtui.features.loops.model import LoopReport
from arrtui.features.loops.summary import id_of_key, key_of_chain

KIND_WORDS = {
    CureKind.NAMING: "naming",
    CureKind.INCREMENT: "increment",
    CureKind.CUTOFF: "format cutoff",
    CureKind.FORMAT_SCORE: "format score",
    CureKind.PROPERS: "propers",
    CureKind.CONDITION: "condition",
}
_EXAMPLES = 3


def steps(cure: Cure) -> list[str]:
    """Return what to do in the app, a line for each field: its place, and its value from and to."""
    profile = f"Settings > Profiles > {cure.profile}"
    management = "Settings > Media Management (Show Advanced)"
    match cure.change.kind:
        case CureKind.INCREMENT | CureKind.CUTOFF:
            lines = [f"{profile} > {cure.subject}: {cure.before} -> {cure.after}"]
        case CureKind.FORMAT_SCORE:
            lines = [f"{profile} > Custom Formats > {cure.subject}: {cure.before} -> {cure.after}"]
        case CureKind.PROPERS:
            lines = [f"{management} > {cure.subject}: {cure.before} -> {cure.after}"]
        case CureKind.CONDITION:
            lines = [
                f"Settings > Custom Formats > {cure.subject} > Conditions: remove {cure.before} "
                f"({cure.change.word})"
            ]
        case CureKind.NAMING:
            lines = [
                *(f"{management} > {row.name}: {row.before} -> {row.after}" for row in cure.change.fields),
                "Then rename the files that are there: select their titles, Rename Files.",
            ]
    lines += [
        f"Settings > Profiles > {name} > {INCREMENT_FIELD}: {cure.change.increment}"
        for name in cure.increment_in
    ]
    return lines


def summary(cure: Cure) -> str:
    """Return a cure in a few words: ``L Big: 60 -> 0``."""
    change = cure.change
    beside = f", increment {change.increment:,}" if change.increment else ""
    match change.kind:
        case CureKind.INCREMENT:
            return f"increment {cure.before} -> {cure.after}"
        case CureKind.CUTOFF:
            return f"cutoff score {cure.before} -> {cure.after}"
        case CureKind.PROPERS:
            return f"propers: {cure.after}"
        case CureKind.CONDITION:
            return f"{cure.subject}: {cure.after}{beside}"
        case CureKind.NAMING:
            return f"naming without {change.word}{beside}"
        case _:
            return f"{cure.subject}: {cure.before} -> {cure.after}{beside}"


def gains(cure: Cure) -> list[str]:
    """Return what a cure would have spared, as sentences."""
    past, lines = cure.past, list[str]()
    if past.spared.grabs:
        whole = f"{plural(len(past.stopped), 'file')} would not have gone round"
        spared = f"{plural(past.spared.grabs, 'grab')}, {format_size(past.spared.size)} spared"
        lines.append(f"{whole}: {spared}.")
    if past.calmed:
        count = plural(len(past.calmed), "file")
        lines.append(f"{count} that drifted would not be grabbed again when the same release is offered.")
    return lines


def costs(cure: Cure, report: LoopReport) -> list[str]:
    """Return what else a cure does, what it does not do, and what cannot be told of it, as sentences."""
    past, files, lines = cure.past, cure.files, list[str]()
    if past.going_on:
        lines.append(
            f"{plural(len(past.going_on), 'file')} of the profiles concerned would go round as before."
        )
    upgrades = f"of the last {plural(past.upgrades, 'upgrade')} by score or revision"
    if past.refused:
        examples = _examples(past.refused, report)
        lines.append(f"It would have refused {len(past.refused):,} {upgrades} too: {examples}.")
    else:
        lines.append(f"It would have refused none {upgrades}.")
    if files.rescored:
        lines.append(f"{plural(files.rescored, 'file')} of {files.files:,} would have another score.")
    for now, then, count in files.verdicts:
        words = f"{now.facts.word} -> {then.facts.word}"
        lines.append(f"{plural(count, 'file')} would be judged otherwise: {words}.")
    if not files.verdicts:
        lines.append(f"No file of {files.files:,} would be judged otherwise.")
    lines += _untold(cure)
    return lines


def _untold(cure: Cure) -> Iterator[str]:
    """Yield what cannot be told."""
    if cure.past.cannot_tell:
        grabs = plural(cure.past.cannot_tell, "grab")
        yield f"Cannot be told of {grabs}: a fact that decides it is in no row."
    if cure.files.cannot_tell:
        yield f"Cannot be told of {plural(cure.files.cannot_tell, 'stored file')}."
    if cure.change.kind in (CureKind.FORMAT_SCORE, CureKind.CONDITION, CureKind.NAMING):
        yield "Which other releases the app would take with these scores is in no row."


def _examples(refused: tuple[RefusedUpgrade, ...], report: LoopReport) -> str:
    """Return the newest upgrades by title, with their scores."""
    names = [
        f"{report.titles.get(row.item_id, row.release)} {row.before:,} -> {row.after:,}"
        for row in refused[:_EXAMPLES]
    ]
    return ", ".join(names) + (f" and {len(refused) - _EXAMPLES:,} more" if len(refused) > _EXAMPLES else "")


def recipe(cure: Cure, report: LoopReport) -> str:
    """Return a cure as a text to copy: what to do, what it would have spared, and what it costs."""
    app = app_of(cure.instance)
    lines = [f"{cure.instance} ({app.name})", *steps(cure), "", *gains(cure), *costs(cure, report)]
    return "\n".join(lines)


def left_over(cures: CureList) -> list[str]:
    """Return what is to be said of grabs in vain that no cure is about, as sentences."""
    lines = []
    if cures.cured:
        grabs = plural(cures.cured, "grab")
        lines.append(f"{grabs} in vain would be refused by the settings of today: they were changed since.")
    if cures.unnamed:
        names = plural(cures.unnamed, "name of a file is", "names of files are")
        lines.append(f"Which token to leave out cannot be told: {names} not as the naming of now gives it.")
    for why, count in cures.untold.items():
        lines.append(f"Cannot be told of {plural(count, 'grab')} in vain: {why}.")
    return lines


def cure_object(cure: Cure, report: LoopReport) -> dict[str, Any]:
    """Return a cure as plain values."""
    past, files = cure.past, cure.files
    return {
        "instance": cure.instance,
        "kind": cure.change.kind.value,
        "profile": cure.profile,
        "subject": cure.subject,
        "from": cure.before,
        "to": cure.after,
        "increment": cure.change.increment or None,
        "increment_in": list(cure.increment_in),
        "steps": steps(cure),
        "stopped": [id_of_key(key_of_chain(report, chain)) for chain in past.stopped],
        "going_on": len(past.going_on),
        "calmed": len(past.calmed),
        "spared_grabs": past.spared.grabs,
        "spared_bytes": past.spared.size,
        "refused_upgrades": [
            {"title": report.titles.get(row.item_id, ""), **row._asdict()} for row in past.refused
        ],
        "upgrades": past.upgrades,
        "files": files.files,
        "rescored_files": files.rescored,
        "verdicts": [{"from": now, "to": then, "files": count} for now, then, count in files.verdicts],
        "cannot_tell_grabs": past.cannot_tell,
        "cannot_tell_files": files.cannot_tell,
    }
