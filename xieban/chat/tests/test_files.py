"""Files go to who may read the message that names them, by a standard client as by the page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from xieban.chat.models import SentFile
from xieban.chat.queries.files import ON_ITS_WAY, Fetch, may_fetch
from xieban.chat.tests.standard import Refused, Standard, department_room, sign_in, talk_of
from xieban.directory.actions import dismiss
from xieban.directory.models import Appointment
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.chat_server, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]
MEDIA = "/_matrix/client/v1/media"


@dataclass(frozen=True)
class Fetched:
    status: int
    headers: dict[str, str]
    body: bytes


def fetch(gate: str, path: str, *, token: str = "") -> Fetched:
    connection = HTTPConnection(gate.removeprefix("http://"), timeout=20)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = connection.getresponse()
    found = Fetched(answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return found


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def send_up(who: Standard, body: bytes, *, kind: str, name: str) -> str:
    answer, _keys = who.do_pair(
        lambda client: client.upload(lambda *_: BytesIO(body), kind, name, filesize=len(body))
    )
    return str(answer.content_uri)


def withdraw(who: Standard, room: str, event: str) -> None:
    who.do(lambda client: client.room_redact(room, event))


def test_a_file_goes_to_the_people_of_its_room_and_to_nobody_else(
    gate: str, chat: Callable[[], None], cast: Cast
) -> None:
    room = department_room(cast.department).address
    drafter, head, clerk = (sign_in(one, at=gate) for one in (cast.drafter, cast.department_head, cast.clerk))
    url = send_up(drafter, picture(), kind="image/png", name="现场.png")
    file = url.removeprefix("mxc://")
    ways = (f"{MEDIA}/download/{file}", f"{MEDIA}/thumbnail/{file}?width=96&height=96&method=scale")

    assert [fetch(gate, way, token=head.token).status for way in ways] == [404, 404], "nobody has shown it yet"
    assert [fetch(gate, way, token=drafter.token).status for way in ways] == [200, 200]
    event = drafter.say(room, "现场.png", msgtype="m.image", url=url, info={"mimetype": "image/png"})
    for way in ways:
        given = fetch(gate, way, token=head.token)
        assert given.status == 200
        assert given.headers["Content-Disposition"].startswith("attachment")
        assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert given.headers["Cache-Control"] == "no-store"
    assert head.do(lambda client: client.download(url)).body == picture()

    # Who has the address alone: neither by asking, nor by naming it in a room of his own, nor by another spelling.
    own = clerk.do(lambda client: client.room_create(name="自建")).room_id
    clerk.say(own, "现场.png", msgtype="m.image", url=url)
    server, _slash, name = file.partition("/")
    others = (
        *ways, f"{ways[0]}/x.png", f"/_matrix/media/v3/download/{file}", f"{MEDIA}/%64ownload/{file}",
        f"/_matrix/client/v3/../v1/media/download/{file}", f"{MEDIA}/download/{server}/%{ord(name[0]):x}{name[1:]}",
    )  # fmt: skip
    assert {fetch(gate, way, token=clerk.token).status for way in others} == {404}
    assert {fetch(gate, way).status for way in ways} == {401}
    assert fetch(gate, ways[0], token="nobody's").status == 401
    with pytest.raises(Refused):
        clerk.do(lambda client: client.download(url))

    held = Appointment.objects.get(person=cast.department_head, until=None)
    dismiss(appointment=held, by=cast.administrator, at=timezone.now())
    chat()
    assert [fetch(gate, way, token=head.token).status for way in ways] == [404, 404], "he has left the room"

    pair = talk_of(cast.department_head, cast.drafter)
    chat()
    forwarded = drafter.say(pair, "现场.png", msgtype="m.image", url=url)
    assert fetch(gate, ways[0], token=head.token).status == 200
    for where, what in ((room, event), (pair, forwarded)):
        withdraw(drafter, where, what)
    assert fetch(gate, ways[0], token=head.token).status == 404, "it was withdrawn"


def test_a_file_that_is_on_its_way_is_waited_for(gate: str, chat: Callable[[], None], cast: Cast) -> None:
    room = department_room(cast.department).address
    drafter, head = sign_in(cast.drafter, at=gate), sign_in(cast.department_head, at=gate)
    url = send_up(drafter, picture(), kind="image/png", name="a.png")
    drafter.say(room, "a.png", msgtype="m.image", url=url)
    event, file = SentFile.objects.get().event, url.removeprefix("mxc://")
    SentFile.objects.update(event="", at=timezone.now())  # as before the chat server has answered
    assert may_fetch(file=file, token=head.token, at=timezone.now()) is Fetch.NOT_YET

    with ThreadPoolExecutor(1) as apart:
        asked = apart.submit(fetch, gate, f"{MEDIA}/download/{file}", token=head.token)
        SentFile.objects.update(event=event)

    assert asked.result().status == 200
    SentFile.objects.update(event="", at=timezone.now() - ON_ITS_WAY)  # whoever passed it on has died
    assert may_fetch(file=file, token=head.token, at=timezone.now()) is Fetch.NOT_THERE
