"""The pages on which an administrator looks after the flows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xieban.flows import actions
from xieban.flows.models import Version
from xieban.flows.tests.drawing import Drawing, straight
from xieban.tests.cast import NOON, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def sends(client: Client, text: bytes, *, verb: str) -> str:
    answer = client.post("/flows/", {"file": SimpleUploadedFile("a.bpmn", text), verb: "1"}, follow=True)
    return str(answer.content.decode())


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def test_a_file_is_checked_kept_published_and_retired(administrator: Client, cast: Cast) -> None:
    text = straight("one", "two")

    assert "可以在这里运行" in sends(administrator, text, verb="check")
    assert not Version.objects.exists(), "checking keeps nothing"
    assert "草稿" in sends(administrator, text, verb="keep")
    administrator.post("/flows/flow/1/publish/")
    assert Version.objects.get().state == "published"
    assert administrator.get("/flows/flow/1/file/").content == text
    instance = actions.start(flow="flow", title="文", values={}, by=cast.drafter, at=NOON)
    administrator.post("/flows/flow/1/retire/")

    assert Version.objects.get().state == "retired"
    assert "1 件在办" in administrator.get("/flows/flow/").content.decode()
    instance.refresh_from_db()
    assert instance.status == "running"


def test_every_fault_is_named_with_its_line_and_nothing_is_kept(administrator: Client) -> None:
    wrong = Drawing().start().end().task("work").path("start", "work", "end").add('<scriptTask id="bad"/>')

    page = sends(administrator, wrong.text(), verb="keep")

    assert "本引擎不支持 scriptTask" in page
    assert "scriptTask bad" in page
    assert not Version.objects.exists()
    assert "不在 UTF-8" not in page


def test_a_file_in_another_encoding_is_refused_in_words(administrator: Client) -> None:
    assert "UTF-8" in sends(administrator, "流程".encode("gb18030"), verb="check")
