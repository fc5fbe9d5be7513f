"""Command lines filled with values of rows, which may be anything."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import UsageError
from arrtui.core.handover import (
    clean_environment,
    editor_arguments,
    fill_arguments,
    fill_shell_line,
    placeholders,
    split_template,
)

values = st.text(
    st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=30
)


@given(values)
def test_a_value_stays_in_its_argument_whatever_it_holds(value: str) -> None:
    filled = fill_arguments('play --title="a {title} b" -- {title} end', {"title": value})
    assert filled == ["play", f"--title=a {value} b", "--", value, "end"]


@given(values)
def test_a_shell_reads_a_value_as_one_word(value: str) -> None:
    line = fill_shell_line("play {title} end", {"title": value})
    assert shlex.split(line) == ["play", value, "end"]


def test_a_shell_runs_nothing_that_a_title_says() -> None:
    hostile = "$(echo injected) `echo injected`; echo injected & 'x' \"y\""
    line = fill_shell_line("printf %s {title}", {"title": hostile})
    assert subprocess.run(["sh", "-c", line], capture_output=True, text=True).stdout == hostile


@pytest.mark.parametrize(
    "template",
    [
        "printf %s '{title}'",
        'printf %s "of {title}"',
        r"printf %s \{title}",
        "printf %s `printf %s {title}`",
        "printf %s ${title}",
        "sh -c 'printf %s {title}'",
    ],
)
def test_a_field_that_quoting_does_not_protect_is_refused(template: str) -> None:
    with pytest.raises(UsageError, match="quote"):
        fill_shell_line(template, {"title": "$(echo injected)"})


@pytest.mark.parametrize("template", ["play 'a b' {title}.mkv \"$HOME\"", "play $(basename {title})"])
def test_other_quotes_of_a_line_for_a_shell_stay(template: str) -> None:
    assert fill_shell_line(template, {"title": "x y"}) == template.replace("{title}", "'x y'")


@pytest.mark.parametrize("value", ["-rf", "--exec=x"])
def test_a_value_is_no_option(value: str) -> None:
    with pytest.raises(UsageError):
        fill_arguments("play {title}", {"title": value})
    assert fill_arguments("play -- {title}", {"title": value}) == ["play", "--", value]
    assert fill_arguments("play x{title}", {"title": value}) == ["play", f"x{value}"]


@pytest.mark.parametrize("row", [{}, {"title": ""}, {"title": "a\0b"}])
def test_a_field_without_a_usable_value_is_told(row: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="title"):
        fill_arguments("play {title}", row)


@pytest.mark.parametrize("template", ["", "   ", "play 'open", "{title} x"])
def test_what_is_no_command_line_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        split_template(template)


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert fill_arguments("play {title}", {"title": "{path}", "path": "/x"}) == ["play", "{path}"]
    assert placeholders("play {title} {path} {title}") == ["title", "path"]


def test_no_variable_of_our_own_is_handed_on() -> None:
    assert clean_environment({"PATH": "/bin", "ARRTUI_RADARR__MAIN__API_KEY": "k"}) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    ("program", "line", "command"),
    [
        (["vi"], 1, ["vi", "/a b.toml"]),
        (["nano", "-w"], 7, ["nano", "-w", "+7", "/a b.toml"]),
        (["/usr/bin/nvim"], 7, ["/usr/bin/nvim", "+7", "/a b.toml"]),
        (["hx"], 7, ["hx", "/a b.toml:7"]),
        (["code"], 7, ["code", "--wait", "--goto", "/a b.toml:7"]),
        (["my-editor"], 7, ["my-editor", "/a b.toml"]),
    ],
)
def test_editors_are_told_the_line_in_their_own_way(
    program: list[str], line: int, command: list[str]
) -> None:
    assert editor_arguments(program, Path("/a b.toml"), line) == command
