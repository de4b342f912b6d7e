from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import NOON, Cast
from zhishou.contracts.tests.factories import load as load_contract
from zhishou.people.models import Person
from zhishou.systems import actions, queries
from zhishou.systems.models import Connector, ManagedSystem
from zhishou.systems.tests.factories import load
from zhishou.systems.tests.profiles import SMALL, changed

pytestmark = pytest.mark.one_engine


def visit(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(person)
    return client


def here(cast: Cast, path: str = "") -> str:
    return f"/c/{cast.engagement.code}/systems/{path}"


def upload(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("office.toml", text.encode())}


def test_a_profile_is_loaded_by_whoever_minds_the_systems(cast: Cast) -> None:
    load_contract(cast)

    answer = visit(cast.manager).post(here(cast, "load/"), upload(SMALL))

    assert answer.status_code == 302
    assert ManagedSystem.objects.get().code == "office"
    page = visit(cast.auditor).get(here(cast, "office/")).content.decode()
    assert "网页应答" in page
    assert "每 10 秒" in page


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "没有编号为“X-99”的检查"), ("en", "there is no check “X-99”")]
)
def test_a_wrong_profile_is_answered_with_its_lines_in_the_reader_s_language(
    cast: Cast, language: str, words: str
) -> None:
    load_contract(cast)
    cast.manager.language = language
    cast.manager.save(update_fields=["language"])

    answer = visit(cast.manager).post(here(cast, "load/"), upload(changed(('"X-01"', '"X-99"'))))

    assert answer.status_code == 422
    assert "probes.1.check" in answer.content.decode()
    assert words in answer.content.decode()
    assert not ManagedSystem.objects.exists()


@pytest.mark.parametrize("part", ["first_line", "client_admin", "auditor"])
def test_who_only_looks_changes_nothing(part: str, cast: Cast) -> None:
    load(cast)
    client = visit(getattr(cast, part))

    assert client.post(here(cast, "load/"), upload(SMALL)).status_code == 403
    assert client.post(here(cast, "office/connectors/site/"), {"address": "x"}).status_code == 403
    assert client.post(here(cast, "office/agents/add/"), {"name": "app"}).status_code == 403


def test_a_secret_is_written_and_never_shown(cast: Cast) -> None:
    load(cast)
    client = visit(cast.manager)

    client.post(here(cast, "office/connectors/site/"), {"address": "", "secret_password": "很秘密"})
    client.post(here(cast, "office/connectors/site/"), {"address": "http://127.0.0.1:9", "secret_password": ""})

    connector = Connector.objects.get(code="site")
    assert queries.probing.opened(connector.secrets) == {"password": "很秘密"}
    assert connector.target == "http://127.0.0.1:9"
    for path in ("office/", "office/connectors/site/"):
        assert "很秘密" not in client.get(here(cast, path)).content.decode()


def test_a_connector_is_tried_at_once_and_says_what_was_seen(cast: Cast) -> None:
    load(cast)
    Connector.objects.filter(code="port").update(address="10.255.255.1:80")

    page = visit(cast.manager).get(here(cast, "office/connectors/port/?try=now")).content.decode()

    assert "不在本部署允许探测的名单内" in page


def test_the_key_of_an_agent_is_shown_once_and_revoked(cast: Cast) -> None:
    system = load(cast)
    client = visit(cast.expert)

    made = client.post(here(cast, "office/agents/add/"), {"name": "app"}).content.decode()
    again = client.get(here(cast, "office/")).content.decode()
    agent = queries.agents_of(system).get()
    refused = client.post(here(cast, "office/agents/add/"), {"name": "app"})
    client.post(here(cast, f"office/agents/{agent.uuid}/revoke/"))

    assert f"zha_{agent.prefix}_" in made
    assert f"zha_{agent.prefix}_" not in again
    assert refused.status_code == 422
    assert not queries.agents_of(system).exists()


def test_an_agent_that_fell_silent_is_shown_so(cast: Cast) -> None:
    system = load(cast)
    now = datetime.now(UTC)
    agent = actions.make_agent(system=system, name="app", by=None, at=NOON).agent
    actions.take_news(agent=agent, document={"host": "oa-app-01"}, address="", at=now - timedelta(minutes=5))

    page = visit(cast.first_line).get(here(cast, "office/")).content.decode()

    assert "oa-app-01" in page
    assert "无消息" in page


def test_a_version_is_handed_out_as_it_was_loaded(cast: Cast) -> None:
    load(cast, f"# 注释\n{SMALL}")

    answer = visit(cast.auditor).get(here(cast, "office/versions/1.toml"))

    assert answer.content.decode().startswith("# 注释\n")
    assert visit(cast.auditor).get(here(cast, "office/versions/2.toml")).status_code == 404
