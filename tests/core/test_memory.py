"""When the garbage collector begins, and what is given back."""

import gc
import platform
import subprocess
import sys
from collections.abc import Iterator

import pytest

from arrtui.core.memory import begin_collecting


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.enable()


def test_what_is_there_already_is_left_alone_and_the_rest_collected():
    frozen = gc.get_freeze_count()
    gc.disable()
    there = [[] for _ in range(1_000)]
    begin_collecting()
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(there)


def test_a_running_collector_is_left_as_it_is():
    frozen = gc.get_freeze_count()
    begin_collecting()
    assert gc.get_freeze_count() <= frozen


FILL = """
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from arrtui.core.memory import return_large_blocks

def mapped():  # exact, unlike what is resident: that the kernel counts by batches of each core
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()

def fill(size):
    blocks = [b"x" * size for _ in range(20)]
    return blocks[-1], mapped()  # the last lies behind the others and would keep them

with ThreadPoolExecutor(1) as thread:
    thread.submit(fill, 4_000_000).result()  # from this glibc learns to keep such blocks
    return_large_blocks()
    last, most = thread.submit(fill, 2_000_000).result()
    print(most - mapped())
"""
"""Prints how many bytes are given back, in a process without the holes that other tests leave in memory."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries do so by themselves")
def test_large_blocks_of_a_thread_are_given_back_when_they_are_freed():
    done = subprocess.run([sys.executable, "-c", FILL], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 30_000_000
