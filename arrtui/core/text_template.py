"""Templates of the owner's own texts: Jinja2 in a sandbox, compiled when they are first needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2.nodes import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2.sandbox import (
        ImmutableSandboxedEnvironment,  # 60 ms, and most configurations have no template
    )

    return ImmutableSandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True)  # plain text


def template_fault(text: str, known: Collection[str], record: str = "", fields: Collection[str] = ()) -> str:
    """Return what is wrong with a template in which the names ``known`` can be used; empty for nothing.

    The name ``record`` and what is taken from its plural in a loop have ``fields`` and no others.
    """
    from jinja2 import TemplateSyntaxError
    from jinja2.meta import find_undeclared_variables

    try:
        parsed = _environment().parse(text)
    except TemplateSyntaxError as error:
        return f"is no Jinja2 template: {error.message}"
    unknown = sorted(find_undeclared_variables(parsed) - set(known))
    if unknown:
        return f"uses {', '.join(unknown)}; allowed are {', '.join(sorted(known))}"
    wrong = sorted(_fields_used(parsed, record) - set(fields)) if record else []
    if wrong:
        return f"uses {record}.{wrong[0]}; fields of {record} are {', '.join(sorted(fields))}"
    return ""


def _fields_used(parsed: Template, record: str) -> set[str]:
    """Return the names that a template asks of a record, or of the variables of loops over records."""
    from jinja2 import nodes

    names = {record} | {
        loop.target.name
        for loop in parsed.find_all(nodes.For)
        if isinstance(loop.iter, nodes.Name) and loop.iter.name == f"{record}s"
        if isinstance(loop.target, nodes.Name)
    }
    return {
        asked.attr
        for asked in parsed.find_all(nodes.Getattr)
        if isinstance(asked.node, nodes.Name) and asked.node.name in names
    }


def fill_template(text: str, values: Mapping[str, Any]) -> str:
    """Return a template with its values filled in. Raises jinja2.TemplateError where they do not fit."""
    return _environment().from_string(text).render(values)
