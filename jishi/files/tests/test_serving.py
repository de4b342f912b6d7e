"""Nothing that is given out acts: what headers say to a browser, and what is not sent again."""

import io
from urllib.parse import quote

import pytest
from django.http import Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from jishi.files.door import ContentMissing, keep, serve, serve_thumbnail
from jishi.files.store import path_of
from jishi.files.tests.samples import HTML, SVG, picture
from jishi.refusals.door import NotThere


def asked(content: bytes, name: str, *, save: bool = False, etag: str = "") -> HttpResponseBase:
    kept = keep(io.BytesIO(content), name=name)
    request = RequestFactory().get("/", headers={"If-None-Match": etag} if etag else {})
    return serve(
        request,
        sha256=kept.sha256,
        name=kept.name,
        media_type=kept.media_type,
        is_picture=kept.thumb_width > 0,
        save=save,
    )


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response)


@pytest.mark.parametrize("content", [HTML, SVG, b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", b"plain", b"%PDF-1.7"])
def test_whatever_is_no_picture_is_saved_and_not_opened(content: bytes) -> None:
    response = asked(content, "红头.png")

    assert body(response) == content
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('红头.png')}"
    assert response["Content-Type"].split(";")[0] in {"application/octet-stream", "text/plain", "application/pdf"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_picture_is_shown_and_can_be_saved() -> None:
    shown, saved = asked(picture("JPEG"), "现场.html"), asked(picture("JPEG"), "现场.html", save=True)

    assert (shown["Content-Type"], shown["Content-Security-Policy"]) == (
        "image/jpeg",
        "sandbox; default-src 'none'",
    )
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert body(shown) == body(saved) == picture("JPEG")


def test_a_browser_asks_each_time_and_is_not_sent_again_what_it_has() -> None:
    first = asked(picture(), "a.png")

    again = asked(picture(), "a.png", etag=first["ETag"])

    assert first["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again["ETag"], body(again)) == (304, first["ETag"], b"")
    assert body(first) == picture()


def test_the_small_one_is_another_thing_than_the_large() -> None:
    kept = keep(io.BytesIO(picture()), name="a.png")

    small = serve_thumbnail(RequestFactory().get("/"), sha256=kept.sha256, name=kept.name)

    assert small["Content-Type"] == "image/webp"
    assert small["ETag"] != asked(picture(), "a.png", etag='"other"')["ETag"]
    assert body(small)[8:12] == b"WEBP"


def test_content_that_is_gone_and_a_digest_that_is_none_are_not_there() -> None:
    kept = keep(io.BytesIO(b"gone"), name="a.txt")
    path_of(kept.sha256).unlink()
    request = RequestFactory().get("/")

    with pytest.raises(ContentMissing):
        serve(request, sha256=kept.sha256, name="a", media_type="text/plain", is_picture=False)
    for wrong in ("../../secret_key", "", "A" * 64):
        with pytest.raises((NotThere, Http404)):
            serve(request, sha256=wrong, name="a", media_type="text/plain", is_picture=False)
