"""How a system is reached in this deployment: addresses and secrets, set and never shown again."""

import json
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid
from zhishou.ledger.actions import record
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.systems.events import ConnectorChanged
from zhishou.systems.models import Connector
from zhishou.systems.queries.systems import MINDS

LONGEST_SECRET = 8000


class NoSuchSecret(Invalid):
    """The profile asks for no secret of this name."""


class SecretTooLong(Invalid):
    """A secret has at most 8,000 characters."""


def set_secret(*, connector: Connector, name: str, secret: str, by: Person | None, at: datetime) -> None:
    """Seal one secret of a connector; an empty one takes it away."""
    _require(connector, by=by, at=at)
    if name not in connector.secret_names:
        raise NoSuchSecret
    if len(secret) > LONGEST_SECRET:
        raise SecretTooLong
    with transaction.atomic():
        held = Connector.objects.select_for_update().get(pk=connector.pk)
        kept: dict[str, str] = json.loads(held.secrets.reveal() or "{}")
        kept.pop(name, None)
        if secret:
            kept[name] = secret
        held.secrets = cast("Any", json.dumps(kept, ensure_ascii=False))
        held.secrets_set = sorted(kept)
        held.changed_at, held.changed_by = at, by
        held.save(update_fields=["secrets", "secrets_set", "changed_at", "changed_by"])
        what = "systems.secret_set"
        if not secret:
            what = "systems.secret_removed"
        _record(held, what, {"secret": name}, by=by, at=at)


def set_address(*, connector: Connector, address: str, by: Person | None, at: datetime) -> None:
    """Say where it is reached in this deployment; the empty text returns to what the profile says."""
    _require(connector, by=by, at=at)
    with transaction.atomic():
        held = Connector.objects.select_for_update().get(pk=connector.pk)
        asked = address.strip()
        held.set_address = "" if asked == held.address else asked
        held.changed_at, held.changed_by = at, by
        held.save(update_fields=["set_address", "changed_at", "changed_by"])
        _record(held, "systems.address_set", {"address": held.target}, by=by, at=at)


def _require(connector: Connector, *, by: Person | None, at: datetime) -> None:
    if by is not None:
        require_role(by, connector.system.contract.engagement, MINDS, at=at)


def _record(connector: Connector, what: str, words: dict[str, str], *, by: Person | None, at: datetime) -> None:
    system = connector.system
    record(
        what=what,
        about_kind="system",
        about_key=str(system.uuid),
        engagement=system.contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"system": system.code, "connector": connector.code, **words},
        process="" if by else "console",
    )
    publish(
        ConnectorChanged(
            engagement_code=system.contract.engagement.code,
            system_uuid=str(system.uuid),
            connector=connector.code,
        ),
        at=at,
    )
