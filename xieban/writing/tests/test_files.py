"""Files of a text: several at once, sniffed, in order, inert, for readers alone; Word taken, words read."""

import io
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pytest_django.fixtures import Settings

from jishi.files.door import NoProgram, Sent
from jishi.files.tests.samples import HTML, picture
from jishi.refusals.door import NotThere
from xieban.layout.actions import render_pdf
from xieban.layout.tests.samples import SEALED, built_shelf
from xieban.tests.cast import NOON, Cast
from xieban.writing import actions, queries
from xieban.writing.actions.word import EmptyWord, LockedWord, OldWord, UnreadableWord
from xieban.writing.models import Attachment, Body, Revision
from xieban.writing.queries import CannotWriteNow
from xieban.writing.rules import Loss, TextState
from xieban.writing.rules.counting import chinese
from xieban.writing.rules.extraction import MOST
from xieban.writing.tests.holding import PAPERS, paper

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def papers(settings: Settings, tmp_path: Any) -> None:
    settings.WRITING_HOLDERS = PAPERS
    settings.MEDIA_ROOT = str(tmp_path)


def sent(name: str, content: bytes) -> Sent:
    return Sent(name=name, content=io.BytesIO(content))


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def names(body: Body) -> list[str]:
    return [one.name for one in queries.attachments_of(body)]


def test_several_come_at_once_in_order_are_moved_and_taken_away_but_kept(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    before = queries.fingerprint_of(body)

    one, two, three = actions.attach(
        body=body,
        files=[sent("方案.txt", b"a"), sent("../照片.png", picture()), sent("名单.html", HTML)],
        by=cast.drafter,
        at=NOON,
    )
    actions.move(attachment=three, up=True, by=cast.drafter, at=NOON)
    actions.move(attachment=one, up=True, by=cast.drafter, at=NOON)

    assert names(body) == ["方案.txt", "名单.html", "照片.png"]
    assert (two.media_type, two.thumb_width > 0, three.media_type) == ("image/png", True, "text/html")
    with_all = queries.fingerprint_of(body)
    actions.detach(attachment=three, by=cast.drafter, at=NOON)
    assert names(body) == ["方案.txt", "照片.png"]
    assert len({before, with_all, queries.fingerprint_of(body)}) == 3
    assert queries.referenced_contents([three.sha256, "0" * 64]) == {three.sha256}
    with pytest.raises(actions.GoneAlready):
        actions.detach(attachment=three, by=cast.drafter, at=NOON)


def test_where_one_is_refused_none_is_taken(cast: Cast) -> None:
    body = paper(cast.drafter)

    with pytest.raises(NoProgram):
        actions.attach(
            body=body, files=[sent("好.txt", b"a"), sent("坏.exe", b"MZ\x00\x00")], by=cast.drafter, at=NOON
        )

    assert names(body) == []


def test_a_file_is_given_out_inert_and_to_readers_alone(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    [html] = actions.attach(body=body, files=[sent("页.html", HTML)], by=cast.drafter, at=NOON)

    answer = signed_in(cast.clerk).get(f"/writing/files/{html.uuid}/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    for by, refusal in ((cast.stranger, NotThere), (cast.clerk, CannotWriteNow)):
        with pytest.raises(refusal):
            actions.detach(attachment=html, by=by, at=NOON)
        with pytest.raises(refusal):
            actions.attach(body=body, files=[sent("a.txt", b"a")], by=by, at=NOON)


def test_every_address_answers_404_to_a_stranger_and_nobody_is_led_to_the_sign_in(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    actions.save_revision(body=body, html="<p>甲</p>", on_revision=0, by=cast.drafter, at=NOON)
    [file] = actions.attach(body=body, files=[sent("a.png", picture())], by=cast.drafter, at=NOON)
    stranger, here = signed_in(cast.stranger), f"/writing/{body.uuid}/"
    pages = ["", "revisions/", "revisions/1/", "revisions/compare/?older=0&newer=1"]
    posts = ["", "draft/", "draft/drop/", "draft/rebase/", "presence/", "presence/leave/", "word/", "files/"]
    of_file = f"/writing/files/{file.uuid}/"
    addresses = [*(("get", here + page) for page in pages), *(("post", here + one) for one in posts)]
    addresses += [("get", of_file), ("get", of_file + "small/"), ("post", of_file + "move/")]
    addresses += [("post", of_file + "remove/")]

    for method, address in addresses:
        said = {"html": "<p>x</p>", "on_revision": 1} if method == "post" else {}
        assert getattr(stranger, method)(address, said).status_code == 404, address
        assert getattr(Client(), method)(address, said)["Location"].startswith("/sign-in/"), address
    assert Revision.objects.count() == Attachment.objects.filter(removed_at=None).count() == 1


def test_the_pages_show_the_text_its_revisions_differences_and_files(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    for number, html in enumerate(
        ("<p>各单位：</p>", "<p>各处室：</p><p>请查收&lt;b&gt;。</p>", "<p>各处室：</p>")
    ):
        actions.save_revision(body=body, html=html, on_revision=number, by=cast.drafter, at=NOON)
    writer, reader, here = signed_in(cast.drafter), signed_in(cast.clerk), f"/writing/{body.uuid}/"

    assert "第 3 版" in writer.get(here).content.decode()
    assert reader.get(here)["Location"] == "/"
    assert "查看差别" in reader.get(here + "revisions/").content.decode()
    assert "请查收&lt;b&gt;。" in reader.get(here + "revisions/2/").content.decode()
    shown = reader.get(here + "revisions/compare/?older=1&newer=2").content.decode()
    assert '<del><span class="visually-hidden">删去：</span>单位</del>' in shown
    assert reader.get(here + "revisions/compare/?older=9&newer=2").status_code == 404
    assert reader.get(here + "revisions/compare/?older=x").status_code == 404

    refused = writer.post(here, {"html": "<p>我的<img src=x></p>", "on_revision": 3})
    stale = writer.post(here, {"html": "<p>我的</p>", "on_revision": 2})
    kept = writer.post(here + "draft/", {"html": "<p>我的</p>", "on_revision": 2})
    attached = writer.post(here + "files/", {"files": [SimpleUploadedFile("坏.exe", b"MZ\x00")], "back": here})

    assert (refused.status_code, stale.status_code, kept.status_code) == (422, 412, 200)
    assert "&lt;p&gt;我的&lt;img" in refused.content.decode()
    assert "以我的内容为准继续编辑" in stale.content.decode()
    assert attached["Location"] == here
    assert writer.post(here + "draft/rebase/").status_code == 200
    assert queries.desk_of(cast.drafter, body=body, at=NOON).draft_is_stale is False


# Word


def word(*paragraphs: str, edit: Any = None) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if edit:
        edit(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


NUMBERED = (
    f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "</w:abstractNum>"
)


def furnish(made: Any) -> None:
    """Add what an office's Word files hold: lists, a table with spans, tracked changes, and what is lost."""
    numbering = made.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERED))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    for text, depth in (("总体要求", 0), ("加强领导", 1), ("落实责任", 1), ("工作安排", 0), ("时间", 1)):
        one = made.add_paragraph(text)
        one._p.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{depth}'/><w:numId w:val='77'/></w:numPr>")
        )
    made.add_heading("附则", 1)
    made.add_paragraph("第一点", style="List Bullet")
    made.add_paragraph("第二点", style="List Bullet")
    run = made.add_paragraph("面积100m").add_run("2")
    run.font.superscript = True
    table = made.add_table(rows=3, cols=2)
    for row, cells in enumerate((("单位", "数量"), ("办公室", "3"), ("", "4"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    change = made.add_paragraph("请于")
    for tag, said in (("ins", "<w:r><w:t>10月</w:t></w:r>"), ("del", "<w:r><w:delText>9月</w:delText></w:r>")):
        change._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}>{said}</w:{tag}>"))
    change.add_run("底前报送。")
    made.add_paragraph().add_run().add_picture(io.BytesIO(picture()))
    made.sections[0].header.paragraphs[0].text = "内部资料"


def test_a_word_file_becomes_a_revision_says_what_was_lost_and_stays(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    content = word("各处室：<script>", edit=furnish)

    saved = actions.take_word(
        body=body, files=[sent("通知.docx", content)], on_revision=0, by=cast.drafter, at=NOON
    )

    assert saved.html == (
        "<p>各处室：&lt;script&gt;</p><h1>一、总体要求</h1><p>（1）加强领导</p><p>（2）落实责任</p>"
        "<h1>二、工作安排</h1><p>（1）时间</p><h1>附则</h1><ul><li>第一点</li><li>第二点</li></ul>"
        "<p>面积100m<sup>2</sup></p>"
        "<table><thead><tr><th>单位</th><th>数量</th></tr></thead>"
        '<tbody><tr><td rowspan="2">办公室</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>'
        "<p>请于10月底前报送。</p>"
    )
    assert saved.losses == {Loss.INSERTED: 1, Loss.DELETED: 1, Loss.PICTURE: 1, Loss.HEADER: 1}
    [original] = queries.originals_of(body)
    assert (original.name, original.revision, names(body)) == ("通知.docx", saved, [])
    page = signed_in(cast.clerk).get(f"/writing/{body.uuid}/revisions/1/").content.decode()
    assert "图片：请放入附件" in page
    assert signed_in(cast.clerk).get(f"/writing/files/{original.uuid}/").status_code == 200
    with pytest.raises(actions.NewerRevision):
        actions.take_word(body=body, files=[sent("a.docx", content)], on_revision=0, by=cast.drafter, at=NOON)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, OldWord),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LockedWord),
        (b"PK\x03\x04 no archive at all", UnreadableWord),
        (b"plain words", UnreadableWord),
        (word(), EmptyWord),
    ],
)
def test_what_is_no_word_file_is_refused_with_advice(content: bytes, refusal: type[Exception], cast: Cast) -> None:
    body = paper(cast.drafter)

    with pytest.raises(refusal, match=r"通知\.doc"):
        actions.take_word(body=body, files=[sent("通知.doc", content)], on_revision=0, by=cast.drafter, at=NOON)

    assert Revision.objects.count() == Attachment.objects.count() == 0


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["物资", "帐篷", 120])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_words_of_files_are_read_for_the_search(cast: Cast) -> None:
    body = paper(cast.drafter)
    files = {
        "一.docx": word("应急预案"),
        "二.pdf": render_pdf(document=SEALED, shelf=built_shelf()).pdf,
        "三.xlsx": workbook(),
        "四.txt": "救灾款物".encode("gb18030"),
        "五.png": picture(),
        "六.pdf": b"%PDF-1.7 broken",
        "七.txt": "长".encode() * (MOST + 10),
        "八.zip": b"PK\x05\x06" + b"\x00" * 18,
    }
    made = actions.attach(
        body=body, files=[sent(name, content) for name, content in files.items()], by=cast.drafter, at=NOON
    )

    for one in made:
        actions.read_words(attachment=one, at=NOON)

    found = {one.name: (one.text_state, one.text) for one in Attachment.objects.all()}
    assert found["一.docx"] == (TextState.READ, "应急预案")
    assert found["二.pdf"][0] == TextState.READ
    assert "关于" in found["二.pdf"][1]
    assert found["三.xlsx"] == (TextState.READ, "Sheet\n物资 帐篷 120")
    assert found["四.txt"] == (TextState.READ, "救灾款物")
    assert found["五.png"] == (TextState.NONE, "")
    assert found["六.pdf"] == (TextState.UNREADABLE, "")
    assert (found["七.txt"][0], len(found["七.txt"][1])) == (TextState.CUT, MOST)
    assert found["八.zip"] == (TextState.NONE, "")
    assert "救灾款物" in queries.texts_at(kind=body.kind, key=body.key)
    drawn = {one.name for one in Attachment.objects.exclude(first_page="")}
    assert drawn == {"二.pdf"}
    pdf = Attachment.objects.get(name="二.pdf")
    assert pdf.first_page in queries.referenced_contents([pdf.first_page]), "the sweep leaves it"
    answer = signed_in(cast.drafter).get(f"/writing/files/{pdf.uuid}/first-page/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert signed_in(cast.stranger).get(f"/writing/files/{pdf.uuid}/first-page/").status_code == 404


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十")]
)
def test_numbers_are_written_as_a_document_does(number: int, said: str) -> None:
    assert chinese(number) == said
