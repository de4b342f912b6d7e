"""Definitions of flows and their versions: list, keep, publish, go back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, cut_reckoned, of_area
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.api.changing import CHANGES, Change, ChangeIn, ChangeOut, change
from xieban.flows import actions, queries
from xieban.flows.models import Flow
from xieban.flows.rules.trees import LARGEST
from xieban.flows.rules.words import VersionState

router = Router(tags=["flows"])


class FlowOut(Schema):
    """One flow."""

    key: str
    name: str
    published: int | None = Field(description="Number of the version by which new instances run.")
    drafts: int
    running: int = Field(description="Instances that are under way, by any version.")


class VersionOut(Schema):
    """One version of a flow."""

    number: int
    state: VersionState
    digest: str
    made_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    running: int


class VersionFileOut(Schema):
    """The file of a version."""

    key: str
    number: int
    text: str = Field(description="BPMN 2.0, as it was given.")


class DraftIn(ChangeIn):
    """A file to keep as the next version."""

    text: str = Field(min_length=1, max_length=LARGEST, description="BPMN 2.0; its process names the flow.")


@router.get("/flows", response=Page[FlowOut])
@of_area("flows")
def list_flows(request: ProgramRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List every flow."""
    rows = queries.flow_rows(viewer=request.user)
    page, following = cut_reckoned(rows, paging=paging, key=lambda row: row.flow.key)
    items = [
        {
            "key": row.flow.key,
            "name": row.flow.name,
            "published": row.version.number if row.version else None,
            "drafts": row.drafts,
            "running": row.running,
        }
        for row in page
    ]
    return {"items": items, "next_cursor": following}


@router.get("/flows/{key}/versions", response=Page[VersionOut])
@of_area("flows")
def list_versions(request: ProgramRequest, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the versions of a flow, the oldest first."""
    flow = queries.get_flow(viewer=request.user, key=key)
    rows = queries.version_rows(viewer=request.user, flow=flow)
    page, following = cut_reckoned(rows, paging=paging, key=lambda row: f"{row.version.number:08}")
    names = ("number", "state", "digest", "made_at", "published_at", "retired_at")
    items = [{name: getattr(row.version, name) for name in names} | {"running": row.running} for row in page]
    return {"items": items, "next_cursor": following}


@router.get("/flows/{key}/versions/{number}/file", response=VersionFileOut)
@of_area("flows")
def show_version_file(request: ProgramRequest, key: str, number: int) -> dict[str, Any]:
    """Show the file of a version, e.g. to keep it elsewhere or to compare."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    return {"key": key, "number": number, "text": version.text}


@router.post("/flows", response=ChangeOut, openapi_extra=CHANGES)
@of_area("flows")
def keep_draft(request: ProgramRequest, asked: DraftIn) -> dict[str, Any]:
    """Keep a file as a draft, if it could run here; a plan is taken, not needed: nothing runs by a draft."""
    key = actions.checked(asked.text).key

    def look() -> dict[str, Any]:
        return {"drafts": {row.flow.key: row.drafts for row in queries.flow_rows(viewer=request.user)}.get(key, 0)}

    def act() -> None:
        actions.keep_version(text=asked.text, by=request.user, at=request.at)

    return change(
        request, asked, Change(what="flows.keep", about=f"flow:{key}", look=look, act=act, dangerous=False)
    )


@router.post("/flows/{key}/versions/{number}/publish", response=ChangeOut, openapi_extra=CHANGES)
@of_area("flows")
def publish_version(request: ProgramRequest, key: str, number: int, asked: ChangeIn) -> dict[str, Any]:
    """Let new instances run by a draft; what is under way stays on its version. Needs a plan."""
    version = queries.get_version(viewer=request.user, key=key, number=number)

    def act() -> None:
        actions.publish(version=version, by=request.user, at=request.at)

    return change(request, asked, _change(request, version.flow, "flows.publish", act))


@router.post("/flows/{key}/versions/{number}/roll-back", response=ChangeOut, openapi_extra=CHANGES)
@of_area("flows")
def roll_back_to_version(request: ProgramRequest, key: str, number: int, asked: ChangeIn) -> dict[str, Any]:
    """Go back to a retired version: its file is published as the next version. Needs a plan."""
    version = queries.get_version(viewer=request.user, key=key, number=number)

    def act() -> None:
        actions.publish_again(version=version, by=request.user, at=request.at)

    return change(request, asked, _change(request, version.flow, "flows.roll_back", act))


def _change(request: ProgramRequest, flow: Flow, what: str, act: Callable[[], object]) -> Change:
    def look() -> dict[str, Any]:
        rows = queries.version_rows(viewer=request.user, flow=flow)
        return {
            "versions": {
                str(row.version.number): {
                    "state": row.version.state,
                    "digest": row.version.digest,
                    "running": row.running,
                }
                for row in rows
            }
        }

    return Change(what=what, about=f"flow:{flow.key}", look=look, act=act)
