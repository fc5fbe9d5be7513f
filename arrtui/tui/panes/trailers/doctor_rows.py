"""One line of the doctor: a root folder, a setting of an instance, or something that downloading needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import plural
from arrtui.features.trailers.doctor import RootReport
from arrtui.features.trailers.doctor_tools import Grade, ToolReport
from arrtui.features.trailers.reports import FolderProblem, ProblemKind
from arrtui.tui.kit.signs import BAD, CONTENT_STYLES, GOOD, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.trailers.detail import named_lines

SIGNS = {
    Grade.GOOD: Sign(GOOD, "good", "good"),
    Grade.WARN: Sign(WARN, "warn", "warn"),
    Grade.BAD: Sign(BAD, "bad", "bad"),
}
THIS_MACHINE = "this machine"
_SETTINGS = {ProblemKind.EXTRAS: "extra files", ProblemKind.SHARED_FOLDER: "shared folders"}


class DoctorLine(NamedTuple):
    """A line: exactly one of the three is there."""

    root: RootReport | None = None
    tool: ToolReport | None = None
    problem: FolderProblem | None = None
    """What is wrong with how an instance is set up."""

    @property
    def key(self) -> tuple[str, str]:
        """The identity of the line, the same after another examination."""
        return self.subject, self.name

    @property
    def subject(self) -> str:
        """The instance, or this machine."""
        source = self.root or self.problem
        return source.instance if source else THIS_MACHINE

    @property
    def name(self) -> str:
        """The root folder, the setting, or what is needed."""
        if self.problem is not None:
            return _SETTINGS.get(self.problem.kind, self.problem.kind.value)
        return self.root.path if self.root else self.tool.name if self.tool else ""

    @property
    def grade(self) -> Grade:
        """How it is."""
        if self.problem is not None:
            return Grade.WARN
        report = self.root or self.tool
        return report.grade if report else Grade.GOOD

    @property
    def sign(self) -> Sign:
        """The grade as glyph and word."""
        return SIGNS[self.grade]

    @property
    def here(self) -> str:
        """Where a root folder lies on this machine, or the version of what is needed."""
        if self.root is None:
            return self.tool.version if self.tool else ""
        return self.root.local if self.root.local != self.root.path else "the same"

    @property
    def note(self) -> str:
        """What is wrong, or how good it is, in a sentence."""
        if self.problem is not None:
            return self.problem.text
        if self.root is None:
            return self.tool.text if self.tool else ""
        folders = plural(self.root.titles, "folder")
        return self.root.text or f"{self.root.present:,} of {folders} there"

    @property
    def advice(self) -> str:
        """What to do about it; empty for nothing."""
        if self.root is None:
            return self.tool.advice if self.tool else ""
        return f"Its titles lie in {self.root.suggestion}." if self.root.suggestion else ""


COLUMNS: tuple[Column[DoctorLine], ...] = (
    Column(
        "state",
        "State",
        lambda line: (line.sign.text, line.sign.style),
        field=FilterField("state", FieldKind.TEXT, lambda line: line.grade.value),
        width=6,
        priority=REQUIRED,
    ),
    Column(
        "instance",
        "Instance",
        lambda line: (line.subject, "dim") if line.tool else line.subject,
        field=FilterField("instance", FieldKind.INSTANCE, lambda line: line.subject),
        width=14,
        priority=90,
    ),
    Column(
        "name",
        "Root folder",
        lambda line: line.name,
        field=FilterField("name", FieldKind.TEXT, lambda line: line.name),
        min_width=14,
        priority=REQUIRED,
    ),
    Column(
        "here",
        "Here",
        lambda line: (line.here, "dim" if line.here == "the same" else ""),
        field=FilterField("here", FieldKind.TEXT, lambda line: line.here),
        min_width=12,
        priority=60,
    ),
    Column(
        "note",
        "Note",
        lambda line: (line.note, line.sign.style if line.grade is not Grade.GOOD else "dim"),
        min_width=24,
        priority=80,
    ),
)
"""The table's columns."""


def doctor_detail(line: DoctorLine) -> Content:
    """Return everything about a line as text."""
    style = CONTENT_STYLES[line.sign.style]
    parts = [Content.styled(sanitise(line.name), "bold"), Content.styled(line.sign.text, style), Content("")]
    parts += [Content.styled(sanitise(line.note), style if line.grade is not Grade.GOOD else "")]
    if line.advice:
        parts += [Content(sanitise(line.advice))]
    if line.root is not None and line.root.suggestion:
        parts += [Content.styled("A writes this path mapping into the configuration.", CONTENT_STYLES["dim"])]
    if line.root is not None and line.root.acceptable:
        parts += [Content.styled("a, then m, accepts it as it is.", CONTENT_STYLES["dim"])]
    return Content("\n").join([*parts, Content(""), *named_lines(_facts(line))])


def _facts(line: DoctorLine) -> Iterator[tuple[str, str]]:
    """Yield what there is to know of a line, as names and values; empty values mean nothing."""
    root = line.root
    if root is None:
        yield "instance", line.problem.instance if line.problem else ""
        yield "version", line.here
        return
    yield "instance", root.instance
    yield "here", root.local or "nowhere"
    yield "by", "a path mapping" if root.mapped else "the same path"
    yield "owner", root.owner
    yield "titles", f"{root.titles:,} with files, {root.present:,} folders there"
    written = {True: "a file could be made", False: "no file can be made", None: "not tried"}[root.writable]
    yield "writing", written
    yield "tried in", root.tried
