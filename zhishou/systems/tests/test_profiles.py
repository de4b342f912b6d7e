"""The profiles that come along can be loaded, and what they publish is what is read."""

import json
import tomllib

import jsonschema_rs
import pytest

from conftest import NOON, Cast
from zhishou.contracts.tests.factories import load as load_contract
from zhishou.contracts.tests.packs import ROOT
from zhishou.systems import actions, queries
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.reading import read_profile, schema

PROFILES = sorted((ROOT / "profiles").glob("*.toml"))
PUBLISHED = ROOT / "wire" / "system-profile.schema.json"


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_profile_that_comes_along_has_no_fault_and_obeys_the_published_schema(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]

    profile = read_profile(text)

    assert profile.code == path.stem  # type: ignore[attr-defined]
    assert list(jsonschema_rs.validator_for(schema()).iter_errors(tomllib.loads(text))) == []


def test_the_published_schema_is_the_one_that_reads() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()


def test_the_profile_of_postgresql_uses_every_check_of_it() -> None:
    profile = read_profile((ROOT / "profiles" / "django-postgresql.toml").read_text(encoding="utf-8"))
    used = {one.check for one in profile.probes}

    assert {one for one in CHECKS if one.startswith(("P-", "R-"))} <= used


def test_the_office_is_watched_whole(cast: Cast) -> None:
    """Every component and module has a probe, and each of them is one that a prober can run."""
    text = (ROOT / "profiles" / "xieban.toml").read_text(encoding="utf-8")
    system = actions.load_profile(text=text, contract=load_contract(cast), by=None, at=NOON).system
    looks = queries.probes_for_prober()

    assert {one.component for one in looks} == {one.code for one in queries.components_of(system)}
    assert {one.spec.module for one in looks} - {None} == {one.code for one in queries.modules_of(system)}
    assert all(look.ask(allowed=queries.allow_list()).timeout_s for look in looks)
