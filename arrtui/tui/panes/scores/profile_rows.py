"""One line of the tab of profiles: its cells, and all that is told of a profile below the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from arrtui.features.scores.model import Analysis, ProfileDifference, ProfileRow
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.panes.scores.card import percent
from arrtui.tui.panes.scores.histogram import Bins, Mark, histogram
from arrtui.tui.panes.scores.tab import Line

LEAST_PLOT, MOST_PLOT = 7, 16
"""Lines of the plot."""


def row_key(row: ProfileRow) -> tuple[str, str]:
    """Return what tells a row from all others."""
    return row.instance, row.profile


def grouped(analyses: Sequence[Analysis]) -> list[ProfileRow]:
    """Return the profiles, those of one name below each other, the ones on several instances first."""
    rows = [row for one in analyses for row in one.profiles]
    many = Counter(row.profile for row in rows)
    return sorted(rows, key=lambda row: (many[row.profile] < 2, row.profile.casefold()))


def differences_of(row: ProfileRow, differences: Sequence[ProfileDifference]) -> list[ProfileDifference]:
    """Return in what a profile is not like that of the same name elsewhere."""
    return [one for one in differences if one.profile == row.profile and row.instance in one.instances]


def profile_columns(differences: Sequence[ProfileDifference]) -> tuple[Column[ProfileRow], ...]:
    """Return the table's columns."""
    points = (
        ("p10", "p10", "One in ten files has this score or less", 70),
        ("median", "Median", "Half of the files have this score or less", 90),
        ("p90", "p90", "One in ten files has this score or more", 75),
    )
    wishes = (
        ("minimum", "Min", "No release with a lower score is taken", 60),
        ("wanted", "Wanted", "With this score a file is good enough", 65),
    )
    return (
        Column(
            "profile", "Profile", lambda row: row.profile, min_width=14, priority=REQUIRED,
            sort=lambda row: row.profile,
        ),
        Column(
            "instance", "Instance", lambda row: row.instance, width=12, priority=95,
            sort=lambda row: row.instance,
        ),
        Column(
            "files", "Files", lambda row: (f"{row.files:,}", "" if row.files else "dim"), width=6,
            align="right", priority=92, sort=lambda row: row.files, descending=True,
        ),
        *(_points(*one) for one in points),
        *(_shares(*one) for one in _SHARES),
        *(_points(*one) for one in wishes),
        Column(
            "cutoff", "Cutoff", lambda row: row.cutoff, min_width=10, priority=50,
            sort=lambda row: row.cutoff, tooltip="The quality that is good enough",
        ),
        Column(
            "unlike", "Differs", lambda row: _unlike(row, differences), width=7, priority=80,
            sort=lambda row: len(differences_of(row, differences)), descending=True,
            tooltip="In how many things it is not like the profile of that name elsewhere",
        ),
    )  # fmt: skip


_SHARES = (
    ("done", "Done", "Files that nothing would replace", 85),
    ("below_minimum", "Below", "Files whose score is below the minimum", 78),
    ("no_upgrades", "No upg.", "Files whose profile allows no upgrades", 55),
)


def _points(key: str, title: str, tooltip: str, priority: int) -> Column[ProfileRow]:
    return Column(
        key, title,
        lambda row: (f"{getattr(row, key):,}" if row.files or key in ("minimum", "wanted") else "-", ""),
        width=7, align="right", priority=priority, descending=True, tooltip=tooltip,
        sort=lambda row: getattr(row, key),
    )  # fmt: skip


def _shares(key: str, title: str, tooltip: str, priority: int) -> Column[ProfileRow]:
    def text(row: ProfileRow) -> tuple[str, str]:
        share = getattr(row, key)
        style = "dim" if not share else "bad" if key == "below_minimum" else ""
        return (percent(share), style) if row.files else ("-", "dim")

    return Column(
        key, title,
        text,
        width=max(5, len(title)), align="right", priority=priority, descending=True, tooltip=tooltip,
        sort=lambda row: getattr(row, key),
    )  # fmt: skip


def _unlike(row: ProfileRow, differences: Sequence[ProfileDifference]) -> tuple[str, str]:
    found = differences_of(row, differences)
    return (f"! {len(found)}", "warn") if found else ("", "")


# --- below the table -------------------------------------------------------------------------------------


def profile_detail(
    row: ProfileRow,
    differences: Sequence[ProfileDifference],
    size: tuple[int, int],
    *,
    plain: bool,
) -> Iterator[Line]:
    """Yield what is told of a profile: its plot in the width and height there are, then the differences."""
    width, height = size
    found = differences_of(row, differences)
    yield _summary(row, width)
    if row.files:
        room = height - 1 - (len(found) + 2 if found else 0)
        yield from histogram(
            Bins(
                tuple((low, high) for low, high, _files in row.histogram),
                tuple(files for _low, _high, files in row.histogram),
            ),
            marks_of(row.minimum, row.wanted),
            width,
            max(LEAST_PLOT, min(MOST_PLOT, room)),
            plain=plain,
        )
    else:
        yield [("No file has this profile.", "dim")]
    if found:
        yield []
        others = ", ".join(
            dict.fromkeys(name for one in found for name in one.instances if name != row.instance)
        )
        yield [(f"Not the same on {others}", "head")]
        for one in found:
            yield [("! ", "warn"), (one.what, "")]


def marks_of(minimum: int, wanted: int) -> list[Mark]:
    """Return what a profile asks for, as marks of a plot."""
    return [Mark(minimum, "minimum"), Mark(wanted, "wanted")]


def _summary(row: ProfileRow, width: int) -> Line:
    """Return what small tables have no column for, as much of it as fits."""
    place = f" on {row.instance}"
    facts = [f"cutoff {row.cutoff or 'unknown'}"]
    if not row.upgrade_allowed:
        facts.append("no upgrades")
    if row.files:
        facts += [f"p10 {row.p10:,}", f"median {row.median:,}", f"p90 {row.p90:,}"]
    room = width - len(row.profile) - len(place)
    kept = ""
    for fact in facts:
        if len(kept) + len(fact) + 2 <= room:
            kept += f", {fact}"
    return [(row.profile, "title"), (place, ""), (kept, "dim")]
