"""The Artwork pane's detail: the chosen kind of a title, its candidates in rank order, and the metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING

from textual.content import Content

from arrtui.core.art_ranking import RankedCandidate
from arrtui.core.art_sources import OWNER, source_word
from arrtui.core.artwork import (
    ACTOR_SLOT,
    NFO,
    ArtFolder,
    ArtNoteKind,
    ArtState,
    FileClass,
    MetadataField,
    Placement,
)
from arrtui.core.batches import batched
from arrtui.core.text import format_minute, format_size
from arrtui.features.artwork.overview import ArtRow
from arrtui.tui.kit.signs import APPROVED, CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.artwork.rows import LOCKED, SIGNS

if TYPE_CHECKING:
    from arrtui.features.artwork.title import ArtSlotRow, ArtTitle

NARROW, WIDE, WIDE_CELLS = 3, 6, 70
"""Parts of a score in a line of 37 cells, as a detail beside a table has, and in one of so many or more."""
LABEL = 10
"""Cells of the names to the left of the values."""
MOST_CANDIDATES = 40
"""Candidates that are listed."""
MOST_VALUE = 160
"""Characters of a field of the metadata that are shown."""
NO_CANDIDATE = "No candidate is known: a, then e, asks the providers."
NO_METADATA = "No metadata is known: a, then e, asks the providers."
NOT_READ = "Its folder was not read yet: a, then s, reads it."
NOTE_WORDS = {
    ArtNoteKind.TWO_NFO: "two NFO differ, and players prefer movie.nfo",
    ArtNoteKind.ID_CONFLICT: "it names another title than the app",
    ArtNoteKind.BROKEN_NFO: "it cannot be read",
    ArtNoteKind.BROKEN_IMAGE: "it cannot be shown",
    ArtNoteKind.LINK: "a link: what the app does goes through it",
    ArtNoteKind.FOREIGN_NAME: "some player misunderstands its name",
    ArtNoteKind.UNREADABLE: "it cannot be read",
}
_PART_WORDS = {"resolution": "res", "language": "lang", "provider": "from"}
"""Short words of the parts of a score."""


def heading_lines(row: ArtRow) -> list[Content]:
    """Return the name of a title, where it is, and what is wrong in its folder."""
    title = row.title
    name = f"{title.title} ({title.year})" if title.year else title.title
    lines = [Content.styled(sanitise(name), "bold")]
    lines += named_lines([("instance", title.instance), ("folder", title.path)])
    if row.fault:
        text = "The folder is not there." if row.fault == "missing" else row.fault
        lines.append(Content.styled(sanitise(text), CONTENT_STYLES["warn"]))
    return lines


def title_detail(row: ArtRow, kind: str, title: ArtTitle | None, across: int) -> Content:
    """Return the text about a kind of a title, or its NFO.

    Of ``title`` everything is shown that is known; it is None before it was read. ``across``: how many parts
    of a score stand in a line.
    """
    lines = [*heading_lines(row), Content("")]
    if title is None:
        lines.append(state_line(kind, row.state_of(kind), locked=row.is_locked(kind)))
        return Content("\n").join(lines)
    if albums := [slot for slot in title.slots if slot.word and slot.slot.endswith(f":{kind}")]:
        lines += [state_line(slot.word, slot.state, locked=slot.is_locked) for slot in albums]
        lines += folder_lines(title.folder, f":{kind}")
        return Content("\n").join(lines)
    slots = [slot for slot in title.slots if slot.slot.partition("#")[0] == kind] or [title.slot(kind)]
    for slot in slots:
        lines += [*slot_lines(slot), Content("")]
    lines += [*source_lines(title, slots[0], across), *folder_lines(title.folder, kind)]
    return Content("\n").join(lines)


def source_lines(title: ArtTitle, slot: ArtSlotRow, across: int) -> list[Content]:
    """Return where a slot's image can come from, and of the NFO where its values are from."""
    if slot.slot == NFO:
        return field_lines(title.fields.get("", ()), title.locks)
    lines = candidate_lines(title.candidates(slot.slot), slot.choice.address if slot.choice else "", across)
    for provider, fault in title.faults.items():
        lines.append(Content.styled(sanitise(f"{source_word(provider)}: {fault}"), CONTENT_STYLES["warn"]))
    return lines


def folder_lines(folder: ArtFolder | None, kind: str) -> Iterator[Content]:
    """Yield what lies in a title's folder of a kind, and of what in it the owner should know.

    A kind with a colon before it is that of all parts. With the NFO go the pictures of the actors that it
    names.
    """
    if folder is None:
        yield Content("")
        yield Content.styled(NOT_READ, CONTENT_STYLES["dim"])
        return
    files = [
        file
        for file in folder.files
        if (file.kind is FileClass.NFO if kind == NFO else file.slot.partition("#")[0] == kind)
        or (kind.startswith(":") and file.slot.endswith(kind))
        or (kind == NFO and file.slot.startswith(ACTOR_SLOT))
    ]
    links = [f"{link.relative_path} is a link: {link.detail}" for link in folder.links]
    notes = [f"{note.relative_path}: {note.detail or NOTE_WORDS[note.kind]}" for note in folder.notes]
    if files or notes or links:
        yield Content("")
        yield Content.styled("In the folder", "bold")
    for file in files:
        yield Content.assemble(
            sanitise(file.relative_path), (f"  {format_size(file.size)}", CONTENT_STYLES["dim"])
        )
    for text in (*notes, *links):
        yield Content.styled(sanitise(text), CONTENT_STYLES["warn"])


def state_line(slot: str, state: ArtState | None, *, locked: bool) -> Content:
    """Return the state of a slot as sign and word."""
    if state is None:
        return Content.assemble((f"{slot}  ", "bold"), "titles of this app have none")
    sign = SIGNS[state]
    lock = (f"  {LOCKED} locked", CONTENT_STYLES["warn"]) if locked else ""
    return Content.assemble((f"{slot}  ", "bold"), (sign.text, CONTENT_STYLES[sign.style]), lock)


def slot_lines(slot: ArtSlotRow) -> list[Content]:
    """Return what is known of a slot: its state, the image, where it is from, and its files."""
    lines = [state_line(slot.shown, slot.state, locked=slot.is_locked)]
    if slot.nowhere:
        text = f"It is published nowhere: {slot.nowhere}."
        lines.append(Content.styled(sanitise(text), CONTENT_STYLES["warn"]))
    lines += named_lines(_slot_facts(slot))
    chosen = slot.choice.sha256 if slot.choice is not None else ""
    lines += [_placed_line(file, chosen) for file in slot.placed]
    return lines


def _slot_facts(slot: ArtSlotRow) -> Iterator[tuple[str, str]]:
    choice, asset = slot.choice, slot.asset
    if choice is not None:
        by_whom = "  chosen by you" if choice.by_owner and choice.provider != OWNER else ""
        yield "source", f"{source_word(choice.provider)}{by_whom}"
    if asset is not None:
        size = f"{asset.width}x{asset.height}  " if asset.width else ""
        yield "image", f"{size}{format_size(asset.size)} {asset.extension.removeprefix('.')}"
    if choice is not None:
        yield "address", choice.address
        yield "since", format_minute(choice.chosen_at) if choice.chosen_at else ""
    yield "read by", "" if slot.nowhere else slot.readers


def _placed_line(file: Placement, chosen: str) -> Content:
    """Return a published file, and whether an app took it, or it is not the ``chosen`` image."""
    if file.lost_at is not None:
        about, style = f"  taken by an app, found {format_minute(file.lost_at)}", CONTENT_STYLES["bad"]
    elif not file.is_of(chosen):
        about, style = "  an image chosen before: a, then p, replaces it", CONTENT_STYLES["warn"]
    else:
        about, style = f"  {format_size(file.size)}", CONTENT_STYLES["dim"]
    return Content.assemble(sanitise(file.relative_path), (about, style))


def named_lines(facts: Iterable[tuple[str, str]]) -> list[Content]:
    """Return a line for each fact, its name to the left of its value; facts without a value are left out."""
    return [
        Content.assemble((f"{name:<{LABEL}}", CONTENT_STYLES["dim"]), sanitise(value))
        for name, value in facts
        if value
    ]


def candidate_lines(ranked: Sequence[RankedCandidate], chosen: str, across: int) -> list[Content]:
    """Return the candidates in rank order with the parts of their scores; ``chosen`` is an address."""
    if not ranked:
        return [Content.styled(NO_CANDIDATE, CONTENT_STYLES["dim"])]
    lines = [Content.styled(f"Candidates ({len(ranked):,})", "bold")]
    for place, candidate in enumerate(ranked[:MOST_CANDIDATES], 1):
        is_chosen = candidate.candidate.address == chosen
        lines += candidate_text(place, candidate, is_chosen=is_chosen, across=across)
    return lines


def candidate_text(place: int, ranked: RankedCandidate, *, is_chosen: bool, across: int) -> list[Content]:
    """Return a candidate in lines: score and measures, then the parts of the score, so many in a line."""
    candidate = ranked.candidate
    measures = f"{candidate.width}x{candidate.height}" if candidate.width else "size unknown"
    facts = (source_word(candidate.provider), measures, candidate.language or "no text")
    mark, style = (APPROVED, "good") if is_chosen else (" ", "")
    if ranked.duplicate_of:
        style = "dim"
    parts = [
        f"{_PART_WORDS.get(part.name, part.name)} {part.points:.0f}/{part.most:.0f}" for part in ranked.parts
    ]
    if ranked.duplicate_of:
        parts.append("looks like yours" if ranked.duplicate_of == OWNER else "looks like a better one")
    return [
        Content.assemble(
            (f"{place:>2} {mark}", CONTENT_STYLES["dim" if not is_chosen else style]),
            (f"{ranked.score:5.1f}  {sanitise('  '.join(facts))}", CONTENT_STYLES[style]),
        ),
        *(Content.styled(f"  {'  '.join(some)}", CONTENT_STYLES["dim"]) for some in batched(parts, across)),
    ]


def field_lines(fields: Sequence[MetadataField], locks: Set[str]) -> list[Content]:
    """Return the metadata of a title, each value with its source and whether it is locked."""
    if not fields:
        return [Content.styled(NO_METADATA, CONTENT_STYLES["dim"])]
    lines = [Content.styled("Metadata", "bold")]
    for field in fields:
        lock = (f" {LOCKED}", CONTENT_STYLES["warn"]) if f"field:{field.name}" in locks else ""
        lines.append(
            Content.assemble(
                (f"{field.name:<{LABEL}}", CONTENT_STYLES["dim"]),
                sanitise(value_text(field.value)),
                (f"  {sanitise(source_word(field.source))}", CONTENT_STYLES["accent"]),
                lock,
            )
        )
    return lines


def value_text(value: object, *, most: int = MOST_VALUE) -> str:
    """Return a value of the metadata as one line of at most so many characters."""
    if isinstance(value, dict):
        names = [value[name] for name in ("name", "title", "type", "value") if value.get(name)]
        text = " ".join(map(str, names or list(value.values())[:1]))
    elif isinstance(value, (list, tuple)):
        text = ", ".join(map(value_text, value))
    else:
        text = str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
