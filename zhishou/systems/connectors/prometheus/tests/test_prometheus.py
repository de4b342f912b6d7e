import time
from datetime import UTC, datetime

from tests.apart import run_apart
from tests.servers import Service
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask, saying, serving
from zhishou.systems.rules.observing import Observation, Outcome


def look(server: Service, query: str) -> Observation:
    wanted = ask("PQ-01", f"http://{server.address}", options={"query": query}, timeout_s=10)
    return run_apart(observe(kind="prometheus", ask=wanted, at=datetime.now(UTC)))


def test_a_real_prometheus_answers_a_query(prometheus_server: Service) -> None:
    ends = time.monotonic() + 20
    while (seen := look(prometheus_server, 'up{job="self"}')).outcome is Outcome.UNKNOWN:
        assert time.monotonic() < ends, "it never scraped itself"

    assert (seen.outcome, seen.value) == (Outcome.MEASURED, 1)
    assert look(prometheus_server, "1 + 1").value == 2


def test_no_series_and_a_wrong_query_are_unknown(prometheus_server: Service) -> None:
    assert look(prometheus_server, "none_such").outcome is Outcome.UNKNOWN
    assert look(prometheus_server, "sum(").outcome is Outcome.UNKNOWN


def test_what_is_no_prometheus_fails() -> None:
    async def run() -> Observation:
        async with serving(saying("<h1>hello</h1>")) as place:
            wanted = ask("PQ-01", f"http://{place}", options={"query": "up"})
            return await observe(kind="prometheus", ask=wanted, at=datetime.now(UTC))

    assert run_apart(run()).outcome is Outcome.FAILED
