"""Systems over HTTP: what is looked after and how, profile versions, the agents of hosts."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from jishi.api.door import Page, Paging, cut, keep_no_answer, problem
from zhishou.contracts.queries import get_contract
from zhishou.people.models import Engagement
from zhishou.people.queries import get_engagement, require_role
from zhishou.people.queries.requests import PersonRequest
from zhishou.systems import actions, queries
from zhishou.systems.actions.agents import NewAgent
from zhishou.systems.api.schemas import (
    AgentIn,
    AgentMade,
    AgentOut,
    ProfileIn,
    ProfileVersionOut,
    ProfileVersionWhole,
    SystemOut,
    SystemWhole,
)
from zhishou.systems.models import Agent, ManagedSystem, ProfileVersion
from zhishou.systems.rules.reading import WrongProfile

router = Router(tags=["systems"])
MOST_FAULTS = 50


def faulty_profile(request: HttpRequest, wrong: WrongProfile | type[WrongProfile]) -> HttpResponse:
    """Answer with every fault of a profile, each with its line."""
    assert isinstance(wrong, WrongProfile)  # noqa: S101 - handlers are given instances
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        code="WrongProfile",
        title=_("What is declared is wrong: nothing was loaded."),
        errors=[
            {"where": ["body", "toml", str(one.line)], "message": f"{one.key}: {one.expected.said(gettext)}"}
            for one in wrong.faults[:MOST_FAULTS]
        ],
        request=request,
    )


def _enter(request: PersonRequest, code: str) -> Engagement:
    engagement = get_engagement(request.user, code=code, at=request.at)
    require_role(request.user, engagement, queries.SEES, at=request.at)
    return engagement


def _system(request: PersonRequest, code: str, system: str) -> ManagedSystem:
    return queries.get_system(request.user, engagement=_enter(request, code), code=system, at=request.at)


@router.get("", url_name="systems_systems", response=Page[SystemOut])
def list_systems(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, object]:
    """List the systems of the contract."""
    found = queries.systems_of(request.user, engagement=_enter(request, code), at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.post("", url_name="systems_systems", response={HTTPStatus.CREATED: ProfileVersionOut})
def load_profile(request: PersonRequest, code: Path[str], sent: ProfileIn) -> Status[ProfileVersion]:
    """Load a profile: a system, or its next version; one that is in force already makes none."""
    require_role(request.user, _enter(request, code), queries.MINDS, at=request.at)
    contract = get_contract(request.user, code=code, at=request.at)
    loaded = actions.load_profile(text=sent.toml, contract=contract, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, loaded.version)


@router.get("/{system}", url_name="systems_system", response=SystemWhole)
def show_system(request: PersonRequest, code: Path[str], system: str) -> ManagedSystem:
    """Show a system with its components, modules and connectors."""
    return _system(request, code, system)


@router.get("/{system}/versions", url_name="systems_versions", response=Page[ProfileVersionOut])
def list_versions(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List the profile versions, the newest first."""
    rows, following = cut(queries.versions_of(_system(request, code, system)), paging=paging, order=("-number",))
    return {"items": rows, "next_cursor": following}


@router.get("/{system}/versions/{int:number}", url_name="systems_version", response=ProfileVersionWhole)
def show_version(request: PersonRequest, code: Path[str], system: str, number: int) -> ProfileVersion:
    """Show a profile version with what it says."""
    return queries.get_version(_system(request, code, system), number=number)


@router.get("/{system}/agents", url_name="systems_agents", response=Page[AgentOut])
def list_agents(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List the agents whose keys count."""
    rows, following = cut(queries.agents_of(_system(request, code, system)), paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.post("/{system}/agents", url_name="systems_agents", response={HTTPStatus.CREATED: AgentMade})
def make_agent(request: PersonRequest, code: Path[str], system: str, sent: AgentIn) -> Status[NewAgent]:
    """Make the key of a host's agent; it is shown once, so a call sent again under its key is refused."""
    keep_no_answer(request)
    made = actions.make_agent(system=_system(request, code, system), name=sent.name, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, made)


@router.post("/{system}/agents/{uuid}/revoke", url_name="systems_agent_revoke", response=AgentOut)
def revoke_agent(request: PersonRequest, code: Path[str], system: str, uuid: UUID) -> Agent:
    """Take nothing by an agent's key any more."""
    agent = queries.get_agent(_system(request, code, system), key=uuid)
    actions.revoke_agent(agent=agent, by=request.user, at=request.at)
    return agent
