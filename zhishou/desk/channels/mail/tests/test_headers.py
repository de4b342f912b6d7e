"""Headers as they really come."""

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.desk.channels.mail import headers
from zhishou.desk.channels.mail.reading import file_name

GB = "公文系统".encode("gb2312")


def raw(value: bytes) -> str:
    """Return a header as the parser hands it over."""
    return value.decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(b"plain", "plain", id="plain"),
        pytest.param(b"=?utf-8?B?5YWs5paH?=", "公文", id="base64"),
        pytest.param(b"=?UTF-8?q?=E5=85=AC=E6=96=87?=", "公文", id="quoted"),
        pytest.param(b"=?utf-8?B?5YWs5paH?= =?utf-8?B?57O757uf?=", "公文系统", id="the space between is none"),
        pytest.param(b"=?utf-8?B?5YWs5p?=\r\n =?utf-8?B?aH?=", "公文", id="cut in the midst of a character"),
        pytest.param(b"=?gb2312?B?uavOxM+1zbM?=", "公文系统", id="padding lost"),
        pytest.param(b"=?gb2312?B?uavOxM+1zbM=", "=?gb2312?B?uavOxM+1zbM=", id="the end lost: shown as it came"),
        pytest.param(b"=?utf-8?Q?=E5=85=AC = x?=", "公 = x", id="spaces where none may be"),
        pytest.param(b"=?utf-8?Q?a_b?=c", "a bc", id="glued to what follows"),
        pytest.param(b"=?utf-8*zh?B?5YWs5paH?=", "公文", id="with a language"),
        pytest.param(b"=?nonsense?B?5YWs5paH?=", "公文", id="no such charset"),
        pytest.param(GB, "公文系统", id="raw GB2312"),
        pytest.param("公文".encode(), "公文", id="raw UTF-8"),
        pytest.param("公文系統壞了".encode("big5"), "公文系統壞了", id="raw Big5"),
        pytest.param(b"Re: =?utf-8?B?5YWs5paH?= 1", "Re: 公文 1", id="mixed"),
        pytest.param(b"=?utf-8?B?AA==?=a\x00b\r\nBcc: x", "ab Bcc: x", id="nothing begins a new header"),
        pytest.param(b"=?utf-8?B?!!!?=", "", id="no base64 at all"),
    ],
)
def test_the_words_of_a_header_survive(value: bytes, words: str) -> None:
    assert headers.words_of(raw(value)) == words


@given(st.binary(max_size=200))
def test_no_header_makes_it_fail_or_has_two_lines(value: bytes) -> None:
    words = headers.words_of(raw(value))

    assert "\n" not in words
    words.encode()


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        (b"alice@example.org", ("", "alice@example.org")),
        (b"Alice <alice@example.org>", ("Alice", "alice@example.org")),
        (b'"Li, Alice" <alice@example.org>, bob@example.org', ("Li, Alice", "alice@example.org")),
        (b"=?gb2312?B?zfW3vA==?= <wf@example.org>", ("王芳", "wf@example.org")),
        (b"=?utf-8?Q?a=40evil.org=2C_?= <wf@example.org>", ("a@evil.org,", "wf@example.org")),
        ("王芳".encode("gb2312") + b" <wf@example.org>", ("王芳", "wf@example.org")),
        (b'"unclosed <wf@example.org>', ("unclosed", "wf@example.org")),
        (b"nobody at all", ("", "")),
        (b"<>", ("", "")),
        (b"", ("", "")),
    ],
)
def test_a_sender_is_found_where_there_is_one(value: bytes, sender: tuple[str, str]) -> None:
    assert headers.sender_in(raw(value)) == sender


@given(st.text(max_size=80))
def test_an_address_can_hold_nothing_that_begins_a_header(text: str) -> None:
    assert not headers.is_address(text) or not set(text.strip()) & set("\r\n\0<>, ")


def test_ids_are_read_in_order_and_once() -> None:
    message = message_from_bytes(
        b"References: <a@x>\r\n\t<b@x>\r\nIn-Reply-To: <b@x> <c@x>\r\nMessage-ID: <no good> <d@x>\r\n\r\n"
    )

    assert headers.thread_of(message) == ("<a@x>", "<b@x>", "<c@x>")
    assert headers.own_id(message) == "<d@x>"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"attachment; filename=a.txt", "a.txt"),
        (b"attachment; filename*=utf-8''%E5%85%AC%E6%96%87.doc", "公文.doc"),
        (b"attachment; filename*=gb2312''%B9%AB%CE%C4.doc", "公文.doc"),
        (b"attachment; filename*0*=utf-8''%E5%85%AC; filename*1*=%E6%96%87.doc", "公文.doc"),
        (b'attachment; filename="=?gb2312?B?uavOxC5kb2M=?="', "公文.doc"),
        (b'attachment; filename="' + "公文.doc".encode("gb2312") + b'"', "公文.doc"),
        (b'attachment; filename="../../etc/passwd"', "passwd"),
        (b'attachment; filename="C:\\\\temp\\\\a.doc"', "a.doc"),
        (b'attachment; filename=".."', ""),
        (b"attachment; filename*=nonsense''%E5%85%AC", "公"),
        (b"attachment", ""),
    ],
)
def test_the_name_of_a_file_survives_and_is_no_path(disposition: bytes, name: str) -> None:
    part = message_from_bytes(b"Content-Disposition: " + disposition + b"\r\n\r\nx")

    assert file_name(part) == name
