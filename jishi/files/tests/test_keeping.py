"""What is kept is whole, named by its content, and small enough to look at."""

import hashlib
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from jishi.files.door import Kept, NoProgram, NoRoom, NothingInIt, TooLarge, keep, opened
from jishi.files.store import incoming, path_of, thumbnail_path
from jishi.files.tests.samples import HTML, SVG, bomb, photograph, picture

LIMIT = 1_000_000


@pytest.fixture(autouse=True)
def _place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.FILES_LARGEST = tmp_path, LIMIT


def kept(content: bytes, name: str = "截图.png") -> Kept:
    return keep(io.BytesIO(content), name=name)


def everything(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_same_content_lies_there_once_under_its_digest(settings: Settings) -> None:
    content = "日志 1\n".encode() * 100

    first, again = kept(content, "甲.log"), kept(content, "乙.log")

    assert first.sha256 == again.sha256 == hashlib.sha256(content).hexdigest()
    assert (first.name, again.name, first.size) == ("甲.log", "乙.log", len(content))
    assert everything(settings) == [path_of(first.sha256)]
    with opened(first.sha256) as file:
        assert file.read() == content
    assert path_of(first.sha256).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        pytest.param(b"", "空.txt", NothingInIt, id="zero bytes"),
        pytest.param(b"x" * (LIMIT + 1), "大.txt", TooLarge, id="one byte too many"),
        pytest.param(
            b"MZ\x90\x00\x03" + bytes(60), "照片.jpg", NoProgram, id="a program that calls itself a picture"
        ),
        pytest.param(b"\x7fELF\x02", "a", NoProgram, id="a program of another system"),
        pytest.param(b"#!/bin/sh\nrm x", "说明.txt", NoProgram, id="a script"),
        pytest.param(b"harmless", "补丁.exe", NoProgram, id="a name that a desk would run"),
        pytest.param(b"harmless", "补丁.txt\u202egpj.exe ", NoProgram, id="such a name, turned around"),
    ],
)
def test_what_is_refused_leaves_nothing(
    content: bytes, name: str, refusal: type[Exception], settings: Settings
) -> None:
    with pytest.raises(refusal):
        kept(content, name)

    assert everything(settings) == []


def test_no_more_is_read_than_a_file_may_hold() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    stream = Endless()

    with pytest.raises(TooLarge):
        keep(stream, name="x")  # type: ignore[arg-type]

    assert stream.given < LIMIT + (1 << 19)


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """Let no file of this process grow further, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_leaves_nothing_half(settings: Settings) -> None:
    with full_disk(100_000), pytest.raises(NoRoom):
        kept(b"x" * 900_000, "x.txt")

    assert everything(settings) == []
    assert list(incoming().iterdir()) == []


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(HTML, "text/html", id="a page"),
        pytest.param(b"\xef\xbb\xbf  \n" + HTML, "text/html", id="a page after blanks"),
        pytest.param(SVG, "image/svg+xml", id="a drawing"),
        pytest.param(b"GIF89a" + HTML, "text/plain", id="a page that begins like a picture"),
        pytest.param(picture()[:100], "application/octet-stream", id="half a picture"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "application/pdf", id="a paper"),
        pytest.param("公文打不开".encode("gb18030"), "text/plain", id="words in another encoding"),
        pytest.param(bytes(range(256)) * 20, "application/octet-stream", id="a heap of bytes"),
    ],
)
def test_the_type_comes_from_the_content_and_none_of_these_is_shown(content: bytes, media_type: str) -> None:
    found = kept(content, "照片.png")

    assert (found.media_type, found.thumb_width) == (media_type, 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_gets_a_small_one_whatever_it_is_called(kind: str) -> None:
    found = kept(picture(kind, size=(960, 480)), "名字.txt")

    assert found.media_type == f"image/{kind.lower()}"
    with Image.open(thumbnail_path(found.sha256)) as small:
        assert (
            (small.format, small.size) == ("WEBP", (found.thumb_width, found.thumb_height)) == ("WEBP", (480, 240))
        )


def test_a_small_picture_stands_upright_and_tells_no_place() -> None:
    found = kept(photograph(), "现场.jpg")

    raw = thumbnail_path(found.sha256).read_bytes()
    with Image.open(io.BytesIO(raw)) as small:
        assert small.size == (48, 64)
        red, _, blue = small.convert("RGB").getpixel((24, 8))  # type: ignore[misc]
        assert red > 4 * blue, "what was on the left is on top"
        assert not dict(small.getexif())
    assert b"SecretPhone" not in raw
    with opened(found.sha256) as file:
        assert file.read() == photograph(), "what was sent is evidence, and stays as it was sent"


def test_a_bomb_is_kept_and_not_opened() -> None:
    content = bomb()
    assert len(content) < LIMIT

    found = kept(content)

    assert (found.media_type, found.thumb_width) == ("application/octet-stream", 0)
    assert not thumbnail_path(found.sha256).exists()
