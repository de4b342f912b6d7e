"""Two colleagues talk about a document, by a standard client; who may not see it neither reads nor finds it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from jishi.refusals.door import NotThere
from xieban.chat.actions.rooms import enter
from xieban.chat.queries.keys import keys
from xieban.chat.queries.searching import find
from xieban.chat.queries.server import ADMIN, ServerRefuses, ask
from xieban.chat.rules.names import Kind
from xieban.chat.tests.standard import Refused, Standard, sign_in, talk_of
from xieban.chat.tests.synapse import Pushes
from xieban.documents.tests.laying import notice, prepare
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.chat_server, pytest.mark.one_engine]


def push(pushes: Pushes, event: str) -> int:
    """Let the product's own address take what the chat server has pushed."""
    known = keys()
    assert known is not None
    return (
        Client()
        .put(
            "/chat/pushed/_matrix/app/v1/transactions/1",
            pushes.with_event(event),
            content_type="application/json",
            headers={"authorization": f"Bearer {known.push}"},
        )
        .status_code
    )


def test_two_colleagues_talk_about_a_document_and_find_what_they_said(
    cast: Cast, chat: Callable[[], None], pushes: Pushes
) -> None:
    prepare(cast)
    document, now = notice(cast.drafter), timezone.now()
    room = enter(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.drafter, at=now)
    assert enter(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.administrator, at=now) == room
    drafter, other = sign_in(cast.drafter), sign_in(cast.administrator)

    said = drafter.say(room, "第三条的储备数量请再核对")

    assert other.read(room)[0] == "第三条的储备数量请再核对"
    assert push(pushes, said) == 200
    hits, following = find(cast.administrator, words="储备")
    assert [(one.event_id, one.sender_name, one.room) for one in hits] == [
        (said, cast.drafter.name, document.title)
    ]
    assert following is None
    assert find(cast.clerk, words="储备") == ([], None)
    with pytest.raises(NotThere):
        enter(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.clerk, at=now)


def test_what_was_corrected_or_taken_back_is_found_as_it_is_now(
    cast: Cast, chat: Callable[[], None], pushes: Pushes
) -> None:
    room = talk_of(cast.clerk, cast.drafter)
    clerk = sign_in(cast.clerk)
    said = clerk.say(room, "下午三点开会")
    push(pushes, said)
    new = {"m.new_content": {"msgtype": "m.text", "body": "下午四点开会"}}
    corrected = clerk.say(
        room, "* 下午四点开会", **new, **{"m.relates_to": {"rel_type": "m.replace", "event_id": said}}
    )
    push(pushes, corrected)

    assert [one.text for one in find(cast.clerk, words="四点")[0]] == ["下午四点开会"]
    assert find(cast.clerk, words="三点")[0] == []

    taken_back = clerk.do(lambda client: client.room_redact(room, said)).event_id
    push(pushes, taken_back)

    assert find(cast.clerk, words="四点")[0] == []


def test_a_room_is_changed_by_nobody_in_it(cast: Cast, chat: Callable[[], None]) -> None:
    room = talk_of(cast.clerk, cast.drafter)
    clerk, stranger = sign_in(cast.clerk), sign_in(cast.stranger)

    for tried in (
        lambda client: client.room_invite(room, stranger.address),
        lambda client: client.room_put_state(room, "m.room.name", {"name": "另一个名字"}),
        lambda client: client.room_put_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}),
        lambda client: client.room_kick(room, f"@{cast.drafter.username}:{settings.CHAT_SERVER_NAME}"),
        lambda client: client.set_displayname("主任"),
    ):
        with pytest.raises(Refused):
            clerk.do(tried)
    for tried in (
        lambda client: client.join(room),
        lambda client: client.room_messages(room, "", limit=5),
    ):
        with pytest.raises(Refused):
            stranger.do(tried)


def test_nobody_registers_and_nobody_but_the_service_looks_after_the_server(
    cast: Cast, chat: Callable[[], None]
) -> None:
    clerk = sign_in(cast.clerk)
    nobody = Standard(address=f"@nobody:{settings.CHAT_SERVER_NAME}", device="X", token="none")

    with pytest.raises(Refused):
        nobody.do(lambda client: client.register("somebody", "a-password-of-his-own"))
    with pytest.raises(Refused):
        nobody.do(lambda client: client.login("a-password-of-his-own"))
    answer = Client().put("/chat/pushed/_matrix/app/v1/transactions/1", b"{}", content_type="application/json")
    assert answer.status_code == 404
    for path in (f"{ADMIN}/v2/users", f"{ADMIN}/v1/rooms"):
        with pytest.raises(ServerRefuses, match="403"):
            ask("GET", path, token=clerk.token)
    with pytest.raises(ServerRefuses, match="404"):
        ask("GET", "/_matrix/federation/v1/version")
