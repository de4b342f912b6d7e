"""A document goes its whole way, is checked, packed and found again; what fails a check says why."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jishi.files.door import Sent, opened
from jishi.refusals.door import NotAllowed, NotThere
from xieban.archive import actions, queries
from xieban.archive.models import Inspection, Opening, Record
from xieban.archive.rules import Check, Evidence, Fault, FileEvidence, checked
from xieban.archive.rules.checks import is_archival
from xieban.archive.rules.words import CHECK_OF, OF
from xieban.documents.actions import note_receipt
from xieban.documents.models import Receipt
from xieban.documents.queries.bodies import body_of
from xieban.documents.tests.laying import TEXT, Way, notice, prepare, tamper
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import attach
from xieban.writing.models import Attachment, Body
from xieban.writing.rules.acting import acts_or_macros

LONG = TEXT + "<p>各地红十字会要把队伍建设纳入年度计划，明确责任人和完成时限，按月报送进展情况。</p>" * 8


def text_of(way: Way) -> Body:
    body = body_of(way.document)
    assert body is not None
    return body


def sent_out(cast: Cast, *files: Sent, notes: bool = True) -> Way:
    """Take a notice with attachments on its way until it waits for the four checks."""
    prepare(cast)
    way = Way(document=notice(cast.drafter, text=LONG))
    if files:
        attach(body=text_of(way), files=files, by=cast.drafter, at=NOON)
    way.to_registered(cast)
    way.delivers()
    way.does(cast.drafter, misprint=False)
    way.does(cast.seal_keeper)
    way.delivers()
    way.does(cast.registrar, receivers=(cast.department_head.pk,))
    way.does(cast.department_head)
    for outside in Receipt.objects.filter(signed_at=None) if notes else ():
        note_receipt(document=way.fresh(), receipt=str(outside.uuid), by=cast.registrar, at=way.tick())
    return way


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_what_passes_the_four_checks_is_packed_and_opens_without_us(cast: Cast, tmp_path: Path) -> None:
    way = sent_out(cast, Sent(name="物资 清单%.txt", content=io.BytesIO("帐篷 120 顶".encode())))

    way.delivers()
    assert way.nodes() == ["F13"]
    way.does(cast.archivist)
    way.delivers()

    record = Record.objects.get()
    assert (record.number, record.year, record.by) == (f"江红发〔{NOON.year}〕1号", NOON.year, cast.archivist)
    with opened(record.sha256) as file:
        content = file.read()
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
        [root] = {name.split("/")[0] for name in packed.namelist()}
    folder = tmp_path / root
    assert (folder / "data/document.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "data/attachments/01-物资 清单%.txt").read_text(encoding="utf-8") == "帐篷 120 顶"
    facts = json.loads((folder / "data/metadata.json").read_text(encoding="utf-8"))
    assert facts["number"] == record.number
    assert [one["words"] for one in facts["opinion"] if one["words"]] == ["同意印发"]
    assert "同意印发" in (folder / "data/metadata.xml").read_text(encoding="utf-8")
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(word in index for word in ("同意印发", "物资 清单%.txt", "归档", "· 同意", record.number))
    assert "('" not in index
    verify = [sys.executable, str(folder / "verify.py")]
    good = [subprocess.run([*verify, *more], capture_output=True, check=False) for more in ([], [str(path)])]
    assert [one.returncode for one in good] == [0, 0], good
    (folder / "data/text.html").write_text("改了", encoding="utf-8")
    (folder / "data/new.txt").write_text("多了", encoding="utf-8")
    bad = subprocess.run(verify, capture_output=True, check=False)
    assert bad.returncode == 1
    assert all(name in bad.stdout.decode() for name in ("data/text.html", "data/new.txt"))

    assert actions.archive_finished(document=way.fresh(), by=cast.drafter, at=way.at) == record, "told twice"
    for act in (record.delete, lambda: Record.objects.update(title="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    page = signed_in(cast.archivist).get("/archive/?q=应急").content.decode()
    assert record.number in page
    answer = signed_in(cast.archivist).get(f"/archive/{record.uuid}/package.zip")
    assert b"".join(answer) == content
    assert Opening.objects.get().took_package
    for stranger in (cast.stranger, cast.stranger_administrator):
        assert signed_in(stranger).get(f"/archive/{record.uuid}/package.zip").status_code == 404
        assert record.title not in signed_in(stranger).get("/archive/").content.decode()
        with pytest.raises(NotThere):
            queries.get_record(stranger, uuid=record.uuid, at=way.at)


@pytest.mark.once
def test_what_fails_goes_back_with_its_reasons_and_comes_again(cast: Cast) -> None:
    page = Sent(name="页.html", content=io.BytesIO("帐篷 120 顶".encode()))
    way = sent_out(cast, page)
    Attachment.objects.update(media_type="text/html")  # as one that came here before such were refused
    tamper(way.document, LONG.replace("3.5万", "35万"))

    way.delivers()

    assert way.nodes() == ["F13B"]
    found = Inspection.objects.get()
    assert [one["fault"] for one in found.findings] == ["changed_since_signed", "sealed_otherwise", "active_file"]
    shown = signed_in(cast.drafter).get("/").content.decode()
    assert f"/archive/checks/{way.document.uuid}/" in shown
    reasons = signed_in(cast.drafter).get(f"/archive/checks/{way.document.uuid}/").content.decode()
    assert "签发后又有改动。" in reasons
    assert "页.html" in reasons
    own = signed_in(cast.drafter).get(f"/documents/{way.document.uuid}/").content.decode()
    assert "归档检测：3 项问题" in own, "whoever opens it from his inbox reads what is wrong"
    assert f"/archive/checks/{way.document.uuid}/" in own
    assert "归档检测" not in signed_in(cast.stranger).get(f"/documents/{way.document.uuid}/").content.decode()
    with pytest.raises(NotAllowed):
        actions.archive_again(document=way.fresh(), by=cast.drafter, at=way.at)
    with pytest.raises(actions.NotFinished):
        actions.archive_again(document=way.fresh(), by=cast.archivist, at=way.at)

    tamper(way.document, LONG)
    way.does(cast.drafter)
    way.delivers()

    assert way.nodes() == ["F13B"], "the attachment is still a page"
    assert Inspection.objects.first().findings == [{"fault": "active_file", "about": "页.html"}]  # type: ignore[union-attr]
    assert not Record.objects.exists()


@pytest.mark.once
def test_who_notes_the_receipts_of_bodies_outside_is_said_and_led_there(cast: Cast) -> None:
    way = sent_out(cast, notes=False)
    way.delivers()
    assert way.nodes() == ["F13B"]
    place = f"/documents/{way.document.uuid}/"

    drafters = signed_in(cast.drafter).get(place).content.decode()
    assert f"单位外的签收由{cast.registrar.name}登记" in drafters
    assert "/receipts/" not in drafters
    assert f"{place}#receipts" in signed_in(cast.registrar).get("/").content.decode()
    assert place not in signed_in(cast.stranger).get("/").content.decode()
    assert "登记" in (noters := signed_in(cast.registrar).get(place).content.decode())
    assert "单位外的签收由" not in noters

    outside = Receipt.objects.get(signed_at=None)
    note_receipt(document=way.fresh(), receipt=str(outside.uuid), by=cast.registrar, at=way.tick())
    assert f"{place}#receipts" not in signed_in(cast.registrar).get("/").content.decode()
    assert "单位外的签收由" not in signed_in(cast.drafter).get(place).content.decode()
    way.does(cast.drafter)
    way.delivers()
    assert way.nodes() == ["F13"]


GOOD = FileEvidence(name="a.pdf", is_there=True)
WHOLE = Evidence(
    is_dispatch=True, is_signed=True, holds=True, sealed_as_it_stands=True, text_is_unaltered=True, has_number=True,
    lacks=(), is_sealed=True, pdf=GOOD, pdf_is_archival=True, word=GOOD, attachments=(GOOD,), opinions=3,
    log_is_whole=True, waits_for=(), text_acts=False, secrecy="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"is_signed": False}, Fault.NOT_SIGNED),
        ({"holds": False}, Fault.CHANGED_SINCE_SIGNED),
        ({"sealed_as_it_stands": False}, Fault.SEALED_OTHERWISE),
        ({"text_is_unaltered": False}, Fault.TEXT_ALTERED),
        ({"attachments": (replace(GOOD, is_unaltered=False),)}, Fault.FILE_ALTERED),
        ({"has_number": False}, Fault.NO_NUMBER),
        ({"lacks": ("依据",)}, Fault.ELEMENTS),
        ({"is_sealed": False}, Fault.NOT_SEALED),
        ({"pdf": None}, Fault.NOT_TYPESET),
        ({"attachments": (replace(GOOD, is_there=False),)}, Fault.FILE_MISSING),
        ({"opinions": 0}, Fault.NO_OPINIONS),
        ({"log_is_whole": False}, Fault.LOG_BROKEN),
        ({"waits_for": ("财政厅",)}, Fault.RECEIPTS_OPEN),
        ({"pdf": replace(GOOD, opens=False)}, Fault.PDF_BROKEN),
        ({"pdf_is_archival": False}, Fault.NOT_PDF_A),
        ({"word": replace(GOOD, opens=False)}, Fault.WORD_BROKEN),
        ({"attachments": (replace(GOOD, opens=False),)}, Fault.ATTACHMENT_BROKEN),
        ({"attachments": (replace(GOOD, media_type="image/svg+xml"),)}, Fault.ACTIVE_FILE),
        ({"attachments": (replace(GOOD, has_macros=True),)}, Fault.MACROS),
        ({"attachments": (replace(GOOD, acts=True),)}, Fault.ACTIVE_PDF),
        ({"text_acts": True}, Fault.ACTIVE_TEXT),
        ({"secrecy": "机密"}, Fault.SECRET),
    ],
)
def test_each_check_finds_its_fault_and_nothing_else(changes: dict[str, object], fault: Fault) -> None:
    assert checked(WHOLE) == ()

    found = checked(replace(WHOLE, **changes))  # type: ignore[arg-type]

    assert [one.fault for one in found] == [fault]
    assert found[0].check is CHECK_OF[fault]


def test_every_fault_belongs_to_one_check() -> None:
    assert sorted(CHECK_OF) == sorted(Fault)
    assert list(OF) == list(Check)


def test_scripts_in_pdfs_and_macros_are_seen() -> None:
    macros = io.BytesIO()
    with zipfile.ZipFile(macros, "w") as packed:
        packed.writestr("word/vbaProject.bin", b"x")

    assert acts_or_macros(io.BytesIO(b"%PDF-1.7 " + b" " * (1 << 18) + b"/OpenAction <</S /JavaScript>>")) == (
        True,
        False,
    )
    assert acts_or_macros(io.BytesIO(b"%PDF-1.7 plain")) == (False, False)
    assert acts_or_macros(macros) == (False, True)
    assert acts_or_macros(io.BytesIO(b"words")) == (False, False)
    assert not is_archival(b"%PDF-1.7 plain")
