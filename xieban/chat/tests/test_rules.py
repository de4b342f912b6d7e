from typing import Any

import pytest

from xieban.chat.rules import local_name, pair_key
from xieban.chat.rules.files import files_in, is_for_others
from xieban.chat.rules.hearing import heard
from xieban.chat.rules.server import Keys, Place, configuration, service
from xieban.chat.rules.words import message

UUID = "0f8f6a52-1c7b-4a52-9f6e-000000000001"
PLACE = Place(
    server_name="office.example",
    port=8702,
    public_url="https://office.example",
    office_url="https://office.example",
    office_here="http://127.0.0.1:8700",
    folder="/data/chat",
    keys_folder="/data/keys",
    database_url="postgres://u:p%40@db:5433/chat",
    largest=1,
)
KEYS = Keys(login="a", service="b", push="c", registration="d", macaroon="e", form="f", oidc="g")


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        pytest.param("liu.ting-2", "liu.ting-2", id="an account name that the protocol takes is kept"),
        pytest.param("xieban", f"p-{UUID.replace('-', '')}", id="nobody is called like the service"),
        pytest.param("刘婷", f"p-{UUID.replace('-', '')}", id="another goes by the person's own key"),
        pytest.param("_odd", f"p-{UUID.replace('-', '')}", id="so does one that begins oddly"),
    ],
)
def test_what_an_account_is_called(username: str, expected: str) -> None:
    assert local_name(username=username, uuid=UUID) == expected


def test_two_people_have_one_room_whoever_asks() -> None:
    assert pair_key("b", "a") == pair_key("a", "b")


def event(content: object, **more: object) -> dict[str, Any]:
    plain = {"event_id": "$1", "room_id": "!r", "sender": "@a:b", "origin_server_ts": 5, "type": "m.room.message"}
    return {**plain, "content": content, **more}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(event({"msgtype": "m.text", "body": "你好"}), ("$1", "你好"), id="a text"),
        pytest.param(
            event({"msgtype": "m.file", "body": "看附件", "filename": "预算.xlsx"}),
            ("$1", "预算.xlsx"),
            id="a file",
        ),
        pytest.param(
            event({"msgtype": "m.text", "body": "> <@a:b> 原话\n> 又一行\n\n答复"}), ("$1", "答复"), id="an answer"
        ),
        pytest.param(
            event(
                {
                    "msgtype": "m.text",
                    "body": "* 新",
                    "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"},
                    "m.new_content": {"msgtype": "m.text", "body": "新"},
                }
            ),
            ("$0", "新"),
            id="a correction",
        ),
        pytest.param(event({}, type="m.room.redaction", redacts="$0"), ("$0", ""), id="taken back"),
        pytest.param(event({"redacts": "$0"}, type="m.room.redaction"), ("$0", ""), id="taken back, new form"),
        pytest.param(event({"msgtype": "m.text", "body": " "}), None, id="nothing said"),
        pytest.param(event({"msgtype": "m.text", "body": ["x"]}), None, id="no text"),
        pytest.param(event("x"), None, id="no content"),
        pytest.param(event({"msgtype": "m.text", "body": "x"}, sender=1), None, id="no sender"),
        pytest.param(event({"msgtype": "m.text", "body": "x"}, event_id=None), None, id="no address"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_what_is_heard(told: dict[str, Any], expected: tuple[str, str] | None) -> None:
    found = heard(told)

    assert (None if found is None else (found.event, found.text)) == expected


def test_what_was_typed_is_never_markup() -> None:
    body = message(words="新的待办", title='<img src=x onerror="1">', url="https://office.example/a/?b&c")

    assert "<img" not in str(body["formatted_body"])


def test_the_server_listens_to_itself_alone_and_tells_nobody_anything() -> None:
    told = configuration(PLACE, KEYS)

    assert [one["bind_addresses"] for one in told["listeners"]] == [["127.0.0.1"]]
    assert told["listeners"][0]["resources"] == [{"names": ["client"], "compress": False}]
    closed = ("report_stats", "enable_registration", "allow_guest_access", "url_preview_enabled")
    assert not any(told[name] for name in closed)
    assert told["trusted_key_servers"] == told["federation_domain_whitelist"] == []
    assert told["forget_rooms_on_leave"]
    assert told["database"]["args"] == {
        "dbname": "chat", "host": "db", "port": 5433, "user": "u", "password": "p@", "cp_min": 2, "cp_max": 10,
    }  # fmt: skip
    assert service(PLACE, KEYS)["url"] == "http://127.0.0.1:8700/chat/pushed"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/_matrix/client/v3/sync", True, id="what people ask"),
        pytest.param("/_synapse/client/oidc/callback", True, id="their way in"),
        pytest.param("/_synapse/admin/v2/users", False, id="its administration"),
        pytest.param("/_matrix/client/../../_synapse/admin/v2/users", False, id="nor by going up"),
        pytest.param("/_matrix/client/%2e%2e/%2e%2e/_synapse/admin/v2/users", False, id="nor by hiding it"),
        pytest.param("/_matrix/federation/v1/version", False, id="other servers"),
        pytest.param("/_matrix/media/v3/upload", True, id="sending a file up"),
        pytest.param("/_matrix/media/v3/download/a/b", False, id="the old way to fetch one"),
        pytest.param("/_matrix/client/v1/media/download/a/b", True, id="the way that is checked"),
        pytest.param("/_matrix/client/v1/media/Thumbnail/a/b", False, id="nor spelled otherwise"),
    ],
)
def test_what_passes_the_gate(path: str, expected: object) -> None:
    assert is_for_others(path) is expected


def test_files_are_found_wherever_a_message_names_them() -> None:
    content = {
        "url": "mxc://a/1",
        "info": {"thumbnail_url": "mxc://a/2", "list": [{"x": "mxc://a/3"}]},
        "body": "see mxc://a/4",
    }

    assert files_in(content) == {"a/1", "a/2", "a/3"}
