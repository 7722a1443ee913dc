"""What the service counts about itself, for Prometheus: routes by their pattern, nothing personal."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """Counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "jalon_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "jalon_request_seconds", "Time to answer", ("route",), registry=self.registry
        )
        self.mails_waiting = Gauge("jalon_mails_waiting", "Messages not sent yet", registry=self.registry)
        self.deadlines_due = Gauge("jalon_deadlines_due", "Deadlines due, not fired", registry=self.registry)
        self.tasks_open = Gauge("jalon_tasks_open", "Tasks open", registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)
