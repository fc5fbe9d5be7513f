"""When the garbage collector begins, and what is given back."""

import gc
import platform
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from arrtui.core.memory import begin_collecting, return_memory


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_there_already_is_left_alone_and_the_rest_collected():
    gc.disable()
    begin_collecting()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000


def test_a_running_collector_is_left_as_it_is():
    frozen = gc.get_freeze_count()
    begin_collecting()
    assert gc.get_freeze_count() == frozen


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library gives memory back by itself")
def test_what_a_thread_freed_is_given_back_to_the_system():
    def fill() -> bytes:
        blocks = [bytes(700) for _ in range(100_000)]
        return blocks[-1]  # lies behind the others, so that they are kept without being asked for

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    with ThreadPoolExecutor(1) as thread:
        last = thread.submit(fill).result()
        before = resident()
        return_memory()
        assert before - resident() > 30_000_000
    assert len(last) == 700
