"""The page that measures a PDF, and the process in which it is opened."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from xieban.layout.actions import render_pdf
from xieban.layout.queries import CannotMeasure, check_foreign_layout, check_layout, say
from xieban.layout.queries.labels import _LABELS
from xieban.layout.rules import Aspect, Element, Form, Match, Unit, Verdict
from xieban.layout.rules.apart import packed, unpacked
from xieban.layout.rules.measuring import leaves_of
from xieban.layout.tests.samples import SEALED, built_shelf

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(document=SEALED, shelf=built_shelf()).pdf


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    """Return the browser of somebody: the layout lies below the directory and knows no more of people."""
    people = get_user_model()._default_manager
    client.force_login(people.create(username="lixiaomei", name="李晓梅", created_at=NOON))
    return client


def test_a_pdf_is_measured_and_reported(signed_in: Client, pdf: bytes) -> None:
    answer = signed_in.post(
        reverse("layout:check"), {"file": SimpleUploadedFile("通知.pdf", pdf, "application/pdf"), "form": ""}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "通知.pdf" in page
    assert "发文机关标志" in page
    assert "72.00 毫米" in page


def test_what_is_no_pdf_is_refused_in_the_form(signed_in: Client) -> None:
    answer = signed_in.post(reverse("layout:check"), {"file": SimpleUploadedFile("x.pdf", b"no pdf at all")})

    assert answer.status_code == 422
    assert "这个文件不是可以打开的 PDF" in answer.content.decode()


def test_strangers_are_led_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("layout:check")).status_code == 302


def test_a_foreign_pdf_is_opened_apart_and_read_alike(pdf: bytes) -> None:
    assert check_foreign_layout(pdf=pdf) == check_layout(pdf=pdf)


def test_what_is_packed_is_unpacked_alike(pdf: bytes) -> None:
    leaves = leaves_of(pdf)

    assert unpacked(packed(leaves)) == leaves


def test_a_broken_foreign_pdf_is_refused() -> None:
    with pytest.raises(CannotMeasure):
        check_foreign_layout(pdf=b"%PDF-1.7 broken")


@pytest.mark.parametrize("words", [Element, Aspect, Verdict, Form, Match, Unit])
def test_every_word_of_a_report_is_said_in_chinese(words: type[Element]) -> None:
    with override("zh-hans"):
        unsaid = [word for word in words if word.value and say(word).isascii()]

    assert unsaid == []
    assert all((words, word.value) in _LABELS for word in words if word.value)
