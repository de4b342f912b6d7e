"""One mail into what the desk takes in."""

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.desk.channels.mail.reading import UNREADABLE, WHOLE, too_large
from zhishou.desk.channels.mail.tests.mails import OWN, THEN, mail, reading, winmail
from zhishou.desk.rules.channels import Nature

PICTURE = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def a_letter() -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Message-ID"] = "王芳 <wf@example.org>", "打不开", "<1@example.org>"
    letter.set_content("公文打不开\n\n> 以前的话")
    return letter


def test_a_plain_mail_is_read_whole() -> None:
    found = reading(a_letter().as_bytes())

    assert (found.sender_name, found.sender_address) == ("王芳", "wf@example.org")
    assert (found.subject, found.words) == ("打不开", "公文打不开\n\n> 以前的话")
    assert (found.reference, found.reached_at, found.nature) == ("<1@example.org>", THEN, Nature.PERSON)
    assert not found.files
    assert not found.trouble


def test_of_a_page_and_its_words_the_words_are_read_and_the_pictures_kept() -> None:
    letter = a_letter()
    letter.add_alternative('<p>公文<b>打不开</b></p><img src="cid:a"><script>x</script>', subtype="html")
    letter.add_attachment(PICTURE, maintype="image", subtype="png", filename="截图.png")
    page = letter.get_body(("html",))
    assert page is not None
    page.add_related(PICTURE, maintype="image", subtype="png", cid="<a>")

    found = reading(letter.as_bytes())

    assert found.words == "公文打不开\n\n> 以前的话"
    assert [(one.name, one.content == PICTURE) for one in found.files] == [
        ("picture-1.png", True),
        ("截图.png", True),
    ]


def test_a_mail_of_nothing_but_a_page_becomes_words() -> None:
    found = reading(mail(body=b"<p>a<script>alert(1)</script></p><p>b</p>", kind="text/html"))

    assert found.words == "a\n\nb"


def test_an_attached_text_is_a_file_and_an_attached_mail_is_kept_whole() -> None:
    letter = a_letter()
    letter.add_attachment("日志".encode(), maintype="text", subtype="plain", filename="a.log")
    inner = EmailMessage()
    inner["Subject"] = "里面的/信"
    inner.set_content("x")
    letter.add_attachment(inner)

    found = reading(letter.as_bytes())

    assert [one.name for one in found.files] == ["a.log", "里面的_信.eml"]
    assert found.files[0].content == "日志".encode()
    assert found.words.startswith("公文")


def test_winmail_is_opened_and_its_names_and_files_come_out() -> None:
    packed = winmail(("公文.doc".encode("gbk"), b"doc"), (b"..\\b.txt", b"text"), body="内容".encode("gbk"))
    letter = a_letter()
    letter.set_content("")
    letter.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")

    found = reading(letter.as_bytes())

    assert [(one.name, one.content) for one in found.files] == [("公文.doc", b"doc"), ("b.txt", b"text")]
    assert not found.trouble


def test_a_winmail_that_cannot_be_opened_is_kept_as_it_came() -> None:
    letter = a_letter()
    letter.add_attachment(
        b"\x78\x9f\x3e\x22nonsense", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )

    found = reading(letter.as_bytes())

    assert [one.name for one in found.files] == ["winmail.dat"]
    assert found.words.startswith("公文")


def test_a_mail_without_an_id_has_the_same_one_each_time() -> None:
    raw = mail("Message-ID: ")

    assert reading(raw).reference == reading(raw).reference
    assert reading(raw).reference != reading(raw + b"x").reference


def nested(depth: int) -> bytes:
    raw = b"Content-Type: text/plain\r\n\r\nx"
    for number in range(depth):
        edge = f"b{number}".encode()
        raw = b"Content-Type: multipart/mixed; boundary=" + edge + b"\r\n\r\n--" + edge + b"\r\n" + raw
        raw += b"\r\n--" + edge + b"--\r\n"
    return b"From: Bob <bob@example.org>\r\n" + raw


def test_a_mail_that_cannot_be_read_is_kept_whole_and_says_so() -> None:
    raw = nested(40)

    found = reading(raw)

    assert found.trouble == UNREADABLE
    assert [(one.name, one.content) for one in found.files] == [(WHOLE, raw)]
    assert found.sender_address == "bob@example.org"
    assert not found.may_acknowledge


def test_a_mail_too_large_is_shown_by_its_headers() -> None:
    found = too_large(mail("Subject: huge", body=b""), own=OWN, reached_at=THEN, size=45_000_000)

    assert (found.subject, found.words, found.trouble) == ("huge", "45 MB", "too large")


def test_a_very_long_mail_is_cut_and_kept_beside() -> None:
    found = reading(mail(body="长".encode() * 30_000))

    assert len(found.words) == 18_000
    assert found.files[0].name == "message.txt"
    assert len(found.files[0].content.decode()) == 30_000


def test_broken_parts_break_nothing() -> None:
    body = b"--e\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body += b"!!uavOxA=\r\n--e"

    found = reading(mail(body=body, kind="multipart/mixed; boundary=e"))

    assert not found.trouble


@pytest.mark.parametrize(
    ("header", "nature"),
    [
        ("X-Nothing: 1", Nature.PERSON),
        ("Auto-Submitted: no", Nature.PERSON),
        ("Subject: 关于自动回复的问题", Nature.PERSON),
        ("Precedence: first-class", Nature.PERSON),
        ("Return-Path: <alice@example.org>", Nature.PERSON),
        ("Auto-Submitted: auto-replied", Nature.AUTOMATIC),
        ("Auto-Submitted: auto-generated; owner=x", Nature.AUTOMATIC),
        ("Precedence: bulk", Nature.AUTOMATIC),
        ("Precedence: Auto_Reply", Nature.AUTOMATIC),
        ("X-Autoreply: yes", Nature.AUTOMATIC),
        ("X-Autorespond: yes", Nature.AUTOMATIC),
        ("List-Id: <l.example.org>", Nature.AUTOMATIC),
        ("Return-Path: <>", Nature.AUTOMATIC),
        ("Subject: 自动回复: 我在休假", Nature.AUTOMATIC),
        ("Subject: Automatic reply: away", Nature.AUTOMATIC),
        ("From: no-reply@example.org", Nature.AUTOMATIC),
        ("From: MAILER-DAEMON@example.org", Nature.BOUNCE),
        ("From: Postmaster <postmaster@example.org>", Nature.BOUNCE),
        ("X-Failed-Recipients: a@example.org", Nature.BOUNCE),
        ('Content-Type: multipart/report; report-type="delivery-status"; boundary=b', Nature.BOUNCE),
        (f"From: Desk <{OWN.upper()}>", Nature.OWN),
    ],
)
def test_whose_voice_a_mail_is(header: str, nature: Nature) -> None:
    assert reading(mail(header)).nature is nature


def test_a_programme_that_wants_no_answer_gets_none() -> None:
    assert reading(mail()).may_acknowledge
    assert not reading(mail("X-Auto-Response-Suppress: OOF, AutoReply")).may_acknowledge
    assert not reading(mail(f"Reply-To: {OWN}")).may_acknowledge


def test_a_bounce_says_which_of_our_mails_came_back() -> None:
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nnot delivered\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@example.org>\r\nSubject: x\r\n\r\ny\r\n"
        b"--b--\r\n"
    )

    found = reading(mail(body=body, kind="multipart/report; report-type=delivery-status; boundary=b"))

    assert "<ours@example.org>" in found.thread
    assert "not delivered" in found.words


@given(st.binary(max_size=400))
def test_nothing_makes_reading_fail(raw: bytes) -> None:
    found = reading(raw)

    assert found.reference
    assert "\x00" not in found.words + found.subject + found.sender_name


@given(
    st.sampled_from([b"From", b"Subject", b"Content-Type", b"Content-Disposition", b"References", b"Message-ID"]),
    st.binary(max_size=120),
    st.binary(max_size=120),
)
def test_no_hostile_header_makes_reading_fail(name: bytes, value: bytes, body: bytes) -> None:
    found = reading(mail(name + b": " + value, body=body))

    assert not found.trouble
    assert "\n" not in found.subject + found.sender_name + found.sender_address
