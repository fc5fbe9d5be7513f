"""When the garbage collector begins."""

import gc
from collections.abc import Iterator

import pytest

from arrtui.core.memory import begin_collecting


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
