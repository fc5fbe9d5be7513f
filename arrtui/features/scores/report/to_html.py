"""A report as one page that opens offline: styles, scripts, charts and data are all inside it.

The page forbids itself every request with a Content Security Policy; its own scripts and styles are allowed
by their digests. Data is JSON in a ``script`` element that is never run, and reaches the page as text only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from arrtui.core.apps import APPS
from arrtui.core.apps.words import judged_noun
from arrtui.core.report.page import GENERATOR, base_style, policy, read_asset
from arrtui.core.report.safe import script_json
from arrtui.core.report.table import ReportTable
from arrtui.core.text import format_iso
from arrtui.core.verdicts import Verdict
from arrtui.features.scores.report import columnar
from arrtui.features.scores.report.columns import DAYS, FORMATS, TRENDS
from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.tables import shared_title_object
from arrtui.features.scores.summary import ScoreSummary

STYLES = ("parts", "grid", "print")
SCRIPTS = ("store", "words", "dom", "grid", "sheet", "theme", "charts", "health", "sections", "main")


def report_html(data: ReportData, day: str) -> bytes:
    """Return the page; ``day`` is its date as the reader's calendar has it."""
    style, chart, script = styles(), chart_library(), scripts()
    page = _template().render(
        generator=GENERATOR,
        policy=policy(style, chart, script),
        day=day,
        data=data,
        style=style,
        chart=chart,
        script=script,
        json=script_json(payload(data, day)),
    )
    return page.encode("utf-8", "replace")


def payload(data: ReportData, day: str) -> dict[str, Any]:
    """Return what the page's scripts read."""
    return {
        "day": day,
        "apps": {kind: app.name for kind, app in APPS.items()},
        "made": format_iso(data.made_at),
        "made_at": data.made_at,
        "whole": _instance(data.whole),
        "instances": [_instance(row) for row in data.instances],
        "flags": columnar.FLAGS,
        "verdicts": {verdict.value: verdict.facts._asdict() for verdict in Verdict},
        "files": columnar.files(data.files),
        "candidates": columnar.candidates(data.candidates),
        "formats": [_object(FORMATS, (row.instance, row.profile, *row[3:])) for row in data.formats],
        "profiles": [row._asdict() for row in data.profiles],
        "cutoffs": [row._asdict() for row in data.cutoffs],
        "differences": [row._asdict() for row in data.differences],
        "weeks": [_object(TRENDS, (name, *week)) for name, weeks in data.weeks.items() for week in weeks],
        "days": [_object(DAYS, (name, *day)) for name, days in data.days.items() for day in days],
        "overlap": [shared_title_object(row) for row in data.overlap],
    }


def _object(table: ReportTable, values: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(table.header, values, strict=True))


def _instance(row: ScoreSummary) -> dict[str, Any]:
    """Return an instance, with what its files are called: albums, where it has nothing else."""
    noun = judged_noun(kind for part in row.parts for kind in part.kinds)
    parts = [part._asdict() for part in row.parts]
    return {**row._asdict(), "parts": parts, "unit": [noun.singular, noun.plural]}


@cache
def styles() -> str:
    """Return the page's styles."""
    return "\n".join([base_style(), *(_asset(f"css/{name}.css") for name in STYLES)])


@cache
def scripts() -> str:
    """Return the page's own scripts, which share one scope that nothing else sees."""
    parts = "\n".join(_asset(f"js/{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}\n}})();'


@cache
def chart_library() -> str:
    """Return Chart.js without the name of its source map, which a debugger would ask for."""
    text = _asset("chartjs/chart.umd.min.js")
    return "\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL"))


def _asset(name: str) -> str:
    return read_asset("arrtui.features.scores.report", name)


@cache
def _template() -> Template:
    return Environment(
        loader=PackageLoader("arrtui.features.scores.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("report.html.j2")
