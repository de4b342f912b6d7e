"""What a prober needs to look: the probe, what it asks, and the connector's secrets, opened only here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from jishi.refusals.door import SYSTEM_SAYS
from jishi.vault.door import Secret, VaultLocked
from zhishou.systems.models import Connector, Probe
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.observing import Ask, Before, Option, Value
from zhishou.systems.rules.profile import ProbeSpec
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One probe as a prober runs it: whose it is, how it is judged, and how to ask."""

    probe_id: int
    system_id: int
    system_code: str
    component: str
    kind: str
    spec: ProbeSpec
    unit: str
    warn: Threshold | None
    critical: Threshold | None
    address: str
    options: Mapping[str, Option]
    sealed: Secret
    asked_secrets: tuple[str, ...]
    agent_scope: int

    def ask(self, *, allowed: AllowList, before: Before | None = None) -> Ask:
        """Return the question; opens the secrets, which live no longer than it does."""
        secrets = opened(self.sealed) if self.asked_secrets else {}
        return Ask(
            check=self.spec.check,
            address=self.address,
            timeout_s=float(self.spec.timeout),
            allowed=allowed,
            options={**_trusted(), **self.options, **self.spec.options, "system": self.agent_scope},
            steps=tuple(self.spec.steps),
            secrets=secrets,
            before=before,
            lacking=tuple(name for name in self.asked_secrets if not secrets.get(name)),
        )


def _trusted() -> dict[str, Option]:
    """Return the authority that the whole deployment trusts besides the system's, where there is one."""
    return {"ca_file": settings.PROBE_CA_FILE} if settings.PROBE_CA_FILE else {}


def opened(sealed: Secret) -> dict[str, str]:
    """Open the secrets of a connector; a ring that is not there leaves them unknown."""
    try:
        found: dict[str, str] = json.loads(sealed.reveal() or "{}")
    except (VaultLocked, ValueError):
        return {}
    return found


def probes_for_prober(*, only: Iterable[int] | None = None) -> list[Look]:
    """Return every active probe, or those of these keys, with all that is needed to look."""
    rows = Probe.objects.filter(active=True).select_related("system", "component", "connector")
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    return [look_of(one) for one in rows.order_by("pk")]


def look_of(probe: Probe) -> Look:
    """Return how a prober runs this probe."""
    spec = spec_of(probe)
    check = CHECKS.get(spec.check)
    connector: Connector = probe.connector
    return Look(
        probe_id=probe.pk,
        system_id=probe.system_id,
        system_code=probe.system.code,
        component=probe.component.code,
        kind=connector.kind,
        spec=spec,
        unit=check.unit.value if check else "",
        warn=spec.warn or (check.warn if check else None),
        critical=spec.critical or (check.critical if check else None),
        address=connector.target,
        options=connector.options,
        sealed=connector.secrets,
        asked_secrets=tuple(connector.secret_names),
        agent_scope=probe.system_id,
    )


def spec_of(probe: Probe) -> ProbeSpec:
    """Read what the newest profile says of a probe."""
    return ProbeSpec.model_validate(probe.spec, strict=False)


def allow_list() -> AllowList:
    """Return what this deployment lets its probes look at."""
    return _allow_list(
        tuple(settings.PROBE_TARGETS), tuple(settings.PROBE_PATHS), (settings.PORT, settings.LIVE_PORT)
    )


@lru_cache(maxsize=4)
def _allow_list(targets: tuple[str, ...], paths: tuple[str, ...], own: tuple[int, ...]) -> AllowList:
    return AllowList.parse(targets=targets, paths=paths, own_ports=own)


def advice_of(spec: ProbeSpec) -> Words:
    """Return what to do when a probe is not normal, as the profile says, else as the catalogue does."""
    check = CHECKS.get(spec.check)
    if spec.advice:
        return (spec.advice, spec.advice)
    return check.advice if check else ("", "")


# What systems say when a connection does not come about; other words stay as they were said.
REASONS: Final = SYSTEM_SAYS | {
    gettext_noop("timed out"),
    gettext_noop("certificate has expired"),
    gettext_noop("self-signed certificate"),
    gettext_noop("unable to get local issuer certificate"),
}


def _reason(facts: Mapping[str, Value]) -> dict[str, str]:
    why = facts.get("why")
    return {"why": gettext(why)} if isinstance(why, str) and why in REASONS else {}


def _brief(value: Value) -> Value:
    """Return a whole number without the nought behind its point, which nobody measured."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def say_words(words: str, facts: Mapping[str, Value]) -> str:
    """Say what was seen in the language that is active now."""
    if not words:
        return ""
    try:
        return gettext(words) % {**{name: _brief(value) for name, value in facts.items()}, **_reason(facts)}
    except (KeyError, ValueError, TypeError):
        return gettext(words)
