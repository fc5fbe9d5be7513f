"""Edit the text of a configuration: what is meant to change does, and comments, order and layout stay.

An edit is given as the values that the document shall have. tomlkit keeps the layout of everything that it is
not asked to change; what it does not know is that a comment below a table, after a blank line, speaks of what
follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Any, TypeAlias, TypeGuard, TypeVar

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Item, Key, Null, Table, Whitespace

from arrtui.core.config.toml import Tree, parse_toml

_Table = TypeVar("_Table", Table, InlineTable)
_Holder: TypeAlias = tomlkit.TOMLDocument | Table | InlineTable
"""What has keys: the document, a table or an inline table."""
_Body: TypeAlias = list[tuple[Key | None, Item]]
"""What a table is written of: values under their key, comments and blank lines under none."""


class LayoutError(Exception):
    """The document is laid out in a way in which the edit cannot be made."""


class TomlEditor:
    """A document under edit."""

    def __init__(self, text: str) -> None:
        """Read a document. Raises LayoutError where tomlkit does not."""
        try:
            self._document = tomlkit.parse(text)
        except TOMLKitError as error:
            raise LayoutError(str(error)) from error

    def text(self, values: Tree) -> str:
        """Return the document with these values, everything else as it is.

        Raises LayoutError when it cannot be edited so, which no common layout is.
        """
        try:
            self._assign([self._document], values)
            text = tomlkit.dumps(self._document)
        except (TOMLKitError, LookupError, ValueError, TypeError, AttributeError) as error:
            raise LayoutError(str(error)) from error
        if "\r\n" in text:  # what is new has the line ends of the rest
            text = re.sub(r"(?<!\r)\n", "\r\n", text)
        found, problems = parse_toml(text.encode())
        if problems or not _same(found, values):
            raise LayoutError("the values would not be those that were meant")
        return text

    def rename(self, section: str, old: str, new: str) -> None:
        """Give a table of a section another name, in its place."""
        for holder in _parts([self._document], section):
            if old not in holder:
                continue
            names = list(holder)
            for name in names[names.index(old) :]:  # one that is taken out and put back becomes the last
                table = holder.pop(name)
                indent = table.trivia.indent
                holder.append(new if name == old else name, table)
                table.trivia.indent = indent

    def _assign(self, holders: list[_Holder], values: Tree) -> None:
        """Give a table these values; it is written in all of ``holders`` when its parts stand apart."""
        for holder in holders:
            for name in [name for name in holder if name not in values]:
                self._remove(holder, name)
        for name, value in values.items():
            parts = _parts(holders, name)
            if isinstance(value, dict) and parts and all(map(_is_holder, parts)):
                self._assign(parts, value)
            elif not parts:
                _add(holders[-1], name, value)
            elif isinstance(parts[0], AoT) and len(value) >= len(parts[0]):
                self._extend_array(parts[0], value)
            elif not _same(parts[0].unwrap(), value):
                next(holder for holder in holders if name in holder)[name] = value

    def _extend_array(self, array: AoT, tables: list[Tree]) -> None:
        """Give the tables of an array these values, each in its place; new ones follow the last."""
        known = len(array.body)
        for table, values in zip(array.body, tables, strict=False):
            self._assign([table], values)
        for values in tables[known:]:
            tail = _cut_tail(array.body[-1])
            array.append(_filled(tomlkit.table(), values))
            array.body[-1].trivia.indent = "\n"
            array.body[-1].value.body.extend(tail)

    def _remove(self, holder: _Holder, name: str) -> None:
        """Take out a value, or a table without the comments that speak of what follows it."""
        for removed in _parts([holder], name):
            if not isinstance(removed, Table):
                continue
            for inner in list(removed) if removed.is_super_table() else ():
                self._remove(removed, inner)
            self._hand_on_comments(removed)
        del holder[name]

    def _hand_on_comments(self, removed: Table) -> None:
        """Put the comments above and at the end of a table above the next one, or at the end."""
        inside = list(_tables_under(removed))
        if not inside:
            return
        above = inside[0].trivia.indent  # where those of a table that is gone already were put
        comments = above + "".join(item.as_string() for _, item in _cut_tail(removed))
        tables = dropwhile(lambda table: table is not inside[-1], _tables(self._document))
        following = next(islice(tables, 1, None), None)
        if following is not None:
            following.trivia.indent = comments + following.trivia.indent
        else:
            self._document.body.append((None, Whitespace(comments)))


def _parts(holders: list[_Holder], name: str) -> list[Any]:
    """Return every place where a value is written: several for a table whose parts stand apart."""
    return [item for holder in holders for key, item in _body(holder) if key is not None and key.key == name]


def _body(holder: _Holder) -> _Body:
    return holder.body if isinstance(holder, tomlkit.TOMLDocument) else holder.value.body


def _is_holder(item: object) -> TypeGuard[_Holder]:
    return isinstance(item, Table | InlineTable)


def _tables(holder: _Holder) -> Iterator[Table]:
    """Yield every table with a heading of its own, in the order of the document."""
    for key, item in _body(holder):
        if isinstance(item, AoT):
            for table in item.body:
                yield from _tables_under(table)
        elif isinstance(item, Table) and not (key is not None and key.is_dotted()):
            yield from _tables_under(item)


def _tables_under(table: Table) -> Iterator[Table]:
    if not table.is_super_table():
        yield table
    yield from _tables(table)


def _add(holder: _Holder, name: str, value: Any) -> None:
    """Write a new value below the last one, above the comments that speak of what follows the table."""
    if isinstance(holder, InlineTable):
        holder[name] = value
        return
    tail = _cut_tail(holder)
    if not isinstance(value, dict):
        holder.append(name, value)
    elif isinstance(holder, Table) and not all(isinstance(other, dict) for other in holder.values()):
        holder.append(name, _filled(tomlkit.inline_table(), value))  # a value among others stays on a line
    elif (
        isinstance(holder, tomlkit.TOMLDocument)
        and value
        and all(isinstance(v, dict) for v in value.values())
    ):
        section = tomlkit.table(is_super_table=True)  # [sync.movies-4k] needs no [sync] above it
        for inner, values in value.items():
            section.append(inner, _filled(tomlkit.table(), values))
        holder.append(name, section)
    else:
        holder.append(name, _filled(tomlkit.table(), value))
    _last(holder).extend(tail)


def _filled(table: _Table, values: Tree) -> _Table:
    """Return a new table with values; tables within it stay on a line each."""
    for name, value in values.items():
        table.append(name, _filled(tomlkit.inline_table(), value) if isinstance(value, dict) else value)
    return table


def _cut_tail(holder: _Holder) -> _Body:
    """Take the blank lines and comments off the end of a table, from the first blank line on."""
    body = _last(holder)
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    first = next((i for i in range(end, len(body)) if isinstance(body[i][1], Whitespace)), len(body))
    tail = body[first:]
    del body[first:]
    return tail


def _last(holder: _Holder) -> _Body:
    """Return the body in which a table ends: its own, or that of the last table within it."""
    body = _body(holder)
    while body and isinstance(body[-1][1], Null):  # what was removed
        body.pop()
    end = body[-1][1] if body else None
    if isinstance(end, AoT):
        end = end.body[-1]
    return _last(end) if isinstance(end, Table) else body


def _same(one: Any, other: Any) -> bool:
    """Return whether two values are the same, of the same types, whatever the order of their tables."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and (one == other or one != one)
