"""Read the YAML of other programs' configurations: plain values only, and nothing that is secret. Pure.

Tags such as ``!secret`` and ``!env_var`` stand for values that are never looked up. Values are those of
YAML 1.2, as both programs read them: ``no`` and ``on`` are texts. Messages name lines, never their text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from arrtui.features.guides.checked import UnreadableError
from arrtui.features.guides.model import GuideFile

_MOST_NODES = 100_000
"""Values of a file with each alias counted as often as it stands; a large configuration has 5,000."""
_LARGEST = 512 * 1024
"""Bytes; such files have 50,000 at most, and reading one of megabytes takes a minute."""
_HIDDEN_TAGS = ("!secret", "!env_var", "!env", "!file")


class Hidden:
    """What stands in the place of a value that is not looked up."""

    def __repr__(self) -> str:
        return "hidden"


class _Loader(yaml.SafeLoader):
    """A safe loader with the plain values of YAML 1.2."""


_Loader.yaml_implicit_resolvers = {}


_PLAIN = {
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "null": (r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    "merge": (r"<<", "<"),
    "float": (r"[-+]?(\.\d+|\d+\.\d*)([eE][-+]?\d+)?|[-+]?\d+[eE][-+]?\d+", "-+0123456789."),
    "int": (r"[-+]?\d+", "-+0123456789"),
}
"""Kinds of plain values: how they are written, and what they begin with."""
for _kind, (_written, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_written})\Z", re.ASCII), list(_first)
    )
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(str(node.value)))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(str(node.value)))
for _tag in _HIDDEN_TAGS:
    _Loader.add_constructor(_tag, lambda loader, node: Hidden())


def read_yaml(file: GuideFile) -> Any:
    """Return the document of a file. Raises UnreadableError for one that is no YAML, or grows without end."""
    if len(file.data) > _LARGEST:
        raise UnreadableError("it is too large to be a configuration")
    loader = None
    try:
        loader = _Loader(file.data)
        node = loader.get_single_node()
        if node is None:
            return None
        if _weight(node, {}) > _MOST_NODES:
            raise UnreadableError("it is too large once its aliases are followed")
        return loader.construct_document(node)
    except UnreadableError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError(f"line {mark.line + 1} cannot be read" if mark else "it is no YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise UnreadableError("it is no YAML") from None
    finally:
        if loader is not None:
            loader.dispose()


def _weight(node: yaml.Node, weights: dict[int, int]) -> int:
    """Return how many values a node stands for. Raises UnreadableError for one that holds itself."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    known = weights.get(id(node))
    if known == 0:
        raise UnreadableError("a part of it holds itself")
    if known is not None:
        return known
    weights[id(node)] = 0
    parts = (
        node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
    )
    weights[id(node)] = weight = 1 + sum(_weight(part, weights) for part in parts)
    return weight
