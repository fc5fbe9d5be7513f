"""A report on chains as one page that opens offline and runs no script: each chain is drawn as inline SVG."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from arrtui.core.report.page import GENERATOR, base_style, policy, read_asset
from arrtui.core.text import format_iso_minute, format_size, plural, without_controls
from arrtui.features.loops.report.data import ChainsData
from arrtui.features.loops.report.drawing import HEIGHT, PER_STRIP, STEP, draw_chain
from arrtui.features.loops.summary import CAUSE_WORDS, KIND_WORDS, episode_words, title_of
from arrtui.features.loops.waste import NAMELESS, waste_of
from arrtui.features.loops.words import (
    KIND_SENTENCES,
    STEP_WORDS,
    cause_sentence,
    change_points,
    field_words,
    outcome_words,
)

MAX_DRAWN = 400
"""Of more chains the worst ones are drawn; the table names all."""
MAX_WASTE = 12
"""Lines of each table of waste."""
_PACKAGE = "arrtui.features.loops.report"


def chains_html(data: ChainsData, day: str) -> bytes:
    """Return the page; ``day`` is its date as the reader's calendar has it."""
    style = _style()
    page = _template().render(
        generator=GENERATOR,
        policy=policy(style),
        style=style,
        day=day,
        data=data,
        drawn=data.chains[:MAX_DRAWN],
        max_waste=MAX_WASTE,
        width=PER_STRIP * STEP,
        height=HEIGHT,
        step_width=STEP,
        per_strip=PER_STRIP,
    )
    return page.encode("utf-8", "replace")


@cache
def _style() -> str:
    return "\n".join([base_style(), read_asset(_PACKAGE, "chains.css")])


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: without_controls(value) if type(value) is str else value,
    )
    environment.filters |= {
        "size": format_size,
        "minute": format_iso_minute,
        "count": "{:,}".format,
        "signed": lambda points: f"{points:+,}" if points else "0",
        "plural": plural,
    }
    environment.globals |= {
        "KINDS": KIND_WORDS,
        "KIND_SENTENCES": KIND_SENTENCES,
        "CAUSES": CAUSE_WORDS,
        "STEPS": STEP_WORDS,
        "NAMELESS": NAMELESS,
        "cause_sentence": cause_sentence,
        "change_points": change_points,
        "field_words": field_words,
        "outcome_words": outcome_words,
        "title_of": title_of,
        "episode_words": episode_words,
        "waste_of": waste_of,
        "draw_chain": draw_chain,
    }
    return environment.get_template("chains.html.j2")
