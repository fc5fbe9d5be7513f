"""Files that run the daemon: a unit of systemd, and a Containerfile."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

from arrtui import __version__


def unit_text(config_file: str | None, log_options: list[str]) -> str:
    """Return the unit that runs the daemon as this process was started."""
    config = ["--config", str(Path(config_file).absolute())] if config_file else []
    started_as = Path(sys.argv[0])
    is_script = started_as.name == "arrtui"
    program = [str(started_as.absolute())] if is_script else [sys.executable, "-m", "arrtui"]
    words = [*program, "--run", "daemon", *config, *log_options]
    return _rendered("arrtui.service.j2", command=" ".join(map(_quoted, words)))


def containerfile_text() -> str:
    """Return the Containerfile for this version."""
    return _rendered("Containerfile.j2", version=__version__)


def _quoted(word: str) -> str:
    """Return a word as a line of a unit has it: quoted, what would stand for something else escaped."""
    word = word.replace("%", "%%").replace("$", "$$")
    if shlex.quote(word) == word or word.replace("%%", "").isalnum():
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _rendered(template: str, **values: Any) -> str:
    import jinja2

    loader = jinja2.PackageLoader("arrtui.cli.daemon", ".")
    env = jinja2.Environment(loader=loader, autoescape=False, keep_trailing_newline=True)  # noqa: S701  # no HTML
    return env.get_template(template).render(values)
