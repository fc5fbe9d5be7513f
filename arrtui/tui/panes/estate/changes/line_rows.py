"""Changes as rows of a table, and the detail of one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from arrtui.core.domain import ChangeKind
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.features.backup.change_lines import WordedChange
from arrtui.tui.kit.signs import CONTENT_STYLES, Sign
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.kit.table.cells import sanitise

SIGNS = {
    ChangeKind.ADDED: Sign("+", "added", "good"),
    ChangeKind.CHANGED: Sign("~", "changed", "warn"),
    ChangeKind.REMOVED: Sign("-", "removed", "bad"),
}
MOST_FACTS = 200
"""Facts that the detail of a change lists; the list of a profile's qualities may be longer."""


def line_key(line: WordedChange) -> tuple[str, str, str]:
    """Return what identifies a change in a list."""
    return line.instance, line.change.type.value, line.change.key


def line_columns(instances: Iterable[str]) -> list[Column[WordedChange]]:
    """Return the columns; that of the instance only where there are several."""
    names = sorted(instances)
    columns: list[Column[WordedChange]] = [
        Column(
            "change",
            "Change",
            lambda line: (SIGNS[line.kind].text, SIGNS[line.kind].style),
            kind=FieldKind.TEXT,
            width=9,
            priority=REQUIRED,
            sort=lambda line: line.kind.value,
        ),
        Column(
            "kind", "Kind", lambda line: line.word, kind=FieldKind.TEXT, width=15, priority=90,
            sort=lambda line: line.word,
        ),
        Column(
            "title", "Title", lambda line: line.subject, kind=FieldKind.TEXT, min_width=20,
            priority=REQUIRED, sort=lambda line: line.subject,
        ),
        Column("what", "From -> to, file", what_changed, min_width=20, priority=80),
    ]  # fmt: skip
    if len(names) > 1:
        instance: Column[WordedChange] = Column(
            "instance",
            "Instance",
            lambda line: line.instance,
            field=FilterField("instance", FieldKind.INSTANCE, lambda line: line.instance),
            width=max(map(len, names)),
            priority=85,
            sort=lambda line: line.instance,
        )
        columns.insert(2, instance)
    return columns


def what_changed(line: WordedChange) -> str:
    """Return the changed facts in one line, and the name of a file."""
    name = line.path.rpartition("/")[2]
    if line.kind is not ChangeKind.CHANGED:
        return name
    facts = "; ".join(f"{fact.field}: {fact.before} -> {fact.after}" for fact in line.facts)
    return f"{facts}  {name}".rstrip()


def line_detail(line: WordedChange) -> Content:
    """Return the text about one change with every fact."""
    sign = SIGNS[line.kind]
    head = [
        Content.styled(sanitise(line.subject), "bold"),
        Content.assemble((sign.text, CONTENT_STYLES[sign.style]), f"  {line.word} of {line.instance}"),
        *([Content(sanitise(line.path))] if line.path else ()),
    ]
    return Content("\n").join([*head, Content(""), *_facts(line), Content(""), *_hint(line)])


def _facts(line: WordedChange) -> Iterator[Content]:
    """Yield a line for each fact: from what to what, of a whole record what it says."""
    dim = CONTENT_STYLES["dim"]
    for fact in line.facts[:MOST_FACTS]:
        before, after = sanitise(fact.before), sanitise(fact.after)
        parts = [(after if line.kind is ChangeKind.ADDED else before, "")]
        if line.kind is ChangeKind.CHANGED:
            parts = [(before, CONTENT_STYLES["bad"]), (" -> ", dim), (after, CONTENT_STYLES["good"])]
        yield Content.assemble((f"{sanitise(fact.field)}: ", dim), *parts)
    if (more := len(line.facts) - MOST_FACTS) > 0:
        yield Content.styled(f"and {more:,} more", dim)


def _hint(line: WordedChange) -> Iterator[Content]:
    if line.restorable:
        hint = f"R plans to restore it as it was in backup {line.older}."
    else:
        hint = "It was not there before: a restore removes nothing."
    yield Content.styled(hint, CONTENT_STYLES["dim"])
