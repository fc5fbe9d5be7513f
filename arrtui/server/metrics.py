"""What ``/metrics`` tells Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

from arrtui.clients.stats import BOUNDS
from arrtui.server.status import Status, read_status

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

__all__ = ["CONTENT_TYPE", "Metrics"]


class Metrics:
    """Writes the metrics of this process and of what is stored."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._counts = services.job_counts  # counts from now on

    async def text(self) -> bytes:
        """Return the metrics in Prometheus' text format. Raises StorageError."""
        status = await read_status(self._services)
        registry = CollectorRegistry()
        registry.register(_Collected([*self._of_status(status), *self._of_jobs(), *self._of_requests()]))
        return generate_latest(registry)

    def _of_status(self, status: Status) -> Iterator[Metric]:
        """Yield what is stored: jobs, queues, instances."""
        jobs = GaugeMetricFamily("arrtui_jobs", "Jobs by state, of the last ones.", labels=["state"])
        for state, number in status.jobs.items():
            jobs.add_metric([state], number)
        yield jobs
        waited = "Seconds that the oldest job has waited that could run."
        yield GaugeMetricFamily("arrtui_queue_age_seconds", waited, status.queue_age)
        waited = "Seconds that the oldest webhook has waited."
        yield GaugeMetricFamily("arrtui_webhook_age_seconds", waited, status.hook_age)
        up = GaugeMetricFamily(
            "arrtui_instance_up", "Whether an instance answered last.", labels=["instance"]
        )
        backups = GaugeMetricFamily(
            "arrtui_last_backup_timestamp_seconds",
            "When an instance was backed up last.",
            labels=["instance"],
        )
        for row in status.instances:
            up.add_metric([row.instance], float(row.state == "up"))
            if row.backup_at is not None:
                backups.add_metric([row.instance], row.backup_at)
        yield from (up, backups)
        about = "When a schedule ran with success last."
        runs = GaugeMetricFamily("arrtui_last_success_timestamp_seconds", about, labels=["schedule"])
        for schedule in status.schedules:
            if schedule.success_at is not None:
                runs.add_metric([schedule.schedule], schedule.success_at)
        yield runs

    def _of_jobs(self) -> Iterator[Metric]:
        """Yield how many jobs ended in this process, and how long they took."""
        about = "Seconds that jobs took which ended."
        family = SummaryMetricFamily("arrtui_job_duration_seconds", about, labels=["kind", "state"])
        for ended, (number, seconds) in self._counts.read().items():
            family.add_metric([ended.kind, ended.state], number, seconds)
        yield family

    def _of_requests(self) -> Iterator[Metric]:
        """Yield how the requests of this process to each instance went."""
        about = "Seconds until an instance had answered."
        latency = HistogramMetricFamily("arrtui_request_duration_seconds", about, labels=["instance"])
        errors = CounterMetricFamily(
            "arrtui_request_errors", "Requests that failed.", labels=["instance", "code"]
        )
        for instance, stats in self._services.clients.stats().items():
            counts = accumulate(stats.classes)
            bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
            latency.add_metric([instance], list(zip(bounds, counts, strict=True)), stats.seconds)
            for code, number in stats.errors.items():
                errors.add_metric([instance, code], number)
        yield from (latency, errors)


class _Collected:
    """Hands metrics that were collected already to the registry."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        """Return them."""
        return self._families
