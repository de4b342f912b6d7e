"""Rows of the API from what the queries return."""

from typing import Any

from zhishou.contracts import queries
from zhishou.contracts.models import Contract, Milestone, Movement, PolicyVersion
from zhishou.contracts.queries import EntitlementRow
from zhishou.contracts.rules.differences import differences
from zhishou.contracts.rules.policy import Policy


def as_engagement(contract: Contract, policy: Policy) -> dict[str, Any]:
    return {
        "code": contract.engagement.code,
        "name": contract.engagement.name,
        "client": contract.engagement.client.code,
        "vendor": contract.engagement.vendor.code,
        "starts": policy.pack.term.starts,
        "ends": policy.pack.term.ends,
        "policy_version": policy.number,
    }


def as_contract(contract: Contract, policy: Policy, language: str) -> dict[str, Any]:
    return {
        "engagement": as_engagement(contract, policy),
        "calendar_version": policy.calendar.version,
        "holidays_known_until": policy.calendar.notice_published_until,
        "targets": [
            {
                "level": level.value,
                "commitment": commitment.value,
                "within": str(target.within),
                "within_words": target.within.words(language),
                "starts": target.starts.value,
                "tolerance_seconds": int(target.tolerance.total_seconds()),
                "warn_before_seconds": [int(one.total_seconds()) for one in target.warn_before],
                "pauses": sorted(one.value for one in target.pauses),
                "extendable": target.extendable,
                "met_by": sorted(one.value for one in target.met_by),
            }
            for level, targets in policy.targets.items()
            for commitment, target in targets.items()
        ],
        "pack": policy.pack.model_dump(mode="json", by_alias=True),
    }


def as_version(version: PolicyVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "digest": version.digest,
        "made_at": version.made_at,
        "made_by": str(version.made_by or ""),
    }


def as_whole_version(version: PolicyVersion, before: PolicyVersion | None, language: str) -> dict[str, Any]:
    changes = differences(queries.pack_of(before), queries.pack_of(version)) if before else ()
    return {
        **as_version(version),
        "document": version.document,
        "changes": [{"key": ".".join(one.path), "words": one.words(language)} for one in changes],
    }


def as_entitlement(row: EntitlementRow) -> dict[str, Any]:
    account = row.account
    return {
        "key": account.key,
        "name": row.name,
        "unit": row.unit,
        "starts_at": account.starts_at,
        "ends_at": account.ends_at,
        "granted": account.granted,
        "approved": account.approved,
        "reserved": account.reserved,
        "consumed": account.consumed,
        "balance": account.balance,
        "available": account.available,
    }


def as_movement(movement: Movement) -> dict[str, Any]:
    return {
        "id": movement.pk,
        "kind": movement.kind,
        "quantity": movement.quantity,
        "balance_after": movement.balance_after,
        "reservation": movement.reservation.uuid if movement.reservation else None,
        "reason": movement.reason or (movement.reservation.purpose if movement.reservation else ""),
        "by": str(movement.by or ""),
        "at": movement.at,
    }


def as_milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "uuid": milestone.uuid,
        "kind": milestone.kind,
        "key": milestone.key,
        "name": milestone.name,
        "starts_at": milestone.starts_at,
        "due_at": milestone.due_at,
        "state": milestone.state,
        "ended_at": milestone.ended_at,
        "evidence": milestone.evidence,
    }
