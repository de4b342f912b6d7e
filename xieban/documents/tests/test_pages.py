"""Documents in the browser: begun, changed, done, refused; every view is a row."""

import re
from typing import Any

import pytest
from django.test import Client

from xieban.directory.models import Person
from xieban.documents.models import Act, Document, Number, Refused, Viewing
from xieban.documents.queries.bodies import body_of
from xieban.documents.tests.laying import AGREE, TEXT, Way, notice, prepare, write
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import drop_draft, keep_draft

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
DRAFT = {
    "type": "通知",
    "title": "关于开展应急演练的通知",
    "urgency": "加急",
    "recipients": "各市（州）红十字会\n机关各部室",
    "basis": "年度工作要点",
}


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def does(client: Client, document: Document, typed: dict[str, str]) -> Any:
    """Send the form of the work as it stands on the page."""
    page = client.get(f"/documents/{document.uuid}/").content.decode()
    found = re.search(r'name="act" value="(complete-\d+)"', page)
    assert found, "no work is offered"
    assert document.instance is not None
    return client.post(f"/instances/{document.instance.uuid}/act/", {"act": found[1], **typed})


@pytest.fixture
def ready(cast: Cast) -> Cast:
    prepare(cast)
    return cast


def test_a_notice_is_begun_written_and_passed_on_until_it_has_a_number(ready: Cast) -> None:
    drafter = browser(ready.drafter)
    wrong = drafter.post("/documents/new/dispatch/", {**DRAFT, "title": "", "urgency": "马上"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("errorlist") == 2, "all is told at once"
    assert "机关各部室" in wrong.content.decode(), "what was typed stands there again"

    answer = drafter.post("/documents/new/dispatch/", DRAFT)
    document = Document.objects.get()
    assert answer.headers["Location"] == f"/documents/{document.uuid}/"
    page = drafter.get(answer.headers["Location"]).content.decode()
    assert "正文为空。" in page
    refused = does(drafter, document, {})
    assert refused.status_code == 422
    assert "正文为空" in refused.content.decode()
    write(document, "<p>请做好准备。</p>", by=ready.drafter)
    does(drafter, document, {})
    for person, typed in (
        (ready.department_head, {"decision": "agree", "words": "同意上报"}),
        (ready.registrar, {"decision": "agree"}),
        (ready.deputy_leader, {"decision": "agree"}),
        (ready.principal_leader, {"decision": "agree", "words": "同意印发"}),
        (ready.office_head, {}),
        (ready.registrar, {"copies": "30"}),
    ):
        assert does(browser(person), document, typed).status_code == 302, person.name

    number = Number.objects.get()
    register = browser(ready.registrar).get("/documents/register/dispatch/?code=江红发").content.decode()
    assert number.text in register
    assert number.text in browser(ready.registrar).get("/documents/?of=all&q=演练").content.decode()
    assert "同意上报" in drafter.get(f"/documents/{document.uuid}/").content.decode()
    assert {one.person for one in Viewing.objects.all()} >= {ready.drafter, ready.principal_leader}


def test_what_its_writer_typed_and_did_not_save_is_not_left_behind(ready: Cast) -> None:
    drafter = browser(ready.drafter)
    drafter.post("/documents/new/dispatch/", DRAFT)
    document = Document.objects.get()
    write(document, "<p>请做好准备。</p>", by=ready.drafter)
    body = body_of(document)
    assert body is not None
    keep_draft(body=body, html="<p>请做好准备。</p>", on_revision=1, by=ready.drafter, at=NOON)
    assert "尚未保存" not in drafter.get(f"/documents/{document.uuid}/").content.decode(), "it says the same"
    keep_draft(body=body, html="<p>请做好准备，带齐装备。</p>", on_revision=1, by=ready.drafter, at=NOON)

    page = drafter.get(f"/documents/{document.uuid}/").content.decode()
    refused = does(drafter, document, {})

    assert "正文中有您尚未保存的内容，请先保存或放弃。" in page
    assert refused.status_code == 422
    assert "尚未保存" in refused.content.decode()
    drop_draft(body=body, by=ready.drafter, at=NOON)
    assert does(drafter, document, {}).status_code == 302


@pytest.mark.parametrize("copies", ["0", "-3", "2.5", "99999999999"])
def test_nobody_prints_no_copies_half_a_copy_or_a_world_of_them(ready: Cast, copies: str) -> None:
    way = Way(document=notice(ready.drafter))
    way.to_sign_off(ready)
    way.does(ready.principal_leader, AGREE, "同意印发")
    way.does(ready.office_head, substantive=False)

    refused = does(browser(ready.registrar), way.document, {"copies": copies})

    assert refused.status_code == 422
    assert not Number.objects.exists()


def test_a_filter_that_nothing_fits_does_not_say_that_there_are_no_documents(ready: Cast) -> None:
    notice(ready.drafter)
    client = browser(ready.drafter)

    assert "没有符合条件的公文" in client.get("/documents/?q=没有这样的").content.decode()
    assert "这里没有公文" in browser(ready.clerk).get("/documents/").content.decode()


def test_a_secret_document_is_refused_in_words_and_kept_as_a_refusal(ready: Cast) -> None:
    answer = browser(ready.drafter).post("/documents/new/dispatch/", {**DRAFT, "secrecy": "机密"})

    assert answer.status_code == 422
    assert "机密" in answer.content.decode()
    assert not Document.objects.exists()
    assert Refused.objects.get().grade == "机密"
    assert "机密" in browser(ready.administrator).get("/documents/kept/").content.decode()


def test_elements_are_changed_where_the_work_opens_them_and_nowhere_else(ready: Cast) -> None:
    document = notice(ready.drafter)
    address = f"/documents/{document.uuid}/edit/"
    drafter = browser(ready.drafter)
    typed = {**DRAFT, "title": "关于加强应急演练的通知", "edition": str(document.edition)}

    assert drafter.post(address, typed).status_code == 302
    document.refresh_from_db()
    assert document.title == "关于加强应急演练的通知"
    later = drafter.post(address, {**typed, "title": "另一个的通知"})
    assert later.status_code == 422, "somebody was first"
    page = later.content.decode()
    assert "现在的内容：关于加强应急演练的通知" in page
    assert page.count("现在的内容：") == 1, "only where something else was typed"
    again = re.search(r'name="edition" value="(\d+)"', page)
    assert again is not None
    changed = drafter.post(address, {**typed, "title": "另一个的通知", "edition": again[1]})
    assert changed.status_code == 302, "who has seen it may put his own in its place"
    way = Way(document=document)
    way.does(ready.drafter)

    assert drafter.get(address).status_code == 404
    assert browser(ready.stranger).get(address).status_code == 404
    form = browser(ready.department_head).get(address).content.decode()
    assert 'name="title"' in form
    assert 'name="recipients"' not in form


def test_voiding_asks_why_and_is_kept(ready: Cast) -> None:
    way = Way(document=notice(ready.drafter))
    way.to_registered(ready)
    address = f"/documents/{way.document.uuid}/void/"

    assert browser(ready.drafter).get(address).status_code == 404
    assert browser(ready.registrar).post(address, {"reason": ""}).status_code == 422
    assert browser(ready.registrar).post(address, {"reason": "重复"}).status_code == 302

    assert Act.objects.get().words == "重复"
    assert "重复" in browser(ready.registrar).get("/documents/register/dispatch/").content.decode()


def test_who_signs_again_sees_what_was_changed_since(ready: Cast) -> None:
    way = Way(document=notice(ready.drafter))
    way.to_sign_off(ready)
    address = f"/documents/{way.document.uuid}/"
    assert "签发后有改动" not in browser(ready.principal_leader).get(address).content.decode()
    way.does(ready.principal_leader, AGREE)
    write(way.document, TEXT.replace("3.5万", "35万"), by=ready.office_head, at=way.tick())
    way.does(ready.office_head, substantive=True)

    page = browser(ready.principal_leader).get(address).content.decode()
    body = body_of(way.document)
    assert body is not None
    assert "签发后有改动" in page
    found = re.search(rf'href="(/writing/{body.uuid}/revisions/compare/\?older=1&amp;newer=2)"', page)
    assert found
    assert "签发后有改动" not in browser(ready.drafter).get(address).content.decode(), (
        "who signs nothing has no need"
    )
    changed = browser(ready.principal_leader).get(found[1].replace("&amp;", "&")).content.decode()
    assert "<del" in changed


def test_what_a_leader_may_do_stands_on_his_page_and_what_not_does_not(ready: Cast) -> None:
    way = Way(document=notice(ready.drafter))
    way.to_sign_off(ready)

    page = browser(ready.principal_leader).get(f"/documents/{way.document.uuid}/").content.decode()
    assert 'name="decision"' in page
    assert "/void/" not in page
    colleague = browser(ready.deputy_leader).get(f"/documents/{way.document.uuid}/").content.decode()
    assert 'name="decision"' not in colleague
    way.does(ready.principal_leader, AGREE)
    assert "与签发时一致" in browser(ready.drafter).get(f"/documents/{way.document.uuid}/").content.decode()
