"""What is signed with its attachments: what no archive takes is refused, and nothing changes under the seal."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from jishi.files.door import Sent
from xieban.documents.actions import Draft, draft_document
from xieban.documents.actions.refusals import Lacking
from xieban.documents.models import Document
from xieban.documents.queries.bodies import body_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import Kind
from xieban.documents.tests.laying import Way, memo, notice, prepare
from xieban.flows.rules.words import Decision
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import attach, detach, keep_draft
from xieban.writing.actions.attachments import ActsWhenOpened, BringsMacros
from xieban.writing.models import Attachment, Body
from xieban.writing.models import Draft as Typed
from xieban.writing.queries import CannotWriteNow, attachments_of
from xieban.writing.rules import TextState


def text_of(document: Document) -> Body:
    body = body_of(document)
    assert body is not None
    return body


def file(name: str, content: bytes) -> Sent:
    return Sent(name=name, content=io.BytesIO(content))


def with_macros() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    return kept.getvalue()


ACTING = [
    pytest.param("页.html", b"<html><script>x</script></html>", ActsWhenOpened, id="a web page"),
    pytest.param("表.pdf", b"%PDF-1.7 /OpenAction <</S /JavaScript>>", ActsWhenOpened, id="a PDF with a script"),
    pytest.param("表.docm", with_macros(), BringsMacros, id="macros"),
]


@pytest.mark.parametrize(("name", "content", "refusal"), ACTING)
@pytest.mark.parametrize("draft", [notice, memo])
def test_what_the_archive_never_takes_is_refused_when_it_is_attached(
    cast: Cast, draft: object, name: str, content: bytes, refusal: type[Exception]
) -> None:
    prepare(cast)
    document = draft(cast.drafter)  # type: ignore[operator]
    good = file("清单.txt", b"120")

    with pytest.raises(refusal, match=name):
        attach(body=text_of(document), files=[good, file(name, content)], by=cast.drafter, at=NOON)

    assert attachments_of(text_of(document)) == [], "refused as a whole"


def test_what_others_wrote_is_taken_in_as_it_came(cast: Cast) -> None:
    prepare(cast)
    draft = Draft(kind=Kind.SUPERVISION, title="督办", reason="批示")
    document = draft_document(draft=draft, by=cast.drafter, at=NOON)

    attach(body=text_of(document), files=[file("页.html", b"<html></html>")], by=cast.drafter, at=NOON)

    assert len(attachments_of(text_of(document))) == 1


def test_a_draft_with_a_file_that_cannot_be_opened_does_not_go_on(cast: Cast) -> None:
    prepare(cast)
    way = Way(document=notice(cast.drafter))
    attach(body=text_of(way.document), files=[file("表.pdf", b"%PDF-1.7 broken")], by=cast.drafter, at=NOON)
    Attachment.objects.update(text_state=TextState.UNREADABLE.value)

    with pytest.raises(Lacking) as refused:
        way.does(cast.drafter)

    assert refused.value.lacks == (Lack.FILE_UNREADABLE,)
    detach(attachment=attachments_of(text_of(way.document))[0], by=cast.drafter, at=way.at)
    way.does(cast.drafter)
    assert way.nodes() == ["F2"]


def to_misprints(cast: Cast) -> Way:
    prepare(cast)
    way = Way(document=notice(cast.drafter))
    attach(body=text_of(way.document), files=[file("清单.txt", b"120")], by=cast.drafter, at=NOON)
    way.to_registered(cast)
    way.delivers()
    assert way.nodes() == ["F10"]
    return way


def test_another_attachment_is_no_misprint(cast: Cast) -> None:
    way = to_misprints(cast)
    body = text_of(way.document)
    detach(attachment=attachments_of(body)[0], by=cast.drafter, at=way.tick())
    attach(body=body, files=[file("清单.txt", b"1200")], by=cast.drafter, at=way.tick())

    with pytest.raises(Lacking) as refused:
        way.does(cast.drafter, misprint=True)

    assert refused.value.lacks == (Lack.MORE_THAN_MISPRINT,)


@pytest.mark.once
def test_nothing_changes_under_the_seal(cast: Cast) -> None:
    way = to_misprints(cast)
    body = text_of(way.document)
    keep_draft(body=body, html="<p>还没保存的字</p>", on_revision=body.last_number, by=cast.drafter, at=way.at)
    kept = Typed.objects.get()
    Typed.objects.all().delete()
    way.does(cast.drafter, misprint=False)
    way.does(cast.seal_keeper)
    kept.save(force_insert=True)  # typed on another device before the seal, and forgotten
    way.delivers()
    way.does(cast.registrar, receivers=())
    way.at += timedelta(minutes=1)
    way.delivers()
    assert way.nodes() == ["F13B"], "the bodies outside have not signed for it"

    assert not way.standing(cast.drafter).control.may(Own.WRITE)
    with pytest.raises(CannotWriteNow):
        detach(attachment=attachments_of(body)[0], by=cast.drafter, at=way.at)
    client = Client()
    client.force_login(cast.drafter)
    page = client.get(f"/documents/{way.document.uuid}/").content.decode()
    assert "/remove/" not in page
    assert f"/documents/{way.document.uuid}/edit" not in page
    way.does(cast.drafter, Decision.DONE)
