"""The rows and columns of the profiles table, and the text about one profile below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.features.scores.model import Analysis, ProfileDifference, ProfileRow
from arrtui.tui.kit.signs import WARN
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.panes.scores.histogram import Bins, Mark, histogram
from arrtui.tui.panes.scores.lines import Line, floor_percent

LEAST_PLOT, MOST_PLOT = 7, 16
"""Lines of the plot."""


def row_key(row: ProfileRow) -> tuple[str, str]:
    """Return the identity of a row."""
    return row.instance, row.profile


def grouped(analyses: Sequence[Analysis]) -> list[ProfileRow]:
    """Return the profiles, those of one name below each other, the ones on several instances first."""
    rows = [row for analysis in analyses for row in analysis.profiles]
    instances = Counter(row.profile for row in rows)
    return sorted(rows, key=lambda row: (instances[row.profile] < 2, row.profile.casefold()))


def differences_of(row: ProfileRow, differences: Sequence[ProfileDifference]) -> list[ProfileDifference]:
    """Return the differences between a profile and those of the same name on other instances."""
    return [
        difference
        for difference in differences
        if difference.profile == row.profile and row.instance in difference.instances
    ]


def profile_columns(differences: Sequence[ProfileDifference]) -> tuple[Column[ProfileRow], ...]:
    """Return the table's columns."""

    def difference_cell(row: ProfileRow) -> tuple[str, str]:
        count = len(differences_of(row, differences))
        return (f"{WARN} {count}", "warn") if count else ("", "")

    points = (
        ("p10", "p10", "One in ten files has this score or less", 70),
        ("median", "Median", "Half of the files have this score or less", 90),
        ("p90", "p90", "One in ten files has this score or more", 75),
    )
    shares = (
        ("done", "Done", "Files that nothing would replace", 85),
        ("below_minimum", "Below", "Files whose score is below the minimum", 78),
        ("no_upgrades", "No upg.", "Files whose profile allows no upgrades", 55),
    )
    limits = (
        ("minimum", "Min", "No release with a lower score is taken", 60),
        ("wanted", "Wanted", "With this score a file is good enough", 65),
    )
    return (
        Column(
            "profile", "Profile", lambda row: row.profile,
            kind=FieldKind.TEXT, min_width=14, priority=REQUIRED,
            sort=lambda row: row.profile,
        ),
        Column(
            "instance", "Instance", lambda row: row.instance, kind=FieldKind.INSTANCE, width=12, priority=95,
            sort=lambda row: row.instance,
        ),
        Column(
            "files", "Files", lambda row: (f"{row.files:,}", "" if row.files else "dim"),
            kind=FieldKind.NUMBER, width=6,
            align="right", priority=92, sort=lambda row: row.files, descending=True,
        ),
        *(_points_column(*spec) for spec in points),
        *(_share_column(*spec) for spec in shares),
        *(_points_column(*spec) for spec in limits),
        Column(
            "cutoff", "Cutoff", lambda row: row.cutoff, kind=FieldKind.TEXT, min_width=10, priority=50,
            sort=lambda row: row.cutoff, tooltip="The quality that is good enough",
        ),
        Column(
            "differences", "Differs", difference_cell, kind=FieldKind.NUMBER, width=7, priority=80,
            sort=lambda row: len(differences_of(row, differences)), descending=True,
            tooltip="In how many things it is not like the profile of that name elsewhere",
        ),
    )  # fmt: skip


def _points_column(key: str, title: str, tooltip: str, priority: int) -> Column[ProfileRow]:
    return Column(
        key, title,
        lambda row: (f"{getattr(row, key):,}" if row.files or key in ("minimum", "wanted") else "-", ""),
        kind=FieldKind.NUMBER, width=7, align="right", priority=priority, descending=True, tooltip=tooltip,
        sort=lambda row: getattr(row, key),
    )  # fmt: skip


def _share_column(key: str, title: str, tooltip: str, priority: int) -> Column[ProfileRow]:
    def text(row: ProfileRow) -> tuple[str, str]:
        share = getattr(row, key)
        style = "dim" if not share else "bad" if key == "below_minimum" else ""
        return (floor_percent(share), style) if row.files else ("-", "dim")

    return Column(
        key, title,
        text,
        field=FilterField(key.replace("_", "-"), FieldKind.NUMBER, lambda row: 100 * getattr(row, key)),
        width=max(5, len(title)), align="right", priority=priority, descending=True, tooltip=tooltip,
        sort=lambda row: getattr(row, key),
    )  # fmt: skip


# --- below the table -------------------------------------------------------------------------------------


def profile_detail(
    row: ProfileRow, differences: Sequence[ProfileDifference], size: tuple[int, int], *, plain: bool
) -> Iterator[Line]:
    """Yield the text about a profile: its plot within a width and height, then the differences."""
    width, height = size
    own = differences_of(row, differences)
    # The facts that small tables have no column for, as many as fit.
    instance = f" on {row.instance}"
    facts = [f"cutoff {row.cutoff or 'unknown'}"]
    if not row.upgrade_allowed:
        facts.append("no upgrades")
    if row.files:
        facts += [f"p10 {row.p10:,}", f"median {row.median:,}", f"p90 {row.p90:,}"]
    fitting = ""
    for fact in facts:
        if len(fitting) + len(fact) + 2 <= width - len(row.profile) - len(instance):
            fitting += f", {fact}"
    yield [(row.profile, "title"), (instance, ""), (fitting, "dim")]
    if row.files:
        plot_height = max(LEAST_PLOT, min(MOST_PLOT, height - 1 - (len(own) + 2 if own else 0)))
        marks = [Mark(row.minimum, "minimum"), Mark(row.wanted, "wanted")]
        yield from histogram(Bins.of(row.histogram), marks, width, plot_height, plain=plain)
    else:
        yield [("No file has this profile.", "dim")]
    if own:
        yield []
        names = dict.fromkeys(name for difference in own for name in difference.instances)
        others = ", ".join(name for name in names if name != row.instance)
        yield [(f"Not the same on {others}", "head")]
        for difference in own:
            yield [(f"{WARN} ", "warn"), (difference.what, "")]
