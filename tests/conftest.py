"""Fixtures every layer's tests share: a database of each kind."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from arrtui.db.database import Database
from tests import disk, tls
from tests.db import fresh, servers
from tests.db.fresh import real_migrations as real_migrations
from tests.disk import real_waiting as real_waiting
from tests.environment import keep_out_of_home
from tests.selection import ROOT, changed_files, dearest_first, mirrors, modules_in_turn

# The many processes the tests start shall compile the package once, not each of them anew, and the tests too:
# to compile them with what pytest puts into their assertions takes three times as long as to import them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# What a shell runs in the background ignores the signal, and so would the processes that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
keep_out_of_home()
fresh.install()
tls.install()
disk.install()

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile(
    "patient", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "patient"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the fast loop: only what a change concerns."""
    parser.addoption(
        "--changed",
        nargs="?",
        const="HEAD",
        metavar="REV",
        help="run only tests that mirror files changed since REV (HEAD)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import the tests in another order on each worker, so that they compile a part each and share it."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    asked = [session.config.invocation_params.dir / arg.partition("::")[0] for arg in session.config.args]
    number, count = int(worker["workerid"].removeprefix("gw")), worker["workercount"]
    for module in modules_in_turn(asked, number, count):
        with suppress(Exception, pytest.skip.Exception):  # said where the module is collected
            import_module(module)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a terminal or a process, leave out what a change does not concern, and set the order.

    Workers begin with what takes longest.
    """
    for item in items:
        if Path(item.path).relative_to(ROOT).parts[1] in ("tui", "cli"):
            item.add_marker(pytest.mark.terminal)
    if revision := config.getoption("--changed"):
        changed = changed_files(revision)
        kept = [item for item in items if mirrors(changed, Path(item.path).relative_to(ROOT).as_posix())]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    if hasattr(config, "workerinput"):
        places = {name: place for place, name in enumerate(dearest_first(map(_file_of, items)))}
        items.sort(key=lambda item: places[_file_of(item)])


def _file_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Start two workers for each core with ``-n auto``: half of the time a test waits for something."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file on one worker, so that what they share is made once, in order."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is imported out of garbage collection: going through it again and again took a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Collect what is left once: pytest does so five times."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Return the url of this worker's PostgreSQL database; skip where there is none."""
    with servers.temporary_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the url of a database without rows, once for each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'arrtui.db'}"
    url: str = request.getfixturevalue("postgres_url")
    servers.empty_tables(url)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return an open database without rows, once for each kind of database."""
    opened = Database.open(database_url)
    yield opened
    opened.close()
