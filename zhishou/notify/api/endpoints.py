"""Endpoints of delivery: my notices, my channels, and the delivery log of a contract."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router, Status
from ninja.errors import ValidationError

from jishi.api.door import NEEDS_TAG, Page, Paging, cut, expect_tag, keep_refusal, show_tag
from zhishou.notify.actions import channels as actions
from zhishou.notify.actions import wishes
from zhishou.notify.api.rows import as_channel, as_delivered, as_notice, tag_of
from zhishou.notify.api.schemas import ChannelChange, ChannelIn, ChannelOut, CodeIn, DeliveredNoticeOut, NoticeOut
from zhishou.notify.channels.registry import transport
from zhishou.notify.queries.inbox import channels_of, get_channel, inbox, rows
from zhishou.notify.queries.log import delivery_log
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["notify"])
LATEST = ("-told_at", "-id")


def _language(request: PersonRequest) -> str:
    return get_language() or request.user.language


@router.get("/me/notices", url_name="notify_notices", response=Page[NoticeOut], summary="My notices")
def list_notices(request: PersonRequest, paging: Query[Paging], *, unread: bool = False) -> dict[str, Any]:
    """List what the caller was told, the latest first; `unread` leaves out what was read."""
    found = inbox(request.user, unread=unread)
    notices, following = cut(found, paging=paging, order=LATEST)
    return {
        "items": [as_notice(row) for row in rows(notices, language=_language(request))],
        "next_cursor": following,
    }


@router.post("/me/notices/read-all", url_name="notify_read_all", response={204: None}, summary="Read all")
def read_all(request: PersonRequest) -> Status[None]:
    """Mark everything that the caller was told until now as read."""
    wishes.read_all(by=request.user, at=request.at)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/me/notices/{uuid}/read", url_name="notify_read", response=NoticeOut, summary="Read one")
def read_notice(request: PersonRequest, uuid: UUID) -> dict[str, Any]:
    """Mark one notice as read; reading it again changes nothing."""
    wishes.read_notice(by=request.user, uuid=str(uuid), at=request.at)
    notice = inbox(request.user).get(uuid=uuid)
    return as_notice(rows([notice], language=_language(request))[0])


@router.get("/me/channels", url_name="notify_channels", response=Page[ChannelOut], summary="My channels")
def list_channels(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the caller's channels, the first to be tried first."""
    found, following = cut(channels_of(request.user), paging=paging, order=("rank", "id"))
    return {"items": [as_channel(one) for one in found], "next_cursor": following}


@router.post("/me/channels", url_name="notify_channels", response={201: ChannelOut}, summary="Add a channel")
def add_channel(request: PersonRequest, response: HttpResponse, sent: ChannelIn) -> Status[dict[str, Any]]:
    """Add a channel; a code goes out through it, and it is not used before `verify` took the code."""
    way = transport(sent.kind)
    if way is None or not way.is_available():
        raise actions.UnknownChannelKind
    form = way.form(sent.details)
    if not form.is_valid():
        raise ValidationError(
            [
                {"loc": ("body", "details", name), "msg": str(message), "type": "value_error"}
                for name, messages in form.errors.items()
                for message in messages
            ]
        )
    made = actions.add_channel(by=request.user, kind=sent.kind, details=form.details(), at=request.at)
    show_tag(response, tag_of(made))
    return Status(HTTPStatus.CREATED, as_channel(made))


@router.get("/me/channels/{uuid}", url_name="notify_channel", response=ChannelOut, summary="One channel")
def show_channel(request: PersonRequest, response: HttpResponse, uuid: UUID) -> dict[str, Any]:
    """Show one channel, with the ETag that a change of it must carry."""
    return _shown(request, response, uuid)


@router.patch(
    "/me/channels/{uuid}",
    url_name="notify_channel",
    response=ChannelOut,
    summary="Prefer a channel",
    openapi_extra=NEEDS_TAG,
)
def prefer_channel(
    request: PersonRequest, response: HttpResponse, uuid: UUID, sent: ChannelChange
) -> dict[str, Any]:
    """Put a channel first; the others keep their order."""
    assert sent.preferred  # noqa: S101 - the schema takes nothing else
    expect_tag(request, tag_of(get_channel(request.user, uuid=uuid)))
    actions.prefer_channel(by=request.user, uuid=str(uuid))
    return _shown(request, response, uuid)


@router.api_operation(
    ["DELETE"],
    "/me/channels/{uuid}",
    url_name="notify_channel",
    response={204: None},
    summary="Remove a channel",
    openapi_extra=NEEDS_TAG,
)
def remove_channel(request: PersonRequest, uuid: UUID) -> Status[None]:
    """Take a channel away and forget its details; the log of what went through it stays."""
    expect_tag(request, tag_of(get_channel(request.user, uuid=uuid)))
    actions.remove_channel(by=request.user, uuid=str(uuid), at=request.at)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post(
    "/me/channels/{uuid}/code", url_name="notify_code", response={202: ChannelOut}, summary="Send another code"
)
def send_code(request: PersonRequest, response: HttpResponse, uuid: UUID) -> Status[dict[str, Any]]:
    """Have another code sent; at most one message a minute."""
    actions.ask_for_code(by=request.user, uuid=str(uuid), at=request.at)
    return Status(HTTPStatus.ACCEPTED, _shown(request, response, uuid))


@router.post("/me/channels/{uuid}/verify", url_name="notify_verify", response=ChannelOut, summary="Give the code")
def verify_channel(request: PersonRequest, response: HttpResponse, uuid: UUID, sent: CodeIn) -> dict[str, Any]:
    """Take the code; the channel is used from now on. Five wrong ones, and a new code is needed."""
    keep_refusal(request)  # a wrong code counts, under an idempotency key too
    actions.prove_channel(by=request.user, uuid=str(uuid), code=sent.code, at=request.at)
    return _shown(request, response, uuid)


@router.post(
    "/me/channels/{uuid}/test", url_name="notify_test", response={202: ChannelOut}, summary="Send a test message"
)
def send_test(request: PersonRequest, response: HttpResponse, uuid: UUID) -> Status[dict[str, Any]]:
    """Have a test message sent; at most one message a minute. How it went shows on the channel."""
    actions.ask_for_trial(by=request.user, uuid=str(uuid), at=request.at)
    return Status(HTTPStatus.ACCEPTED, _shown(request, response, uuid))


@router.get(
    "/engagements/{code}/notices/deliveries",
    url_name="notify_deliveries",
    response=Page[DeliveredNoticeOut],
    summary="Delivery log",
)
def list_deliveries(request: PersonRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List every notice of a contract with its deliveries and attempts, the latest first; for its manager."""
    _engagement, found = delivery_log(request.user, code=code, at=request.at)
    notices, following = cut(found, paging=paging, order=LATEST)
    return {
        "items": [as_delivered(row) for row in rows(notices, language=_language(request))],
        "next_cursor": following,
    }


def _shown(request: PersonRequest, response: HttpResponse, uuid: UUID) -> dict[str, Any]:
    channel = get_channel(request.user, uuid=uuid)
    show_tag(response, tag_of(channel))
    return as_channel(channel)
