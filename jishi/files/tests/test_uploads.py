"""Files are counted while they arrive, and the rest of the form survives what is turned away."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from jishi.files.door import TooLarge, TooManyFiles, sent_files
from jishi.files.store import incoming

Post = Callable[..., HttpRequest]


@pytest.fixture
def posted(settings: Settings) -> Iterator[Post]:
    """Return how files of some sizes are posted; each request ends as the server ends it."""
    settings.FILES_LARGEST, settings.FILES_AT_ONCE = 300_000, 2
    made = []

    def post(*sizes: int, cut: int | None = None) -> HttpRequest:
        files = [SimpleUploadedFile(f"{number}.txt", b"x" * size) for number, size in enumerate(sizes)]
        whole = RequestFactory().post("/", {"before": "词", "files": files, "words": "打不开"})
        raw = whole.META["wsgi.input"].read()[:cut]
        made.append(RequestFactory().generic("POST", "/", raw, content_type=whole.META["CONTENT_TYPE"]))
        return made[-1]

    yield post
    for request in made:
        request.close()


def test_what_fits_is_there_and_lies_in_no_other_folder(posted: Post) -> None:
    request = posted(300_000, 10)

    found = sent_files(request, "files")

    assert [(one.name, len(one.content.read())) for one in found] == [("0.txt", 300_000), ("1.txt", 10)]
    assert list(incoming().iterdir()) == [], "they have no name there"


@pytest.mark.parametrize(("sizes", "refusal"), [((300_001, 10), TooLarge), ((1, 1, 1), TooManyFiles)])
def test_what_is_too_much_is_turned_away_and_the_words_are_kept(
    sizes: tuple[int, ...], refusal: type[Exception], posted: Post
) -> None:
    request = posted(*sizes)

    assert request.POST["words"] == "打不开"
    with pytest.raises(refusal):
        sent_files(request, "files")


def test_what_is_announced_to_be_far_too_much_is_not_read(posted: Post) -> None:
    request = posted(3_000_000)
    stream = request.META["wsgi.input"]

    assert request.POST["before"] == "词"
    with pytest.raises(TooLarge):
        sent_files(request, "files")

    assert stream.read(1), "the rest lies there unread"


def test_a_request_that_breaks_off_leaves_nothing(posted: Post) -> None:
    request = posted(200_000, cut=100_000)

    assert sent_files(request, "files") == []
    assert list(incoming().iterdir()) == []
