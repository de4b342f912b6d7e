"""The pages on which an administrator looks after the flows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xieban.flows import actions
from xieban.flows.models import Opinion, Seat, Version
from xieban.flows.rules.words import Decision
from xieban.flows.tests.drawing import Drawing, straight
from xieban.flows.tests.test_versions import open_nodes
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


def test_a_drawing_is_checked_element_by_element_and_kept_as_the_next_draft(administrator: Client) -> None:
    sends(administrator, straight("one"), verb="keep")
    wrong = straight("one").decode().replace("role:clerk", "role:nobody")

    page = administrator.get("/flows/flow/1/draw/").content.decode()
    assert "data-diagram" in page
    refused = administrator.post("/flows/flow/1/draw/", {"text": wrong, "keep": "1"})
    assert refused.status_code == 422
    assert 'data-faulty="one"' in refused.content.decode()
    assert Version.objects.count() == 1
    administrator.post("/flows/flow/1/draw/", {"text": straight("one", "two").decode(), "keep": "1"})

    assert [one.number for one in Version.objects.order_by("number")] == [1, 2]


def test_a_drawing_shows_where_an_instance_stands(administrator: Client, cast: Cast) -> None:
    sends(administrator, straight("one", "two"), verb="keep")
    administrator.post("/flows/flow/1/publish/")
    instance = actions.start(flow="flow", title="文", values={}, by=cast.drafter, at=NOON)

    page = administrator.get(f"/instances/{instance.uuid}/drawing/").content.decode()

    assert 'data-now="one"' in page


def test_a_file_in_another_encoding_is_refused_in_words(administrator: Client) -> None:
    assert "UTF-8" in sends(administrator, "流程".encode("gb18030"), verb="check")


def test_what_runs_is_taken_to_a_new_version_after_a_dry_run(administrator: Client, cast: Cast) -> None:
    sends(administrator, straight("one", "two"), verb="keep")
    administrator.post("/flows/flow/1/publish/")
    first, second = (
        actions.start(flow="flow", title=f"第{place}件", values={}, by=cast.drafter, at=NOON) for place in "甲乙"
    )
    actions.suspend(instance=second, words="停", by=cast.administrator, at=NOON)
    sends(administrator, straight("other", "two"), verb="keep")
    administrator.post("/flows/flow/2/publish/")
    page = "/flows/flow/2/migrate/"
    wish = {"instance": [str(first.uuid), str(second.uuid)], "node-one": "other", "go": "1"}

    seen = administrator.get(page).content.decode()
    assert "one · 新版本没有对应的节点" in seen
    assert "第乙件" in seen
    tried = administrator.post(page, {"node-one": "other", "try": "1"}).content.decode()
    assert "新版本没有对应的节点" not in tried
    assert "已挂起" in tried
    assert administrator.post(page, wish).status_code == 422, "nothing without a reason"
    first.refresh_from_db()
    assert first.version.number == 1, "a dry run changes nothing"
    done = administrator.post(page, {**wish, "words": "改版"}).content.decode()

    assert "已迁移" in done
    for one in (first, second):
        one.refresh_from_db()
    assert (first.version.number, second.version.number) == (2, 1)
    log = administrator.get(f"/instances/{first.uuid}/log/").content.decode()
    assert "已迁移到其他版本" in log
    assert administrator.get("/flows/flow/1/migrate/").status_code == 404, "only a published version takes in"


def test_an_instance_is_rolled_back_from_its_log_with_a_reason(administrator: Client, cast: Cast) -> None:
    sends(administrator, straight("one", "two"), verb="keep")
    administrator.post("/flows/flow/1/publish/")
    instance = actions.start(flow="flow", title="文", values={}, by=cast.drafter, at=NOON)
    (seat,) = Seat.objects.filter(instance=instance)
    actions.complete(seat_uuid=str(seat.uuid), decision=Decision.DONE, values={}, by=cast.clerk, at=NOON)
    page = f"/instances/{instance.uuid}/log/"

    assert administrator.post(page, {"step": "1", "words": ""}).status_code == 422
    administrator.post(page, {"step": "1", "words": "办错了"})

    assert open_nodes(instance) == ["one"]
    log = administrator.get(page).content.decode()
    assert "管理员已回滚" in log or "管理员回滚" in log
    assert "此前停在：" in log
    assert Opinion.objects.get(instance=instance, kind="intervention").words == "办错了"
