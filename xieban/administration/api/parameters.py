"""Parameters: what counts, what counted before, and changing it."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, cut, cut_reckoned, of_area
from jishi.parameters import door as parameters
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.api.changing import CHANGES, Change, ChangeIn, ChangeOut, change
from xieban.administration.queries import parameters as queries

router = Router(tags=["parameters"])
Value = Annotated[str, Field(max_length=parameters.LONGEST)]


class ParameterOut(Schema):
    """A parameter as it stands."""

    name: str
    value: str
    default: str | None = Field(description="Null where the environment says it.")
    words: str = Field(description="What it is, in the caller's language.")
    is_changeable: bool = Field(description="By this API; false: only by the environment and a new start.")
    setting: str = Field(description="The environment variable, where it is one.")


class ParameterChangeOut(Schema):
    """One change of a parameter."""

    number: int
    before: str
    after: str
    reason: str
    by: str = Field(description="Account of whoever changed it.")
    at: datetime


class ParameterIn(ChangeIn):
    """Another value."""

    value: Value


@router.get("/parameters", response=Page[ParameterOut])
@of_area("parameters")
def list_parameters(request: ProgramRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List every parameter with its value."""
    del request
    page, following = cut_reckoned(queries.all_shown(), paging=paging, key=lambda one: one.name)
    return {"items": page, "next_cursor": following}


@router.get("/parameters/{name}/changes", response=Page[ParameterChangeOut])
@of_area("parameters")
def list_parameter_changes(request: ProgramRequest, name: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the changes of one parameter, the newest first: before, after, reason, who."""
    del request
    rows, following = cut(parameters.changes_of(queries.get_parameter(name)), paging=paging)
    items = [
        {
            "number": one.number,
            "before": one.before,
            "after": one.after,
            "reason": one.reason,
            "by": one.by.get_username(),
            "at": one.at,
        }
        for one in rows
    ]
    return {"items": items, "next_cursor": following}


@router.post("/parameters/{name}", response=ChangeOut, openapi_extra=CHANGES)
@of_area("parameters")
def change_parameter(request: ProgramRequest, name: str, asked: ParameterIn) -> dict[str, Any]:
    """Let another value count from now on; needs a plan."""
    parameter = queries.get_parameter(name)
    return change(
        request,
        asked,
        Change(
            what="parameters.change",
            about=f"parameter:{parameter.name}",
            look=lambda: {"value": parameters.value_of(parameter)},
            act=lambda: parameters.change(
                parameter=parameter, value=asked.value, reason=asked.reason.strip(), by=request.user, at=request.at
            ),
        ),
    )
