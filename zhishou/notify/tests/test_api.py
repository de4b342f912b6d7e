import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from conftest import NOON, Cast
from zhishou.notify.actions import channels, tell
from zhishou.notify.models import Channel, Notice
from zhishou.notify.rules import Urgency
from zhishou.notify.tests.factories import make_channel, message, recorded, run
from zhishou.people.models import Person

pytestmark = pytest.mark.once

ME, LOG = "/api/v1/me", "/api/v1/engagements/red-cross/notices/deliveries"
SECRET = "robot-key-of-nobody"


def send(
    person: Person, method: str, path: str, body: object = None, *, status: int = 200, **headers: str
) -> dict[str, Any]:
    client = Client(headers={"accept-language": "zh-hans"} | {k.replace("_", "-"): v for k, v in headers.items()})
    with time_machine.travel(NOON, tick=False):
        client.force_login(person)
        response = client.generic(
            method, path, json.dumps(body) if body is not None else "", content_type="application/json"
        )
    assert response.status_code == status, response.content.decode()
    found = json.loads(response.content) if response.content else {}
    return {**found, "etag": response.headers.get("ETag", "")}


def test_what_i_was_told_is_listed_and_read(cast: Cast) -> None:
    for _ in range(3):
        tell(to=[cast.expert], message=message(), at=NOON)
    tell(to=[cast.manager], message=message(), at=NOON)

    first = send(cast.expert, "GET", f"{ME}/notices?limit=2")
    rest = send(cast.expert, "GET", f"{ME}/notices?limit=2&cursor={first['next_cursor']}")
    read = send(cast.expert, "POST", f"{ME}/notices/{first['items'][0]['uuid']}/read")

    assert len({one["uuid"] for one in first["items"] + rest["items"]}) == 3
    assert read["read_at"]
    assert len(send(cast.expert, "GET", f"{ME}/notices?unread=true")["items"]) == 2
    assert "482913" in first["items"][0]["body"] + first["items"][0]["subject"]


def test_everything_is_read_at_once(cast: Cast) -> None:
    tell(to=[cast.expert, cast.manager], message=message(), at=NOON)

    send(cast.expert, "POST", f"{ME}/notices/read-all", status=204)

    assert Notice.objects.get(read_at__isnull=True).person == cast.manager


def test_anothers_notice_is_not_there(cast: Cast) -> None:
    tell(to=[cast.expert], message=message(), at=NOON)

    send(cast.manager, "POST", f"{ME}/notices/{Notice.objects.get().uuid}/read", status=404)


def added(cast: Cast) -> dict[str, Any]:
    sent = {"kind": "wecom", "details": {"address": SECRET}}
    return send(cast.expert, "POST", f"{ME}/channels", sent, status=201)


def test_a_channel_is_added_proved_preferred_and_removed(cast: Cast) -> None:
    make_channel(cast.expert)
    with recorded("wecom") as double:
        made = added(cast)
        channels.send_code(uuid=made["uuid"], at=NOON)
    code = re.search(r"\d{6}", double.sent[-1][0].text)
    assert code
    here = f"{ME}/channels/{made['uuid']}"

    proved = send(cast.expert, "POST", f"{here}/verify", {"code": code[0]})
    first = send(cast.expert, "PATCH", here, {"preferred": True}, if_match=proved["etag"])

    assert (proved["verified_at"] is not None, first["rank"]) == (True, 0)
    assert send(cast.expert, "GET", f"{ME}/channels")["items"][0]["uuid"] == made["uuid"]
    send(cast.expert, "DELETE", here, status=428)
    send(cast.expert, "DELETE", here, status=412, if_match=made["etag"])
    send(cast.expert, "DELETE", here, status=204, if_match=first["etag"])
    send(cast.expert, "GET", here, status=404)


def test_secrets_never_come_back(cast: Cast) -> None:
    with recorded("wecom"):
        made = added(cast)

    listed = send(cast.expert, "GET", f"{ME}/channels")

    assert SECRET not in json.dumps([made, listed])
    assert SECRET in Channel.objects.get().details.reveal()


def test_wrong_details_are_refused_by_name(cast: Cast) -> None:
    sent = {"kind": "webhook", "details": {"url": "no address", "secret": "short"}}

    refused = send(cast.expert, "POST", f"{ME}/channels", sent, status=422)

    assert {one["where"][-1] for one in refused["errors"]} == {"url", "secret"}


def test_an_unknown_kind_is_refused(cast: Cast) -> None:
    send(cast.expert, "POST", f"{ME}/channels", {"kind": "pigeon", "details": {}}, status=409)


@pytest.mark.parametrize("keys", [[""] * 6, [f"key-{number}" for number in range(6)], ["the-same"] * 6])
def test_wrong_codes_count_under_an_idempotency_key_too(cast: Cast, keys: list[str]) -> None:
    with recorded("wecom") as double:
        made = added(cast)
        channels.send_code(uuid=made["uuid"], at=NOON)
    right = re.search(r"\d{6}", double.sent[-1][0].text)
    assert right
    wrong = "000000" if right[0] != "000000" else "000001"

    for key in keys[1:]:
        named = {"idempotency_key": key} if key else {}
        send(cast.expert, "POST", f"{ME}/channels/{made['uuid']}/verify", {"code": wrong}, status=409, **named)

    send(cast.expert, "POST", f"{ME}/channels/{made['uuid']}/verify", {"code": right[0]}, status=409)


def test_a_test_message_is_asked_for_once_a_minute(cast: Cast) -> None:
    here = f"{ME}/channels/{make_channel(cast.expert).uuid}"

    send(cast.expert, "POST", f"{here}/test", status=202)

    send(cast.expert, "POST", f"{here}/test", status=409)
    send(cast.expert, "POST", f"{here}/code", status=409)


def test_nobody_asks_or_touches_anothers_channel(cast: Cast) -> None:
    here = f"{ME}/channels/{make_channel(cast.expert).uuid}"

    for verb, body in {"test": None, "code": None, "verify": {"code": "000000"}}.items():
        send(cast.manager, "POST", f"{here}/{verb}", body, status=404)
    send(cast.manager, "GET", here, status=404)
    send(cast.manager, "PATCH", here, {"preferred": True}, status=404, if_match="*")
    send(cast.manager, "DELETE", here, status=404, if_match="*")


def test_the_manager_reads_what_became_of_each_notice(cast: Cast) -> None:
    make_channel(cast.expert)
    with recorded():
        tell(to=[cast.expert], message=message(Urgency.PAGE, of=cast.engagement.code), at=NOON)
        run(NOON)

    [notice] = send(cast.manager, "GET", LOG)["items"]

    [delivery] = notice["deliveries"]
    assert (delivery["state"], delivery["attempts"][0]["outcome"]) == ("delivered", "delivered")
    send(cast.expert, "GET", LOG, status=403)
    send(cast.stranger_manager, "GET", LOG, status=404)
