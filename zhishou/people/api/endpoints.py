"""Endpoints about people: the caller, organisations, people and roles of one contract."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from jishi.api.door import Page, Paging, cut
from jishi.refusals.door import Invalid
from zhishou.people import actions, queries
from zhishou.people.api.fresh import require_fresh_proof
from zhishou.people.api.schemas import (
    GrantIn,
    MeOut,
    OrganisationOut,
    PersonOut,
    RoleOut,
    TokenOut,
)
from zhishou.people.models import Person, RoleGrant
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.rules import Role

router = Router(tags=["people"])


class UnknownRole(Invalid):
    """There is no such role."""


def as_person(person: Person) -> dict[str, Any]:
    """Say who somebody is, without how he is reached."""
    return {
        "uuid": person.uuid,
        "name": person.name,
        "title": person.title,
        "organisation": person.organisation.code,
        "is_active": person.is_active,
    }


def as_role(grant: RoleGrant) -> dict[str, Any]:
    """Say who holds a role, from when until when."""
    return {
        "id": grant.pk,
        "person": grant.person.uuid,
        "name": grant.person.name,
        "role": grant.role,
        "since": grant.since,
        "until": grant.until,
    }


@router.get("/me", response=MeOut)
def show_me(request: PersonRequest) -> dict[str, Any]:
    """Say who calls, and in which roles."""
    person = request.user
    roles: dict[str, list[str]] = {}
    for row in queries.roles_over_time(person, person, at=request.at):
        if row.is_held:
            roles.setdefault(row.grant.engagement.code, []).append(row.grant.role)
    return as_person(person) | {
        "username": person.username,
        "email": person.email,
        "mobile": person.mobile,
        "language": person.language,
        "is_platform_admin": person.is_platform_admin,
        "roles": roles,
    }


@router.get("/me/tokens", response=Page[TokenOut])
def list_tokens(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the caller's tokens that were not revoked."""
    rows, following = cut(queries.tokens_of(request.user), paging=paging, order=("-created_at", "-id"))
    return {"items": rows, "next_cursor": following}


@router.api_operation(["DELETE"], "/me/tokens/{uuid}", response={204: None})
def revoke_token(request: PersonRequest, uuid: UUID) -> Status[None]:
    """Revoke one of the caller's tokens; the one in use too. Asks no If-Match: a token changes in no other way."""
    actions.revoke_token(uuid=str(uuid), by=request.user, at=request.at)
    return Status(204, None)


@router.get("/organisations", response=Page[OrganisationOut])
def list_organisations(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the organisations that the caller may see."""
    rows, following = cut(
        queries.visible_organisations(request.user, at=request.at), paging=paging, order=("code",)
    )
    return {"items": rows, "next_cursor": following}


@router.get("/engagements/{code}/people", response=Page[PersonOut])
def list_people(request: PersonRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List who acts in one contract now."""
    engagement = queries.get_engagement(request.user, code=code, at=request.at)
    everybody = queries.persons_with_role(engagement, list(Role), at=request.at).select_related("organisation")
    rows, following = cut(everybody, paging=paging, order=("id",))
    return {"items": [as_person(person) for person in rows], "next_cursor": following}


@router.get("/engagements/{code}/roles", response=Page[RoleOut])
def list_roles(request: PersonRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the roles of one contract that are in force now."""
    engagement = queries.get_engagement(request.user, code=code, at=request.at)
    held = queries.grants_in_force(request.at).filter(engagement=engagement).select_related("person")
    rows, following = cut(held, paging=paging, order=("id",))
    return {"items": [as_role(grant) for grant in rows], "next_cursor": following}


@router.post("/engagements/{code}/roles", response={201: RoleOut})
def grant_role(request: PersonRequest, code: str, wanted: GrantIn) -> Status[dict[str, Any]]:
    """Grant a role; granting it again changes nothing."""
    engagement = queries.get_engagement(request.user, code=code, at=request.at)
    actions.require_any_grantor(request.user, engagement, at=request.at)
    require_fresh_proof(request)
    if wanted.role not in set(Role):
        raise UnknownRole
    person = queries.get_person(request.user, uuid=wanted.person, at=request.at)
    grant = actions.grant_role(
        person=person, engagement=engagement, role=Role(wanted.role), by=request.user, at=request.at
    )
    return Status(201, as_role(grant))


@router.api_operation(["DELETE"], "/engagements/{code}/roles/{grant_id}", response={204: None})
def revoke_role(request: PersonRequest, code: str, grant_id: int) -> Status[None]:
    """Revoke a role; what was done in it stays done. Asks no If-Match: a grant changes in no other way."""
    engagement = queries.get_engagement(request.user, code=code, at=request.at)
    actions.require_any_grantor(request.user, engagement, at=request.at)
    require_fresh_proof(request)
    grant = queries.get_grant(request.user, engagement, grant_id=grant_id, at=request.at)
    actions.revoke_role(grant=grant, by=request.user, at=request.at)
    return Status(204, None)
