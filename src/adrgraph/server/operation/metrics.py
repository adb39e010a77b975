"""Figures of the service in the manner of Prometheus; none of them tells what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from adrgraph.server.accounts import LEFT, Account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.metrics_core import Metric

    from adrgraph.server.isolation.census import Census, Tally

MEDIA_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60)
_ROWS = (0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
_BYTES = (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)


class Metrics:
    """All figures of one server."""

    def __init__(self, *, census: Callable[[], Census], tally: Tally) -> None:
        """Begin at nothing; workers are counted when somebody looks."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Workers(census, tally))
        self._by_status: dict[int, Counter] = {}
        self._by_kind: dict[tuple[str, str], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "adrgraph_requests", "Requests answered.", ["status"], registry=registry
        )
        self.reloads = Counter(
            "adrgraph_reloads", "Builds that were to be swapped in.", ["outcome"], registry=registry
        )
        self._queries = Counter(
            "adrgraph_queries", "Queries asked.", ["form", "outcome"], registry=registry
        )
        self._hits = Counter(
            "adrgraph_cache_hits", "Queries answered from what was kept.", registry=registry
        )
        self._seconds = Histogram(
            "adrgraph_query_seconds",
            "From a query's arrival to the last byte of its answer.",
            ["form", "outcome"],
            registry=registry,
            buckets=_SECONDS,
        )
        self._waiting = Histogram(
            "adrgraph_query_waiting_seconds",
            "Time that a query waited for its turn.",
            ["form"],
            registry=registry,
            buckets=_SECONDS,
        )
        self._rows = Histogram(
            "adrgraph_answer_rows",
            "Rows or triples of an answer.",
            ["form"],
            registry=registry,
            buckets=_ROWS,
        )
        self._bytes = Histogram(
            "adrgraph_answer_bytes",
            "Bytes of an answer's body, as it was sent.",
            ["form"],
            registry=registry,
            buckets=_BYTES,
        )

    def request(self, status: int) -> None:
        """Count one request that is over; without a status, its client has left."""
        counter = self._by_status.get(status)
        if counter is None:
            counter = self._by_status[status] = self._requests.labels(status or LEFT)
        counter.inc()

    def query(self, told: Account, *, seconds: float, size: int) -> None:
        """Count one query that is over."""
        form = told.form or "unknown"
        kind = form, told.outcome
        found = self._by_kind.get(kind)
        if found is None:  # to look a label up takes longer than to count
            found = self._queries.labels(*kind), self._seconds.labels(*kind)
            self._by_kind[kind] = found
        queries, times = found
        queries.inc()
        times.observe(seconds)
        if told.outcome in HITS:
            self._hits.inc()
            return
        self._waiting.labels(form).observe(told.waited)
        self._bytes.labels(form).observe(size)
        if told.rows is not None:
            self._rows.labels(form).observe(told.rows)

    def written(self) -> bytes:
        """The figures as they stand."""
        return generate_latest(self._registry)


HITS = frozenset({"kept", "unchanged"})
"""The outcomes of queries that were answered before."""


class _Workers:
    """Workers and queues, read when somebody looks."""

    def __init__(self, census: Callable[[], Census], tally: Tally) -> None:
        self._census = census
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        """The figures at this moment."""
        now = self._census()
        workers = GaugeMetricFamily(
            "adrgraph_workers", "Processes that answer queries.", labels=["lane", "state"]
        )
        workers.add_metric(["light", "busy"], now.light_busy)
        workers.add_metric(["light", "idle"], now.light_idle)
        workers.add_metric(["heavy", "busy"], now.heavy_busy)
        workers.add_metric(["heavy", "idle"], now.heavy_idle)
        queue = GaugeMetricFamily(
            "adrgraph_queries_waiting", "Queries that wait for their turn.", labels=["lane"]
        )
        queue.add_metric(["light"], now.light_waiting)
        queue.add_metric(["heavy"], now.heavy_waiting)
        under_way = GaugeMetricFamily(
            "adrgraph_queries_under_way", "Queries that are not over.", value=now.under_way
        )
        forked = CounterMetricFamily(
            "adrgraph_workers_forked", "Workers begun.", value=self._tally.forked
        )
        ended = CounterMetricFamily(
            "adrgraph_workers_ended", "Workers ended, by what ended them.", labels=["reason"]
        )
        for reason in ("killed", "memory", "seconds", "failed", "retired"):
            ended.add_metric([reason], self._tally.ended[reason])
        yield from (workers, queue, under_way, forked, ended)
