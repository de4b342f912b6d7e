"""The pages and endpoints of inspections, as the parties use them."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from conftest import NOON
from zhishou.desk.models import Ticket
from zhishou.inspections import actions
from zhishou.inspections.models import Act, Finding, Plan, Report, Round, SheetVersion
from zhishou.inspections.queries.plans import built_in_sheets
from zhishou.inspections.queries.profiled import suggested_sheet
from zhishou.inspections.rules.reading import read_sheet
from zhishou.inspections.rules.words import ActKind, RoundState
from zhishou.inspections.tests.factories import DAY, SHEET, STROKES, Site
from zhishou.people.models import Person
from zhishou.systems.actions import load_profile

pytestmark = pytest.mark.once


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(site: Site, route: str, **words: object) -> str:
    return reverse(f"inspections:{route}", kwargs={"engagement_code": site.cast.engagement.code, **words})


def test_a_round_is_walked_by_forms_without_any_script(site: Site, time_machine: TimeMachineFixture) -> None:
    inspection = site.round()
    client = as_person(site.cast.second_line)
    here = address(site, "act", uuid=inspection.uuid)
    time_machine.move_to(NOON)

    for sent in (
        {"kind": "begin", "place": "机房"},
        {"kind": "answer", "item": "E-01", "reading": "24"},
        {"kind": "answer", "item": "E-02", "answer": "no", "words": "黄灯"},
        {"kind": "talk", "item": "U-01", "whom": "李晓梅", "answer": "yes", "guidance": "演示"},
        {"kind": "sign", "signer_name": "王志强", "signer_role": "主任", "strokes": json.dumps(STROKES)},
        {"kind": "close"},
    ):
        answer = client.post(here, {"act": str(uuid.uuid4()), **sent})
        assert answer.status_code == 302, answer.content.decode()[:2000]

    inspection.refresh_from_db()
    assert inspection.state == RoundState.CLOSED
    assert [one.title for one in Finding.objects.all()] == ["面板无告警灯：否；黄灯"]


def test_who_goes_on_a_round_no_more_is_led_to_its_page_with_what_waits_on_his_phone(
    site: Site, time_machine: TimeMachineFixture
) -> None:
    inspection = site.round()
    time_machine.move_to(NOON)
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    actions.hand_round(inspection=inspection, to=site.cast.first_line, by=site.cast.manager, at=NOON)

    answer = as_person(site.cast.second_line).get(address(site, "site", uuid=inspection.uuid), follow=True)

    assert answer.redirect_chain == [(address(site, "round", uuid=inspection.uuid), 302)]
    found = answer.content.decode()
    assert f"这次巡检由{site.cast.first_line.name}负责" in found
    assert f'data-visit-person="{site.cast.second_line.uuid}"' in found


def test_a_device_is_answered_in_its_own_words(site: Site, time_machine: TimeMachineFixture) -> None:
    inspection = site.round()
    client, key = as_person(site.cast.second_line), str(uuid.uuid4())
    here = address(site, "act", uuid=inspection.uuid)
    time_machine.move_to(NOON)

    def tell(**sent: str) -> Any:
        return client.post(here, sent, HTTP_ACCEPT="application/json")

    taken, again = (tell(act=key, kind="begin").json() for _ in range(2))
    refused = tell(act=str(uuid.uuid4()), kind="answer", item="E-01", reading="很热")

    assert taken == again
    assert Act.objects.filter(kind="begin").count() == 1
    assert refused.status_code == 422
    assert "很热" in refused.json()["detail"]


def test_a_plan_is_made_changed_and_stopped(site: Site, time_machine: TimeMachineFixture) -> None:
    client = as_person(site.cast.manager)
    time_machine.move_to(NOON)
    sent = {
        "name": "每日巡检",
        "kind": "daily",
        "system": site.system.code,
        "sheet": "weekly",
        "weekday": "2",
        "hour": "9",
        "first_day": "2023-03-15",
        "engineer": str(site.cast.expert.uuid),
    }

    assert client.post(address(site, "new_plan"), sent).status_code == 302
    plan = Plan.objects.get()
    assert plan.rounds.count() > 3
    assert client.post(address(site, "plan", uuid=plan.uuid), {**sent, "name": "晨检"}).status_code == 302
    listed = client.get(address(site, "plans")).content.decode()
    assert f'data-dialog-open="stop-{plan.uuid}"' in listed
    assert f'<dialog class="window" id="stop-{plan.uuid}"' in listed
    assert client.post(address(site, "stop_plan", uuid=plan.uuid)).status_code == 302

    plan.refresh_from_db()
    assert (plan.name, plan.is_active) == ("晨检", False)
    assert set(plan.rounds.values_list("state", flat=True)) == {"due", "cancelled"}


def test_a_wrong_sheet_is_shown_with_its_lines_and_nothing_is_kept(site: Site) -> None:
    client = as_person(site.cast.manager)

    answer = client.post(address(site, "write_sheet"), {"code": "weekly", "text": SHEET.replace("name", "nome", 1)})

    assert answer.status_code == 422
    assert "第 2 行" in answer.content.decode()
    assert "没有这个键；是否想写“name”？" in answer.content.decode()
    assert SheetVersion.objects.count() == 1


def test_the_sheets_that_we_bring_can_be_used() -> None:
    assert {code: bool(read_sheet(text).items()) for code, text in built_in_sheets().items()} == {
        "daily": True,
        "weekly": True,
    }


def test_a_profile_suggests_a_sheet_that_can_be_used(site: Site) -> None:
    profile = (Path(settings.BASE_DIR) / "profiles" / "xieban.toml").read_text(encoding="utf-8")
    system = load_profile(text=profile, contract=site.system.contract, by=None, at=NOON).system

    sheet = read_sheet(suggested_sheet(system))

    origins = {item.origin.value for _, item in sheet.items()}
    assert origins == {"engineer", "user"}
    assert {code for place in sheet.places for code in place.components} >= {"web", "database"}
    page = as_person(site.cast.manager).get(address(site, "write_sheet"), {"system": system.code})
    assert sheet.name in page.content.decode()


def test_a_finding_becomes_one_ticket(site: Site) -> None:
    site.walk(site.round(), at=NOON, temperature="33")
    finding = Finding.objects.get()
    client = as_person(site.cast.front_desk)
    here = address(site, "finding_ticket", number=finding.number)

    first, again = (client.post(here, {"ticket-kind": "fault", "ticket-level": "2"}) for _ in range(2))

    ticket = Ticket.objects.get()
    assert first.headers["Location"].endswith(f"/{ticket.number}/")
    assert again.status_code == 422
    assert (ticket.title, ticket.level) == ("机房温度：33 ℃", 2)


def test_the_client_reads_and_saves_what_was_issued_and_no_draft(site: Site) -> None:
    inspection = site.walk(site.round(), at=NOON)
    client = as_person(site.cast.client_admin)

    assert client.get(address(site, "draft", uuid=inspection.uuid)).status_code == 403
    report = site.issue(inspection, at=NOON + DAY)
    pdf = client.get(address(site, "report_file", uuid=report.uuid, kind="pdf"))

    assert b"".join(pdf).startswith(b"%PDF")
    assert f"{report.number}-v1.pdf" in pdf.headers["Content-Disposition"]
    assert report.digest in client.get(address(site, "report", uuid=report.uuid)).content.decode()


def test_what_was_never_asked_does_not_look_filled_in(site: Site) -> None:
    text = SHEET.replace('origin = "user"', 'origin = "user"\n  required = false')
    actions.write_sheet(engagement=site.cast.engagement, code="weekly", text=text, by=site.cast.manager, at=NOON)
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)

    page = as_person(site.cast.second_line).get(address(site, "site", uuid=inspection.uuid))

    assert "已填写 0 / 4 项" in page.content.decode()


def test_the_page_says_late_whatever_a_worker_did(site: Site, time_machine: TimeMachineFixture) -> None:
    inspection = site.round()
    time_machine.move_to(inspection.due_at)

    page = as_person(site.cast.manager).get(address(site, "rounds"))

    assert "已逾期" in page.content.decode()


def test_a_later_version_that_is_asked_for_twice_is_issued_once(site: Site) -> None:
    inspection = site.walk(site.round(), at=NOON)
    site.issue(inspection, at=NOON + DAY)
    client = as_person(site.cast.manager)
    shown = client.get(address(site, "round", uuid=inspection.uuid)).content.decode()
    assert '<input type="hidden" name="version" value="2"' in shown

    told = []
    for reason in ("", "字" * 501, "更正温度", "更正温度"):
        sent = {"reason": reason, "version": "2"}
        answer = client.post(address(site, "issue", uuid=inspection.uuid), sent, follow=True)
        told += [one.level_tag for one in answer.context["messages"]]

    assert told == ["danger", "danger", "success", "danger"]
    assert list(Report.objects.order_by("version").values_list("version", "reason")) == [(1, ""), (2, "更正温度")]


def test_programs_walk_a_round_and_read_what_it_gave(site: Site, time_machine: TimeMachineFixture) -> None:
    inspection = site.round()
    client = as_person(site.cast.second_line)
    base = f"/api/v1/engagements/{site.cast.engagement.code}/inspections"
    time_machine.move_to(NOON)

    for sent in ({"kind": "begin"}, {"kind": "unsigned", "words": "无人"}, {"kind": "close"}):
        body = {"uuid": str(uuid.uuid4()), **sent}
        answer = client.post(
            f"{base}/rounds/{inspection.uuid}/acts",
            body,
            content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()),
        )
        assert answer.status_code == 201, answer.content

    whole = client.get(f"{base}/rounds/{inspection.uuid}").json()
    assert whole["state"] == "closed"
    assert {one["code"]: one["outcome"] for one in whole["results"]}["E-01"] == "unknown"
    report = site.issue(Round.objects.select_related("plan__system").get(pk=inspection.pk), at=NOON)
    assert client.get(f"{base}/reports/{report.uuid}").json()["document"]["number"] == report.number
    assert len(client.get(f"{base}/rounds?state=closed").json()["items"]) == 1
    assert Report.objects.count() == 1


def test_a_round_is_called_off_with_a_reason(site: Site) -> None:
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON)
    client = as_person(site.cast.manager)

    assert client.post(address(site, "cancel", uuid=inspection.uuid), {"reason": " "}).status_code == 422
    assert client.post(address(site, "cancel", uuid=inspection.uuid), {"reason": "机房停电"}).status_code == 302

    inspection.refresh_from_db()
    assert (inspection.state, inspection.cancel_reason) == (RoundState.CANCELLED, "机房停电")
    assert actions.gathering.gather_due(at=inspection.planned_for) == 0
