"""What the service says, what is missing while the chat server is away, and how the server is closed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from jishi.outbox.door import deliver_waiting
from xieban.chat.actions.checking import learn_accounts, learn_rooms
from xieban.chat.actions.errands import ask_for_accounts, ask_for_all, ask_for_rooms
from xieban.chat.actions.keeping import Keeper
from xieban.chat.actions.sayings import say_next
from xieban.chat.models import Account, Errand, Room, Saying
from xieban.chat.queries.health import CHAT
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.server import ADMIN, CLIENT, ChatIsAway, ServerRefuses, ask, quoted
from xieban.chat.rules.names import Kind
from xieban.chat.tests.standard import department_room, sign_in, talk_of
from xieban.directory.actions import hand_over
from xieban.documents.tests.laying import Way, notice, prepare
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.chat_server, pytest.mark.one_engine]


def told(cast: Cast) -> list[str]:
    room = Room.objects.get(kind=Kind.SERVICE, key=str(cast.department_head.uuid))
    return sign_in(cast.department_head).read(room.address)


def test_new_work_is_said_by_the_service_and_only_once(cast: Cast, chat: Callable[[], None]) -> None:
    prepare(cast)
    document = notice(cast.drafter)
    Way(document).does(cast.drafter)
    chat()

    said = [one for one in told(cast) if document.title in one]

    assert len(said) == 1
    assert said[0].startswith("新的待办：")
    assert f"{settings.PUBLIC_URL}/documents/" in said[0]
    Saying.objects.update(said_at=None)  # as after a crash between saying it and noting that it was said
    while say_next(at=timezone.now()):
        pass
    assert [one for one in told(cast) if document.title in one] == said


def test_without_the_chat_server_documents_go_on_and_what_was_due_is_done_later(
    cast: Cast, chat: Callable[[], None], chat_server: dict[str, Any]
) -> None:
    prepare(cast)
    document, browser = notice(cast.drafter), Client()
    browser.force_login(cast.drafter)
    with override_settings(CHAT_AT="http://127.0.0.1:1"):
        assert "reason" in browser.get("/chat/session/").json()
        assert browser.post(f"/chat/rooms/document/{document.uuid}/").status_code == 503
        assert browser.get(f"/documents/{document.uuid}/").status_code == 200
        assert CHAT.look(timezone.now()).reasons[0] == "nothing answers at http://127.0.0.1:1"
        Way(document).does(cast.drafter)
        deliver_waiting(at=timezone.now())
        with pytest.raises(ChatIsAway):
            Keeper(clock=timezone.now, stopped=lambda: False).do_some()
        assert Saying.objects.filter(said_at=None).exists()

    chat()

    assert any(document.title in one for one in told(cast))
    assert not Errand.objects.exists()


def test_an_errand_that_the_server_refuses_stops_no_other(cast: Cast, chat: Callable[[], None]) -> None:
    Account.objects.create(person=cast.clerk, address="@not an address")
    asked_for = Room.objects.create(kind=Kind.DEPARTMENT, key=str(cast.office.uuid), made_at=timezone.now())
    ask_for_accounts([cast.clerk], at=timezone.now())
    ask_for_rooms([asked_for], at=timezone.now())
    chat()

    refused = Errand.objects.filter(attempts__gt=0)
    assert {one.key for one in refused} == {str(cast.clerk.uuid), f"department:{cast.office.uuid}"}
    office = Room.objects.get(key=str(cast.office.uuid))
    assert Account.objects.get(person=cast.registrar).address in joined_in(office)


def test_what_the_server_has_otherwise_is_learned_and_put_right(cast: Cast, chat: Callable[[], None]) -> None:
    lost, office = department_room(cast.department), department_room(cast.leaders)
    drafter = Account.objects.get(person=cast.drafter)
    ask("POST", f"{ADMIN}/v1/join/{quoted(office.address)}", {"user_id": drafter.address})
    Room.objects.filter(pk=lost.pk).update(address="!gone:office.example")

    learn_rooms(at=timezone.now())
    chat()

    assert drafter.address not in joined_in(office)
    lost.refresh_from_db()
    assert drafter.address in joined_in(lost)


def test_a_server_that_was_begun_anew_or_restored_has_the_accounts_of_today(
    cast: Cast, chat: Callable[[], None]
) -> None:
    lost = Account.objects.create(
        person=cast.clerk, address=f"@lost-{cast.clerk.username}:office.example", is_open=True, name=cast.clerk.name
    )
    department_room(cast.department)
    leaver = Account.objects.get(person=cast.drafter)
    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=timezone.now())
    chat()
    ask("PUT", f"{ADMIN}/v2/users/{quoted(leaver.address)}", {"deactivated": False})
    head = Account.objects.get(person=cast.department_head)
    ask("PUT", f"{ADMIN}/v2/users/{quoted(head.address)}", {"displayname": cast.department_head.username})

    assert learn_accounts() == 3
    ask_for_all(at=timezone.now())
    chat()

    assert sign_in(cast.clerk).address == lost.address
    assert ask("GET", f"{ADMIN}/v2/users/{quoted(leaver.address)}")["deactivated"]
    shown = ask("GET", f"{ADMIN}/v2/users/{quoted(head.address)}")["displayname"]
    assert shown == cast.department_head.name
    assert learn_accounts() == 0


def test_a_file_is_served_to_who_is_signed_in_and_never_shown_as_a_page(
    cast: Cast, chat: Callable[[], None]
) -> None:
    talk_of(cast.clerk, cast.drafter)
    clerk = sign_in(cast.clerk)
    page = b"<script>alert(1)</script>"
    answer, _keys = clerk.do_pair(lambda client: client.upload(lambda *_: page, "text/html", "x.html", filesize=25))
    media = answer.content_uri.removeprefix("mxc://")

    with pytest.raises(ServerRefuses, match="401"):
        ask("GET", f"/_matrix/client/v1/media/download/{media}", token="nobody's")
    with pytest.raises(ServerRefuses, match="404"):
        ask("GET", f"/_matrix/media/v3/download/{media}", token=clerk.token)
    headers = clerk.headers_of(f"/_matrix/client/v1/media/download/{media}")
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_the_server_is_closed(cast: Cast, chat: Callable[[], None]) -> None:
    ways = ask("GET", f"{CLIENT}/login")["flows"]
    assert {one["type"] for one in ways} <= {
        "org.matrix.login.jwt", "m.login.sso", "m.login.token", "m.login.application_service",
    }  # fmt: skip
    clerk = sign_in(cast.clerk)
    room = clerk.do(lambda client: client.room_create(name="自建")).room_id
    with pytest.raises(ServerRefuses, match="403"):
        ask("PUT", f"{CLIENT}/directory/list/room/{quoted(room)}", {"visibility": "public"}, token=clerk.token)
    alias = quoted(f"#open:{settings.CHAT_SERVER_NAME}")
    with pytest.raises(ServerRefuses, match="403"):
        ask("PUT", f"{CLIENT}/directory/room/{alias}", {"room_id": room}, token=clerk.token)
