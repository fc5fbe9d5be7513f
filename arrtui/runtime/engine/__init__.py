"""The job engine: queue, worker, event bus, schedules. It knows no capability."""
