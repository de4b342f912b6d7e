import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from jishi.signing.door import signature
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Asked, Reply, listening
from zhishou.notify.channels.webhook.transport import Webhook, WebhookForm
from zhishou.notify.rules import Outcome

WIRE = Path(__file__).parents[5] / "wire"
SECRET = "sixteen-characters"


def test_the_receiver_can_verify_what_it_got(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening() as server:
        Webhook().send(a_letter(), details={"url": f"{server.url}/hook?x=1", "secret": SECRET}, at=NOON)

    [asked] = server.asked
    moment = asked.headers["Zhishou-Timestamp"]
    expected = hmac.new(SECRET.encode(), moment.encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    assert asked.path == "/hook?x=1"
    assert asked.headers["Zhishou-Signature"] == f"v1={expected}"
    assert moment == str(int(NOON.timestamp()))
    assert asked.headers["Idempotency-Key"] == a_letter().key
    assert json.loads(asked.body)["subject"] == "值班呼叫"


@pytest.mark.parametrize("vector", json.loads((WIRE / "webhook-signature.json").read_text())["vectors"])
def test_the_published_vectors_hold(vector: dict[str, str]) -> None:
    made = signature(vector["secret"], timestamp=int(vector["timestamp"]), body=vector["body"].encode())

    assert made == vector["signature"]


def test_what_is_sent_has_exactly_the_published_fields(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)
    schema = json.loads((WIRE / "notice-webhook.schema.json").read_text())

    with listening() as server:
        Webhook().send(a_letter(), details={"url": server.url, "secret": SECRET}, at=NOON)

    assert set(json.loads(server.asked[0].body)) == set(schema["properties"]) == set(schema["required"])


@pytest.mark.parametrize(
    ("reply", "outcome", "wait"),
    [
        pytest.param(Reply(status=204, body=b""), Outcome.DELIVERED, None, id="took it"),
        pytest.param(Reply(status=410), Outcome.PERMANENT, None, id="never again"),
        pytest.param(Reply(status=302, headers={"Location": "/x"}), Outcome.TEMPORARY, None, id="redirect"),
        pytest.param(
            Reply(status=503, headers={"Retry-After": "120"}),
            Outcome.TEMPORARY,
            timedelta(minutes=2),
            id="later",
        ),
    ],
)
def test_the_status_decides(settings: Settings, reply: Reply, outcome: Outcome, wait: timedelta | None) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    def answer(_: Asked) -> Reply:
        return reply

    with listening(answer) as server:
        receipt = Webhook().send(a_letter(), details={"url": server.url, "secret": SECRET}, at=NOON)

    assert (receipt.outcome, receipt.retry_after) == (outcome, wait)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "https://[::1]/", "https://10.0.0.1/", "javascript:alert(1)"]
)
def test_the_inside_is_refused_by_the_form(url: str) -> None:
    assert "url" in WebhookForm({"url": url, "secret": SECRET}).errors


def test_the_path_is_never_shown() -> None:
    assert Webhook().mask({"url": "https://example.org/secret/path"}) == "example.org/••••"
