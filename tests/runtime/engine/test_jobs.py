"""What a handler is given, and what its end means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import (
    CircuitOpenError,
    JobLostError,
    RateLimitedError,
    StorageError,
    TimedOutError,
    WrongKeyError,
)
from arrtui.core.events import Job, Progress
from arrtui.db.jobs import MAX_DELAY, NewJob
from arrtui.runtime.engine.jobs import (
    BACKOFF_CAP,
    JobCancelled,
    JobContext,
    is_lost,
    make_failure,
    redacted,
    retry_delay,
    with_rate,
)
from tests.runtime.conftest import Clock


class Published:
    """A context whose publications are recorded."""

    def __init__(self) -> None:
        self.values: list[Progress] = []
        self.children: list[NewJob] = []
        self.clock = Clock()
        self.fault: Exception | None = None
        self.context = JobContext(Job(id=7, kind="k", args={"a": 1}), self.store, self.enqueue, self.clock)

    async def store(self, value: Progress) -> None:
        if self.fault:
            raise self.fault
        self.values.append(value)

    async def enqueue(self, new: NewJob) -> int:
        self.children.append(new)
        return 8

    @property
    def done(self) -> list[int]:
        return [value.done for value in self.values]


@pytest.fixture
def published() -> Published:
    return Published()


async def test_progress_is_published_five_times_a_second_at_most(published: Published) -> None:
    for number in range(1, 101):
        await published.context.progress(number, 100, "reading")
        published.clock.now += 0.01
    assert len(published.values) == 5
    await published.context.publish()
    assert published.values[-1].done == 100
    assert published.values[-1].text == "reading"


async def test_the_last_value_is_published_once(published: Published) -> None:
    await published.context.progress(1, 2)
    await published.context.progress(2, 2)
    await published.context.publish_due()
    assert published.done == [1]
    published.clock.now += 0.2
    await published.context.publish_due()
    await published.context.publish_due()
    await published.context.publish()
    assert published.done == [1, 2]


async def test_a_clock_set_back_does_not_silence_progress(published: Published) -> None:
    await published.context.progress(1)
    published.clock.now -= 3600
    await published.context.progress(2)
    assert published.done == [1, 2]


async def test_reports_wait_for_the_next_publication(published: Published) -> None:
    published.context.report(3, 4)
    assert published.values == []
    await published.context.publish_due()
    assert published.done == [3]


async def test_a_busy_database_costs_a_publication_and_not_the_job(published: Published) -> None:
    published.fault = StorageError(what="writing to the database", why="it is locked")
    await published.context.progress(1)
    published.fault = None
    await published.context.publish()
    assert published.done == [1]


async def test_a_lost_job_ends_the_handler_that_reports(published: Published) -> None:
    published.fault = JobLostError(what="x")
    with pytest.raises(JobLostError):
        await published.context.progress(1)


async def test_the_rate_is_what_was_done_in_a_second(published: Published) -> None:
    for done in (0, 10, 20, 30):
        await published.context.progress(done, 100)
        published.clock.now += 0.5
    assert [round(value.rate) for value in published.values] == [0, 20, 20, 20]


def test_a_new_phase_has_no_rate_yet() -> None:
    before = Progress(done=90, total=100, rate=20)
    assert with_rate(before, Progress(done=1, total=100), 1.0).rate == 0
    assert with_rate(before, Progress(done=95, total=200), 1.0).rate == 0
    assert with_rate(before, Progress(done=100, total=100), 0.0).rate == 0
    assert 10 < with_rate(before, Progress(done=100, total=100), 1.0).rate < 20


async def test_check_raises_once_the_job_is_to_stop(published: Published) -> None:
    published.context.check()
    published.context.cancelled.set()
    with pytest.raises(JobCancelled):
        published.context.check()
    assert not issubclass(JobCancelled, Exception)


async def test_a_child_knows_its_parent(published: Published) -> None:
    assert await published.context.enqueue_child(NewJob(kind="c", subject="x")) == 8
    assert published.children == [NewJob(kind="c", subject="x", parent_id=7)]
    assert published.context.args == {"a": 1}


# --- ends ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempt", "retry_after", "random", "delay"),
    [
        (1, None, 0.0, 0.0),
        (1, None, 1.0, 5.0),
        (2, None, 1.0, 10.0),
        (3, None, 0.5, 10.0),
        (6, None, 1.0, 160.0),
        (7, None, 1.0, 300.0),
        (5000, None, 1.0, 300.0),
        (1, 60.0, 0.0, 60.0),
        (1, 60.0, 1.0, 65.0),
        (1, -5.0, 0.0, 0.0),
        (1, 1e9, 1.0, MAX_DELAY),
    ],
)
def test_waits_grow_and_the_apps_wish_is_honoured(
    attempt: int, retry_after: float | None, random: float, delay: float
) -> None:
    assert retry_delay(attempt, retry_after, random) == delay


@given(st.integers(1, 10_000), st.none() | st.floats(0, 1e6), st.floats(0, 1, exclude_max=True))
def test_no_wait_is_endless_or_too_short(attempt: int, retry_after: float | None, random: float) -> None:
    delay = retry_delay(attempt, retry_after, random)
    assert min(retry_after or 0.0, MAX_DELAY) <= delay <= max(BACKOFF_CAP, MAX_DELAY)


def test_our_own_errors_speak_for_themselves() -> None:
    error = WrongKeyError(what="listing movies", why="the key is wrong", instance="radarr.a", detail="401")
    why = make_failure(error, "Backup")
    assert (why.error, why.code, why.detail, why.passing) == (str(error), "wrong-key", "401", False)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (TimedOutError(what="x"), None),
        (RateLimitedError(what="x", retry_after=9.0), 9.0),
        (CircuitOpenError(what="x", retry_after=30.0), 30.0),
    ],
)
def test_passing_faults_are_known(error: Exception, seconds: float | None) -> None:
    why = make_failure(error, "Backup")
    assert why.passing
    assert why.retry_after == seconds


def test_unexpected_errors_are_told_without_values() -> None:
    password_in_a_local = "hunter2"
    try:
        raise KeyError(f"https://me:{password_in_a_local}@host/?apikey={'0123456789abcdef' * 2}")
    except KeyError as error:
        why = make_failure(error, "Backup of radarr.main")
    assert why.error.startswith("Backup of radarr.main failed with an unexpected KeyError.")
    assert why.code == "unexpected"
    assert "test_unexpected_errors_are_told_without_values" in why.detail
    assert "hunter2" not in why.detail.replace(f'= "{password_in_a_local}"', "")
    assert "0123456789abcdef0" not in why.detail
    assert not why.passing


def test_of_several_errors_the_gravest_speaks() -> None:
    passing, fatal, bug = TimedOutError(what="slow"), WrongKeyError(what="key"), ValueError("x")
    assert make_failure(BaseExceptionGroup("", [passing, fatal, bug]), "T").code == "wrong-key"
    assert make_failure(ExceptionGroup("", [passing, ExceptionGroup("", [bug])]), "T").code == "unexpected"
    assert make_failure(ExceptionGroup("", [passing, passing]), "T").passing
    assert is_lost(ExceptionGroup("", [bug, JobLostError(what="x")]))
    assert not is_lost(bug)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET http://u:p@host:80/a", "GET http://…@host:80/a"),
        ("?apikey=abc&x=1", "?apikey=…&x=1"),
        ('{"ApiKey": "abc", "b": 1}', '{"ApiKey": "…", "b": 1}'),
        ("X-Api-Key: abc", "X-Api-Key: …"),
        ("Authorization: Bearer abcdefgh.x", "Authorization: Bearer …"),
        ("password=abc passwd=abc", "password=… passwd=…"),
        ("key 0123456789ABCDEF0123456789abcdef!", "key …!"),
        ("http://host:8989/sonarr is not JSON", "http://host:8989/sonarr is not JSON"),
    ],
)
def test_secrets_are_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected
