"""Style sheets that are parsed once in a process, not once for each app that a test starts.

A person starts one app; a test run starts two thousand, and parsing was a tenth of what each of them took.
"""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_PARSED: dict[Any, list[RuleSet]] = {}
"""Rules by what is parsed and the variables in it. Nothing changes rules once they are parsed."""
_parse = Stylesheet._parse_rules


def _parse_once(sheet: Stylesheet, css: str, read_from: Any, *args: Any, **options: Any) -> list[RuleSet]:
    """Return the rules of a source, as parsed for whichever app came first."""
    key = (css, read_from, args, *options.items(), *sheet._variables.items())
    if (rules := _PARSED.get(key)) is None:
        rules = _PARSED[key] = _parse(sheet, css, read_from, *args, **options)
    return rules


def install() -> None:
    """Let the apps of this process share what they parse."""
    parsing: Any = Stylesheet
    parsing._parse_rules = _parse_once
