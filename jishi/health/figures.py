"""What Prometheus reads: counts of requests from every process, the state of the background from the database."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from jishi.health.parts import Looked, Standing, look, parts
from jishi.heartbeat.door import alive
from jishi.outbox.door import lag
from jishi.tasks.door import queue_state, tick_age

REQUESTS = Counter(
    "requests", "Requests answered.", ["method", "route", "status"], namespace=settings.METRICS_PREFIX
)
DURATION = Histogram("request_seconds", "Time to answer a request.", ["route"], namespace=settings.METRICS_PREFIX)


def count(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request in this process."""
    REQUESTS.labels(method, route, str(status)).inc()
    DURATION.labels(route).observe(seconds)


class Background(Collector):
    """Reads the shared state at the moment of the question, so that any process gives the same answer."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from self._figures()
            yield self._gauge("database_up", "Whether the database answers.", 1)
        except DatabaseError:
            yield self._gauge("database_up", "Whether the database answers.", 0)

    def _figures(self) -> Iterator[GaugeMetricFamily]:
        queue, outbox, age = queue_state(self.at), lag(self.at), tick_age(self.at)
        yield self._gauge("tasks_ready", "Tasks that wait.", queue.ready)
        yield self._gauge("tasks_running", "Tasks that run.", queue.running)
        yield self._gauge("tasks_failed", "Tasks that failed and are kept.", queue.failed)
        yield self._gauge(
            "tasks_oldest_wait_seconds", "Wait of the oldest task.", queue.oldest_wait.total_seconds()
        )
        yield self._gauge("outbox_waiting", "Messages under way.", outbox.waiting)
        yield self._gauge("outbox_given_up", "Messages that nobody could take.", outbox.given_up)
        yield self._gauge("outbox_lag_seconds", "Wait of the oldest due message.", outbox.oldest.total_seconds())
        if age is not None:
            yield self._gauge("tick_age_seconds", "Time since the last turn of any tick.", age.total_seconds())
        processes = GaugeMetricFamily(
            f"{settings.METRICS_PREFIX}_processes", "Living background processes.", labels=["kind"]
        )
        kinds = [one.kind for one in alive(at=self.at)]
        for kind in sorted(set(kinds)):
            processes.add_metric([kind], kinds.count(kind))
        yield processes

    def _gauge(self, name: str, help_text: str, value: float) -> GaugeMetricFamily:
        return GaugeMetricFamily(f"{settings.METRICS_PREFIX}_{name}", help_text, value=value)


class OfParts(Collector):
    """How each component and module was seen to do."""

    def __init__(self, looked: Sequence[Looked]) -> None:
        self.looked = looked

    def collect(self) -> Iterator[GaugeMetricFamily]:
        prefix, labels = settings.METRICS_PREFIX, ["part", "kind"]
        marked = [*labels, "standing"]
        standing = GaugeMetricFamily(f"{prefix}_part_standing", "1 in the one that applies.", labels=marked)
        seconds = GaugeMetricFamily(f"{prefix}_part_look_seconds", "Time to look at a part.", labels=labels)
        figure = GaugeMetricFamily(f"{prefix}_part_figure", "Figures of a part.", labels=[*labels, "figure"])
        for one in self.looked:
            whose = [one.part.name, one.part.kind.value]
            for known in Standing:
                standing.add_metric([*whose, known.value], float(known is one.seen.standing))
            seconds.add_metric(whose, one.seconds)
            for name, value in sorted(one.seen.figures.items()):
                figure.add_metric([*whose, name], value)
        yield from (standing, seconds, figure)


def of_parts(looked: Sequence[Looked]) -> bytes:
    """Return the figures of some parts in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(OfParts(looked))
    return generate_latest(registry)


def exposition(*, at: datetime) -> bytes:
    """Return everything in Prometheus' text format, summed over all processes of this machine."""
    shared = CollectorRegistry()
    shared.register(Background(at))
    shared.register(OfParts([look(part, at=at) for part in parts()]))
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return generate_latest(shared)
    return generate_latest(shared) + generate_latest(REGISTRY)
