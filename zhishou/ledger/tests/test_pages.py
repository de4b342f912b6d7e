from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client

from conftest import NOON, Cast
from jishi.work.models import Work
from zhishou.ledger import actions, queries
from zhishou.ledger.actions.working import export_bundle, verify_ledger
from zhishou.ledger.tests.factories import entries

pytestmark = pytest.mark.once

HERE = "/c/red-cross/ledger/"


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name))
    return client


@pytest.fixture
def sealed(cast: Cast) -> Cast:
    entries(cast.engagement, 60, by=cast.manager)
    actions.seal(at=NOON)
    return cast


def test_the_list_shows_entries_and_leads_to_older_ones(sealed: Cast) -> None:
    client = client_of(sealed, "manager")

    first = client.get(HERE)
    older = client.get(HERE + str(first.context["next_url"]))

    assert b"T-60" in first.content
    assert len(older.context["rows"]) == 10
    assert (
        client.get(HERE, {"words": "公文", "what": "nonsense", "before": "x", "since": "never"}).status_code == 200
    )


def test_an_entry_shows_its_digests_and_place(sealed: Cast) -> None:
    client = client_of(sealed, "auditor")
    row = client.get(HERE).context["rows"][0]

    page = client.get(f"{HERE}entries/{row.entry.uuid}/").content.decode()

    assert row.entry.payload_digest in page
    assert "公文打不开" in page


def test_verification_and_export_are_begun_from_the_page_and_end_with_a_result(
    sealed: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = client_of(sealed, "client_admin")

    for verb in ("verify", "export"):
        assert client.post(f"{HERE}{verb}/").status_code == 302
    export, verify = Work.objects.order_by("-id")
    verify_ledger.func(work=str(verify.uuid), **verify.arguments)
    export_bundle.func(work=str(export.uuid), **export.arguments)

    verify.refresh_from_db()
    export.refresh_from_db()
    assert "60" in verify.note
    bundle = client.get(export.result_url)
    assert b"".join(bundle.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert client_of(sealed, "stranger_admin").get(export.result_url).status_code == 404
    assert client_of(sealed, "expert").get(export.result_url).status_code == 403
    assert client.get(f"{HERE}bundles/{uuid4()}/").status_code == 404


def test_a_verification_that_finds_something_wrong_does_not_end_well(sealed: Cast) -> None:
    client_of(sealed, "manager").post(f"{HERE}verify/", {"head": "0" * 64})
    work = Work.objects.get()

    verify_ledger.func(work=str(work.uuid), **work.arguments)

    work.refresh_from_db()
    assert (work.state, "不是所示链头的延续" in work.error) == ("failed", True)


@pytest.mark.parametrize("name", ["expert", "requester", "stranger_admin"])
def test_nobody_else_verifies_or_exports(sealed: Cast, name: str) -> None:
    client = client_of(sealed, name)

    assert {client.post(f"{HERE}{verb}/").status_code for verb in ("verify", "export")} <= {403, 404}
    assert not Work.objects.exists()
    assert queries.verify_chain(sealed.engagement).holds


def test_a_wrong_head_is_refused_on_the_form(sealed: Cast) -> None:
    assert client_of(sealed, "manager").post(f"{HERE}verify/", {"head": "short"}).status_code == 422
