"""The owner's own programs in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import ConfigError


def load(folder: Path, text: str):  # type: ignore[no-untyped-def]
    """Load a configuration of that text."""
    path = folder / "config.toml"
    path.write_text(text)
    path.chmod(0o600)
    return load_config(path, env={})


def test_commands_are_read_in_their_order(tmp_path: Path) -> None:
    config = load(tmp_path, '[commands.b]\nrun = "mpv {path}"\n[commands.a]\nrun = "x"\nshell = true')
    assert [(command.name, command.shell, command.terminal) for command in config.commands] == [
        ("b", False, False),
        ("a", True, False),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[commands.a]\nshell = true", "commands.a.run"),
        ('[commands.a]\nrun = ""', "commands.a.run"),
        ('[commands.a]\nrun = "mpv \'open"', "commands.a.run"),
        ('[commands.a]\nrun = "{path}"', "commands.a.run"),
        ('[commands."A b"]\nrun = "x"', "commands.A b"),
        ('[commands]\na = "x"', "commands"),
    ],
)
def test_what_is_wrong_with_a_command_is_told_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert place in [problem.path for problem in caught.value.problems]
