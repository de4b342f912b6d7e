import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jishi.signing.door import is_fresh, signature, signed_by

VECTORS = json.loads((Path(__file__).parents[3] / "wire" / "webhook-signature.json").read_text())["vectors"]
NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
SECRET, BODY, MOMENT = "sixteen-characters", b"{}", str(int(NOON.timestamp()))


@pytest.mark.parametrize("vector", VECTORS)
def test_the_published_vectors_hold(vector: dict[str, str]) -> None:
    body = vector["body"].encode()

    assert signature(vector["secret"], timestamp=int(vector["timestamp"]), body=body) == vector["signature"]
    assert signed_by([vector["secret"]], timestamp=vector["timestamp"], header=vector["signature"], body=body)


@pytest.mark.parametrize(
    ("secret", "timestamp", "header", "body"),
    [
        pytest.param("another-secret", MOMENT, None, BODY, id="another secret"),
        pytest.param(SECRET, "1", None, BODY, id="another moment"),
        pytest.param(SECRET, MOMENT, None, b"{} ", id="another body"),
        pytest.param(SECRET, MOMENT, "", BODY, id="no signature"),
        pytest.param(SECRET, MOMENT, "v1=签名", BODY, id="no hex"),
        pytest.param(SECRET, MOMENT, ",".join(["v1=0"] * 9), BODY, id="many"),
    ],
)
def test_nothing_else_is_signed(secret: str, timestamp: str, header: str | None, body: bytes) -> None:
    made = signature(SECRET, timestamp=MOMENT, body=BODY) if header is None else header

    assert signed_by([secret], timestamp=timestamp, header=made, body=body) is None


def test_one_of_several_secrets_and_signatures_is_enough() -> None:
    old = signature("the-secret-before", timestamp=MOMENT, body=BODY)

    assert signed_by([SECRET, "the-secret-before"], timestamp=MOMENT, header=f"v1=0, {old}", body=BODY) == old


@pytest.mark.parametrize(
    ("timestamp", "fresh"),
    [
        (MOMENT, True),
        (str(int(MOMENT) - 300), True),
        (str(int(MOMENT) - 301), False),
        (str(int(MOMENT) + 301), False),
        ("", False),
        ("-5", False),
        ("１６７８８５２８００", False),
        ("9" * 4000, False),
    ],
)
def test_what_is_older_than_five_minutes_is_stale(timestamp: str, fresh: bool) -> None:  # noqa: FBT001 - a case
    assert is_fresh(timestamp, at=NOON) is fresh
    assert is_fresh(MOMENT, at=NOON + timedelta(minutes=6)) is False
