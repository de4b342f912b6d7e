"""Between rows and rules: how layers and ladders are written as JSON, and read back."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, TypedDict

from zhishou.duty import models, rules
from zhishou.people.rules import Tier


class StoredLayer(TypedDict):
    """A layer as JSON."""

    name: str
    order: list[int]
    unit: str
    length: int
    starts_on: str
    hand_over: str
    windows: list[list[int | str]]


def layers_to_json(layers: Iterable[rules.Layer]) -> list[StoredLayer]:
    """Write layers as JSON."""
    return [
        StoredLayer(
            name=layer.name,
            order=list(layer.order),
            unit=layer.unit.value,
            length=layer.length,
            starts_on=layer.starts_on.isoformat(),
            hand_over=layer.hand_over.isoformat("minutes"),
            windows=[
                [window.weekday, window.starts.isoformat("minutes"), window.ends.isoformat("minutes")]
                for window in layer.windows
            ],
        )
        for layer in layers
    ]


def layers_from_json(stored: Iterable[StoredLayer]) -> tuple[rules.Layer, ...]:
    """Read layers back."""
    return tuple(
        rules.Layer(
            name=layer["name"],
            order=tuple(layer["order"]),
            unit=rules.Unit(layer["unit"]),
            length=layer["length"],
            starts_on=date.fromisoformat(layer["starts_on"]),
            hand_over=time.fromisoformat(layer["hand_over"]),
            windows=tuple(
                rules.Window(
                    weekday=int(weekday),
                    starts=time.fromisoformat(str(starts)),
                    ends=time.fromisoformat(str(ends)),
                )
                for weekday, starts, ends in layer["windows"]
            ),
        )
        for layer in stored
    )


def version_of(row: models.RosterVersion) -> rules.Version:
    """Read a version."""
    return rules.Version(
        number=row.number,
        made_at=row.made_at,
        effective_from=row.effective_from,
        layers=layers_from_json(row.layers),
    )


def override_of(row: models.Override) -> rules.Override:
    """Read an override; its id orders it, since the later made goes first."""
    return rules.Override(
        number=row.pk,
        person=row.person_id,
        made_at=row.made_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cancelled_at=row.cancelled_at,
    )


def absence_of(row: models.Absence) -> rules.Absence:
    """Read an absence."""
    return rules.Absence(
        person=row.person_id,
        made_at=row.made_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cancelled_at=row.cancelled_at,
    )


def policy_to_json(policy: rules.Policy) -> dict[str, Any]:
    """Write a ladder's policy, as it is frozen into a run."""
    return {
        "format": 1,
        "number": policy.number,
        "contract_version": policy.contract_version,
        "rounds": policy.rounds,
        "steps": [
            {"tiers": [tier.value for tier in step.tiers], "wait_seconds": int(step.wait.total_seconds())}
            for step in policy.steps
        ],
    }


def policy_from_json(stored: Mapping[str, Any]) -> rules.Policy:
    """Read a ladder's policy back."""
    return rules.Policy(
        number=stored["number"],
        contract_version=stored.get("contract_version", 0),
        rounds=stored["rounds"],
        steps=tuple(
            rules.Step(
                tiers=tuple(Tier(tier) for tier in step["tiers"]),
                wait=timedelta(seconds=step["wait_seconds"]),
            )
            for step in stored["steps"]
        ),
    )
