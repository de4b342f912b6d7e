import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils.translation import override

from conftest import LONG_AGO, NOON, Cast
from jishi.refusals.door import NotAllowed
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.grants import QuotaBelowUse
from zhishou.contracts.actions.loading import PartiesChanged, PartyIsSomebodyElse
from zhishou.contracts.models import CalendarVersion, Contract, Movement, PolicyVersion
from zhishou.contracts.rules import Commitment, Level
from zhishou.contracts.rules.reading import WrongPack
from zhishou.contracts.tests.factories import load_anew, pack_text, visits
from zhishou.contracts.tests.packs import ROOT
from zhishou.ledger.models import Entry
from zhishou.people.models import Engagement, Organisation

pytestmark = pytest.mark.django_db
FASTER = ('within = "half a day"', 'within = "4 hours"')


def test_a_pack_makes_its_parties_engagement_and_first_version() -> None:
    text = (ROOT / "contracts" / "sample.toml").read_text(encoding="utf-8")

    loaded = actions.load_pack(text=text, by=None, at=NOON)

    engagement = Engagement.objects.get(code="red-cross")
    assert (engagement.client.name, engagement.vendor.short_name) == ("某省红十字会", "值守信息")
    assert (loaded.made, loaded.version.number, loaded.changes) == (True, 1, ())
    assert Entry.objects.filter(what="contracts.policy_version_made", engagement=engagement).count() == 1


def test_an_unchanged_pack_does_nothing(cast: Cast) -> None:
    contract = load_anew(cast)
    before = Entry.objects.count()

    again = actions.load_pack(text=pack_text(cast.engagement) + "\n# a comment\n", by=None, at=NOON)

    assert (again.made, again.version.number, again.calendar_made) == (False, 1, False)
    assert PolicyVersion.objects.filter(contract=contract).count() == 1
    assert Entry.objects.count() == before


def test_a_changed_pack_makes_the_next_version_and_leaves_the_first_alone(cast: Cast) -> None:
    contract = load_anew(cast)
    first = PolicyVersion.objects.get(contract=contract)

    loaded = actions.load_pack(text=pack_text(cast.engagement, FASTER), by=None, at=NOON)

    assert (loaded.made, loaded.version.number) == (True, 2)
    assert [change.words("en") for change in loaded.changes] == [
        "level · Level 2 (severe) · on site · time: from half a day (elapsed, 12 hours) to 4 hours (elapsed)"
    ]
    assert PolicyVersion.objects.get(pk=first.pk).digest == first.digest


def test_each_moment_has_the_policy_that_was_in_force(cast: Cast) -> None:
    load_anew(cast)
    actions.load_pack(text=pack_text(cast.engagement, FASTER), by=None, at=NOON)

    def onsite(at_offset: timedelta) -> timedelta:
        policy = queries.policy_in_force(engagement=cast.engagement, at=NOON + at_offset)
        return policy.target(Level.SEVERE, Commitment.ONSITE).within.length

    assert onsite(-timedelta(microseconds=1)) == timedelta(hours=12)
    assert onsite(timedelta()) == timedelta(hours=4)
    assert onsite(-timedelta(days=9999)) == timedelta(hours=12)


def test_a_wrong_pack_loads_nothing(cast: Cast) -> None:
    with pytest.raises(WrongPack):
        load_anew(cast, ('currency = "CNY"', 'currency = "EUR"'))

    assert not Contract.objects.exists()


def test_only_the_platform_admin_and_the_console_load(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.load_pack(text=pack_text(cast.engagement), by=cast.manager, at=NOON)

    assert actions.load_pack(text=pack_text(cast.engagement), by=cast.platform_admin, at=NOON).made


def test_a_party_with_another_credit_code_is_somebody_else(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.engagement.client_id).update(credit_code="91350100M000100Y43")

    with pytest.raises(PartyIsSomebodyElse):
        load_anew(cast)
    assert not Contract.objects.exists()


def test_a_contract_never_changes_hands(cast: Cast) -> None:
    load_anew(cast)
    text = pack_text(cast.engagement, (f'code = "{cast.engagement.vendor.code}"', 'code = "another-vendor"'))

    with pytest.raises(PartiesChanged):
        actions.load_pack(text=text.replace("91990000MA0A000217", "91350100M000100Y43"), by=None, at=NOON)


def test_a_smaller_quota_than_was_used_is_refused(cast: Cast) -> None:
    contract = load_anew(cast)
    actions.reserve(account=visits(contract), quantity=4, purpose="四次", by=cast.manager, at=NOON)

    with pytest.raises(QuotaBelowUse, match="3"):
        load_anew(cast, ("quantity = 10", "quantity = 3"))

    assert PolicyVersion.objects.count() == 1
    load_anew(cast, ("quantity = 10", "quantity = 4"))
    assert visits(contract).available == 0


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = 9", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [PolicyVersion, CalendarVersion, Movement])
def test_the_database_refuses_to_touch_what_was_agreed(cast: Cast, model: type[Model], statement: str) -> None:
    load_anew(cast)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))


@pytest.mark.parametrize(
    ("language", "currency", "last"),
    [
        ("zh-hans", "“EUR” 不在允许的取值之内：“CNY”；应为：币种：“CNY”", "有 2 处错误，未载入任何内容"),
        ("en", "“EUR” is not one of: “CNY”; expected: the currency: CNY", "2 faults in .*; nothing was loaded"),
    ],
)
def test_the_command_names_every_fault_in_its_language_and_loads_nothing(
    tmp_path: Path, cast: Cast, language: str, currency: str, last: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(
        pack_text(cast.engagement, ('currency = "CNY"', 'currency = "EUR"'), ("quantity = 10", "quantity = -1")),
        encoding="utf-8",
    )
    errors = StringIO()

    with override(language), pytest.raises(CommandError, match=last):
        call_command("contract", "load", str(file), stderr=errors)

    assert errors.getvalue().splitlines()[0].endswith(f": fee.currency: {currency}")
    assert [line.split(": ")[1] for line in errors.getvalue().splitlines()] == [
        "fee.currency",
        "entitlements.1.quantity",
    ]
    assert not Contract.objects.exists()


def test_a_complaint_quotes_durations_as_they_were_written(tmp_path: Path, cast: Cast) -> None:
    file, errors = tmp_path / "late.toml", StringIO()
    text = pack_text(cast.engagement, ('warn_before = ["5 min"]', 'warn_before = ["两小时"]'))
    file.write_text(text.replace('tolerance = "', 'tolerance = "3 working days" #'), encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("contract", "check", str(file), stderr=errors)

    assert "“两小时”会在计时开始前就提醒；应短于“10 min”" in errors.getvalue()
    assert "应为大于零的自然时长，如“1 分钟”" in errors.getvalue()


def test_a_payment_after_the_end_of_the_term_is_said_and_taken(tmp_path: Path, cast: Cast) -> None:
    file, out = tmp_path / "late.toml", StringIO()
    text = pack_text(cast.engagement)
    file.write_text(
        re.sub(r"before = (\d{4})", lambda year: f"before = {int(year[1]) + 1}", text), encoding="utf-8"
    )

    call_command("contract", "check", str(file), stdout=out)

    assert "请留意：付款“年度服务费（一次性支付）”须在" in out.getvalue()


def test_the_command_says_when_nothing_changed(tmp_path: Path) -> None:
    file, out = ROOT / "contracts" / "sample.toml", StringIO()

    call_command("contract", "check", str(file), stdout=out)
    call_command("contract", "load", str(file), stdout=out)
    call_command("contract", "load", str(file), stdout=out)
    call_command("contract", "show", str(file), stdout=out)
    call_command("contract", "prove", stdout=out)

    said = out.getvalue()
    assert "已生成 red-cross 的条款第 1 版。" in said
    assert "没有变化：red-cross 仍为条款第 1 版。" in said
    assert "半天（自然时间 12 小时）" in said
    assert "各项额度均与流水相符。" in said


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_file_that_cannot_be_read_gets_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="无法读取"):
        call_command("contract", "check", str(tmp_path / name))


def test_the_calendar_has_the_holidays_of_the_term_and_says_until_when(cast: Cast) -> None:
    load_anew(cast)

    calendar = queries.calendar_in_force(engagement=cast.engagement, at=LONG_AGO)

    assert calendar.version == 1
    assert {day.on.year for day in calendar.special_days} >= {2022, 2023, 2024}
    assert calendar.notice_published_until
