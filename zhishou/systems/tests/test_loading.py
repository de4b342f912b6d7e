from io import StringIO
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils.translation import override

from conftest import NOON, Cast
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.tests.factories import load as load_contract
from zhishou.ledger.models import Entry
from zhishou.systems import actions, queries
from zhishou.systems.actions.connectors import NoSuchSecret
from zhishou.systems.actions.loading import KindChanged
from zhishou.systems.models import Component, Connector, Probe, ProfileVersion
from zhishou.systems.rules.observing import Outcome
from zhishou.systems.rules.reading import WrongProfile
from zhishou.systems.tests.factories import load
from zhishou.systems.tests.profiles import SMALL, changed


def test_a_profile_makes_the_system_and_its_parts(cast: Cast) -> None:
    system = load(cast)

    assert [one.code for one in queries.components_of(system)] == ["host", "web"]
    assert [one.code for one in queries.probes_of(system)] == ["web-answers", "sign-in", "port-answers"]
    assert queries.newest_version(system).number == 1  # type: ignore[union-attr]
    assert Entry.objects.filter(what="systems.profile_version_made").count() == 1


def test_the_same_profile_again_changes_nothing(cast: Cast) -> None:
    system = load(cast)

    again = actions.load_profile(text=f"# 注释\n{SMALL}", contract=system.contract, by=None, at=NOON)

    assert (again.made, again.version.number) == (False, 1)


def test_rows_keep_their_keys_and_what_left_the_profile_rests(cast: Cast) -> None:
    system = load(cast)
    before = dict(Probe.objects.values_list("code", "pk"))
    text = changed(('code = "sign-in"', 'code = "signs-in"'), ('every = "10 s"', 'every = "20 s"'))

    loaded = actions.load_profile(text=text, contract=system.contract, by=None, at=NOON)

    kept = Probe.objects.get(code="web-answers")
    assert (loaded.version.number, kept.pk, kept.every_s) == (2, before["web-answers"], 20)
    assert not Probe.objects.get(pk=before["sign-in"]).active
    assert [one.code for one in queries.probes_of(system)] == ["web-answers", "signs-in", "port-answers"]
    assert len(queries.probes_for_prober()) == 3


def test_a_version_never_changes(cast: Cast) -> None:
    load(cast)

    with pytest.raises(DatabaseError), transaction.atomic():
        ProfileVersion.objects.update(text="")


def test_a_wrong_profile_changes_nothing(cast: Cast) -> None:
    contract = load_contract(cast)

    with pytest.raises(WrongProfile):
        actions.load_profile(text=changed(('"X-01"', '"X-99"')), contract=contract, by=None, at=NOON)

    assert Component.objects.count() == 0


def test_a_connector_does_not_become_another_kind(cast: Cast) -> None:
    system = load(cast)
    text = changed(
        ('kind = "tcp"', 'kind = "http"'),
        ('connector = "port"\ncheck = "X-03"', 'connector = "port"\ncheck = "X-01"'),
    )

    with pytest.raises(KindChanged):
        actions.load_profile(text=text, contract=system.contract, by=None, at=NOON)


def test_only_who_minds_the_system_loads_and_sets_secrets(cast: Cast) -> None:
    system = load(cast)
    connector = Connector.objects.get(code="site")

    for person, refusal in ((cast.first_line, NotAllowed), (cast.stranger_manager, NotThere)):
        with pytest.raises(refusal):
            actions.load_profile(text=SMALL, contract=system.contract, by=person, at=NOON)
        with pytest.raises(refusal):
            actions.set_secret(connector=connector, name="password", secret="x", by=person, at=NOON)


def test_a_secret_lies_sealed_and_only_the_prober_opens_it(cast: Cast) -> None:
    system = load(cast)
    connector = Connector.objects.get(code="site")
    unset = next(one for one in queries.probes_for_prober() if one.spec.code == "sign-in")
    asked = unset.ask(allowed=queries.allow_list())
    seen = async_to_sync(actions.observe)(kind=unset.kind, ask=asked, at=NOON)
    assert (seen.outcome, seen.fact("name")) == (Outcome.UNKNOWN, "password")

    actions.set_secret(connector=connector, name="password", secret="很秘密", by=cast.manager, at=NOON)

    held = Connector.objects.get(code="site")
    assert held.secrets_set == ["password"]
    assert "很秘密" not in held.secrets.sealed
    look = next(one for one in queries.probes_for_prober() if one.spec.code == "sign-in")
    ask = look.ask(allowed=queries.allow_list())
    assert ask.secrets == {"password": "很秘密"}
    assert "很秘密" not in repr(look) + repr(ask)
    assert "很秘密" not in repr(list(Entry.objects.values()))
    assert ask.lacking == ()
    with pytest.raises(NoSuchSecret):
        actions.set_secret(connector=connector, name="other", secret="x", by=cast.manager, at=NOON)
    assert system.pk


def test_an_address_of_this_deployment_outlives_the_next_version(cast: Cast) -> None:
    system = load(cast)
    connector = Connector.objects.get(code="site")

    actions.set_address(connector=connector, address="http://10.0.0.7", by=cast.manager, at=NOON)
    actions.load_profile(
        text=changed(('every = "10 s"', 'every = "20 s"')), contract=system.contract, by=None, at=NOON
    )

    assert Connector.objects.get(code="site").target == "http://10.0.0.7"


def test_strangers_see_no_system_and_requesters_none_either(cast: Cast) -> None:
    system = load(cast)

    def sees(person: object) -> bool:
        return system in queries.visible_systems(person, at=NOON)  # type: ignore[arg-type]

    assert {name for name, person in cast.persons().items() if sees(person)} == {
        "client_admin", "front_desk", "first_line", "second_line", "expert", "manager", "auditor"
    }  # fmt: skip


@pytest.mark.django_db
def test_the_command_checks_shows_and_loads(cast: Cast, tmp_path: Path) -> None:
    load_contract(cast)
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(SMALL, encoding="utf-8")
    bad.write_text(SMALL.replace('"X-01"', '"X-99"'), encoding="utf-8")
    out, err = StringIO(), StringIO()

    call_command("system", "check", str(good), stdout=out)
    call_command("system", "show", str(good), stdout=out)
    call_command("system", "load", str(good), "--contract", cast.engagement.code, stdout=out)
    with pytest.raises(CommandError, match="有 1 处错误"):
        call_command("system", "check", str(bad), stderr=err)
    with override("en"), pytest.raises(CommandError, match="1 fault in"):
        call_command("system", "check", str(bad), stderr=err)

    assert "没有错误" in out.getvalue()
    assert "已生成 office 的系统画像第 1 版。" in out.getvalue()
    assert "bad.toml:37: probes.1.check: 没有编号为“X-99”的检查" in err.getvalue()
    assert "bad.toml:37: probes.1.check: there is no check “X-99”" in err.getvalue()
