"""Loading a profile: version n+1 where it differs, nothing at all where it does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from zhishou.contracts.models import Contract
from zhishou.ledger.actions import record
from zhishou.ledger.rules import digest
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.systems.events import ProfileVersionMade
from zhishou.systems.models import Component, Connector, ManagedSystem, Module, Probe, ProfileVersion
from zhishou.systems.queries.systems import MINDS, newest_version
from zhishou.systems.rules.profile import ProbeSpec, Profile
from zhishou.systems.rules.reading import read_profile


class KindChanged(Refusal):
    """Connector “%(code)s” was of the kind %(before)s: a connector of another kind needs a code of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading a profile came to."""

    system: ManagedSystem
    version: ProfileVersion
    made: bool


def load_profile(*, text: str, contract: Contract, by: Person | None, at: datetime) -> Loaded:
    """Make the system of this profile, or its next version; a wrong one raises `WrongProfile` and changes nothing.

    Parts keep their rows while their codes stay; what the profile leaves out is not active any more, never removed.
    """
    if by is not None:
        require_role(by, contract.engagement, MINDS, at=at)
    profile = read_profile(text)
    document = profile.model_dump(mode="json", by_alias=True)
    with transaction.atomic():
        system = _system(profile, contract, at=at)
        before = newest_version(system)
        if before is not None and before.digest == digest(document):
            return Loaded(system=system, version=before, made=False)
        system.number += 1
        system.name, system.product = profile.name, profile.product
        system.save(update_fields=["number", "name", "product"])
        version = ProfileVersion.objects.create(
            system=system,
            number=system.number,
            document=document,
            digest=digest(document),
            text=text,
            loaded_at=at,
            loaded_by=by,
        )
        _lay(system, profile)
        _tell(system, version, before=before, by=by, at=at)
    return Loaded(system=system, version=version, made=True)


def _system(profile: Profile, contract: Contract, *, at: datetime) -> ManagedSystem:
    """Find or make the system, and hold it: one loader at a time."""
    ManagedSystem.objects.get_or_create(
        contract=contract,
        code=profile.code,
        defaults={
            "name": profile.name,
            "slug": f"{contract.engagement.code}-{profile.code}",
            "created_at": at,
        },
    )
    rows = ManagedSystem.objects.select_for_update(of=("self",)).select_related("contract__engagement")
    return rows.get(contract=contract, code=profile.code)


def _lay(system: ManagedSystem, profile: Profile) -> None:
    """Make the rows say what the profile says."""
    components = _renew(
        Component,
        system,
        [
            {"code": one.code, "name": one.name, "kind": one.kind, "words": one.words, "needs": list(one.needs)}
            for one in profile.components
        ],
    )
    modules = _renew(
        Module,
        system,
        [
            {
                "code": one.code,
                "name": one.name,
                "words": one.words,
                "needs": list(one.needs),
                "components": list(one.components),
            }
            for one in profile.modules
        ],
    )
    _refuse_other_kinds(system, profile)
    connectors = _renew(
        Connector,
        system,
        [
            {
                "code": one.code,
                "kind": one.kind,
                "words": one.words,
                "address": one.address,
                "options": dict(one.options),
                "secret_names": list(one.secrets),
            }
            for one in profile.connectors
        ],
    )
    _renew(
        Probe,
        system,
        [
            {
                "code": one.code,
                "name": one.name,
                "component": components[one.component],
                "module": modules[one.module] if one.module else None,
                "connector": connectors[one.connector],
                "check_id": one.check,
                "spec": _frozen(one),
                "every_s": one.every,
            }
            for one in profile.probes
        ],
    )


def _frozen(spec: ProbeSpec) -> dict[str, Any]:
    return spec.model_dump(mode="json", by_alias=True)


def _refuse_other_kinds(system: ManagedSystem, profile: Profile) -> None:
    kinds = dict(Connector.objects.filter(system=system).values_list("code", "kind"))
    for one in profile.connectors:
        if kinds.get(one.code, one.kind) != one.kind:
            raise KindChanged(code=one.code, before=kinds[one.code])


def _renew(model: type[models.Model], system: ManagedSystem, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Change, make or put to rest the rows of one kind; return them by their codes."""
    manager = model._default_manager  # noqa: SLF001 - four models, one way
    known: dict[str, Any] = {one.code: one for one in manager.filter(system=system)}  # type: ignore[attr-defined]
    for rank, row in enumerate(rows):
        one = known.get(row["code"])
        if one is None:
            known[row["code"]] = manager.create(system=system, rank=rank, active=True, **row)
            continue
        for name, value in (*row.items(), ("rank", rank), ("active", True)):
            setattr(one, name, value)
        one.save(update_fields=[*row, "rank", "active"])
    codes = [row["code"] for row in rows]
    manager.filter(system=system, active=True).exclude(code__in=codes).update(active=False)
    return known


def _tell(
    system: ManagedSystem,
    version: ProfileVersion,
    *,
    before: ProfileVersion | None,
    by: Person | None,
    at: datetime,
) -> None:
    engagement = system.contract.engagement
    record(
        what="systems.profile_version_made",
        about_kind="system",
        about_key=str(system.uuid),
        engagement=engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "code": system.code,
            "name": system.name,
            "number": version.number,
            "digest": version.digest,
            "follows": before.digest if before else "",
        },
        process="" if by else "console",
    )
    publish(
        ProfileVersionMade(
            engagement_code=engagement.code, system_uuid=str(system.uuid), number=version.number, made_at=at
        ),
        at=at,
    )
