"""Get msgspec's types ready for use by several threads."""

from __future__ import annotations

import sys

import msgspec


def describe_structs(module: str) -> None:
    """Have msgspec describe every Struct of a module now; to be called at its end, with ``__name__``.

    msgspec describes a type at its first use and shows the unfinished description to other threads meanwhile;
    one that decodes then ends the process with a segmentation fault.
    """
    for member in list(vars(sys.modules[module]).values()):
        if isinstance(member, type) and issubclass(member, msgspec.Struct) and member.__module__ == module:
            msgspec.json.Decoder(member)
