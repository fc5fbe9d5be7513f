"""What a plan's settings do to stored files, in words and as plain values. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.text import format_size, name_some, plural
from arrtui.features.loops.renames import RenameEffect
from arrtui.features.scores.effect import FileEffect, FileMove
from arrtui.features.scores.sizes import RefusedFile, SizesEffect
from arrtui.runtime.settings_effect import InstanceEffect, NamesEffect, SettingsEffect

Sentence = tuple[str, str]
"""A sentence and the name of its style."""


def effect_sentences(effect: InstanceEffect) -> list[Sentence]:
    """Return what is told of an instance, the most important first."""
    if effect.why:
        return [(effect.why, "warn")]
    sentences: list[Sentence] = []
    if effect.files is not None:
        sentences += _of_files(effect.files)
    if effect.names is not None:
        sentences.append(_of_names(effect.names))
    if effect.sizes is not None:
        sentences.append(_of_sizes(effect.sizes))
    if not sentences and not effect.silent:
        sentences.append(("No file feels these changes.", "good"))
    if effect.silent:
        sentences.append((silent_sentence(effect.silent), "dim"))
    return sentences


def effect_line(effect: SettingsEffect) -> Sentence:
    """Return what is told of all instances in one line."""
    files = [own.files for own in effect.instances if own.files is not None]
    starts, stops = sum(own.starts_search for own in files), sum(own.stops_search for own in files)
    counted = (
        (sum(own.rescored for own in files), "new score", "new scores"),
        (sum(own.rejudged for own in files), "new verdict", "new verdicts"),
        (sum(own.falls_below for own in files), "below minimum", "below minimum"),
    )
    parts = [plural(number, word, words) for number, word, words in counted if number]
    parts += [f"+{starts:,} -{stops:,} searched"] if starts or stops else []
    stake = sum(own.at_stake for own in files)
    parts += [f"{format_size(stake)} at stake"] if stake else []
    renamed = sum(own.names.renamed for own in effect.instances if own.names is not None)
    parts += [plural(renamed, "other name")] if renamed else []
    refused = sum(own.sizes.newly_refused for own in effect.instances if own.sizes is not None)
    parts += [f"{refused:,} refused by size"] if refused else []
    untold = sum(len(own.untold) for own in files)
    parts += [f"{untold:,} untold"] if untold else []
    if not parts:
        whys = [own.why for own in effect.instances if own.why]
        return (whys[0], "warn") if whys else ("no file feels these changes", "good")
    return ", ".join(parts), "warn"


def silent_sentence(types: tuple[SettingType, ...]) -> str:
    """Return that settings of some types do nothing to files that are there."""
    words = name_some([type_.value.replace("_", " ") for type_ in types])
    return f"Nothing to tell of {words}: no file that is there feels it."


def _of_files(effect: FileEffect) -> Iterator[Sentence]:
    if not effect.moved:
        yield f"{plural(effect.concerned, 'file')} concerned: no score and no verdict changes.", "good"
    else:
        counted = (
            (effect.rescored, "changes score", "change score"),
            (effect.rejudged, "changes verdict", "change verdict"),
            (effect.falls_below, "falls below the minimum", "fall below the minimum"),
            (effect.rises_above, "rises above the minimum", "rise above the minimum"),
        )
        changes = [plural(number, word, words) for number, word, words in counted if number]
        changes = changes or ["no score and no verdict changes"]
        style = "bad" if effect.falls_below else ""
        yield f"{plural(effect.concerned, 'file')} concerned: {', '.join(changes)}.", style
    if effect.starts_search or effect.stops_search:
        starts = plural(effect.starts_search, "starts", "start")
        stops = plural(effect.stops_search, "stops", "stop")
        style = "warn" if effect.starts_search else ""
        yield f"The app's own searches: {starts} being searched, {stops}.", style
    if effect.opens:
        files = plural(effect.opens, "file")
        yield f"Better releases would replace {files} more: {format_size(effect.at_stake)} at stake.", "warn"
    if effect.closes:
        yield f"{plural(effect.closes, 'file would', 'files would')} be replaced no more.", ""
    if effect.untold:
        yield f"Of {plural(len(effect.untold), 'file')} it cannot be told.", "warn"


def _of_names(effect: NamesEffect) -> Sentence:
    if effect.is_off:
        return "The naming renames no file.", ""
    moved = f"{plural(len(effect.effects), 'matches', 'match')} other formats by it"
    untold = f"; of {effect.untold:,} it cannot be told" if effect.untold else ""
    words = plural(effect.renamed, "file gets", "files get")
    return f"{words} another name once renamed, {moved}{untold}.", "warn" if effect.effects else ""


def _of_sizes(effect: SizesEffect) -> Sentence:
    refused = len(effect.refused)
    if not refused:
        return "No file that is there would be refused by the sizes if it were offered.", "good"
    qualities = name_some([f"{own.then:,} {own.quality}" for own in effect.qualities if own.then], 3)
    now = f"{refused - effect.newly_refused:,} of them by the sizes of now too"
    return f"Offered today, {plural(refused, 'file')} would be refused by size, {now}: {qualities}.", "warn"


# --- plain values ----------------------------------------------------------------------------------------


def effect_record(effect: SettingsEffect) -> list[dict[str, Any]]:
    """Return what is told of each instance as plain values, without single files."""
    return [
        {
            "instance": own.instance,
            "files": None if own.files is None else _files_record(own.files),
            "names": None if own.names is None else _names_record(own.names),
            "sizes": None if own.sizes is None else _sizes_record(own.sizes),
            "not_felt": [type_.value for type_ in own.silent],
            "unknown": own.why or None,
        }
        for own in effect.instances
    ]


def _files_record(effect: FileEffect) -> dict[str, Any]:
    return {
        "files": effect.files,
        "concerned": effect.concerned,
        "change_score": effect.rescored,
        "change_verdict": effect.rejudged,
        "fall_below_minimum": effect.falls_below,
        "rise_above_minimum": effect.rises_above,
        "start_search": effect.starts_search,
        "stop_search": effect.stops_search,
        "replaced_then": effect.opens,
        "replaced_no_more": effect.closes,
        "bytes_at_stake": effect.at_stake,
        "cannot_be_told": len(effect.untold),
        "verdicts": {verdict.value: {"now": now, "then": then} for verdict, now, then in effect.verdicts},
    }


def _names_record(effect: NamesEffect) -> dict[str, Any]:
    return {
        "renamed": effect.renamed,
        "kept": effect.kept,
        "other_formats": len(effect.effects),
        "cannot_be_told": effect.untold,
        "renames_off": effect.is_off,
    }


def _sizes_record(effect: SizesEffect) -> dict[str, Any]:
    return {
        "refused": len(effect.refused),
        "newly_refused": effect.newly_refused,
        "cannot_be_told": effect.untold,
        "qualities": [own._asdict() for own in effect.qualities],
    }


def move_words(move: FileMove) -> str:
    """Return what a change of score or verdict means, in words."""
    facts = (
        (move.falls_below, "falls below the minimum"),
        (move.rises_above, "rises above the minimum"),
        (move.starts_search, "starts being searched"),
        (move.stops_search, "stops being searched"),
        (move.opens, "replaced by a better release"),
        (move.closes, "replaced no more"),
    )
    return ", ".join(words for is_so, words in facts if is_so)


def size_words(refused: RefusedFile) -> str:
    """Return why a file would be refused for its size, in words."""
    word = "larger" if refused.refusal.is_large else "smaller"
    new = "" if refused.is_new else ", as now"
    return f"refused if offered: {word} than {format_size(refused.refusal.limit)}{new}"


def rename_change(effect: RenameEffect) -> str:
    """Return which formats a file matches otherwise once it is renamed, in words."""
    changes = ("gains", effect.gained), ("loses", effect.lost)
    named = [f"{word} {', '.join(names)}" for word, names in changes if names]
    return f"renamed: {'; '.join(named)}"
