"""Builds a product's HTTP API, and gives its endpoints what they share."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.translation import gettext as _

from jishi.api import idempotency, problems
from jishi.api.answering import Answer, Renderer
from jishi.api.callers import Caller, SessionAuth, TokenAuth, TokenReader, allows, checking_scope, of_area
from jishi.api.describing import DescribedAPI
from jishi.api.idempotency import keep_no_answer, keep_refusal, sweep
from jishi.api.paging import Page, Paging, cursor_after, cut, cut_reckoned, ended, seen_last
from jishi.api.reading import StrictParser
from jishi.api.reference import in_markdown
from jishi.api.tags import expect_tag, show_tag, tag
from jishi.api.values import NEEDS_TAG, Moment, Plain, Whole

__all__ = [
    "NEEDS_TAG",
    "Answer",
    "Caller",
    "Moment",
    "Page",
    "Paging",
    "Plain",
    "TokenReader",
    "Whole",
    "addresses",
    "allows",
    "as_json",
    "cursor_after",
    "cut",
    "cut_reckoned",
    "ended",
    "expect_tag",
    "in_markdown",
    "keep_no_answer",
    "keep_refusal",
    "make_api",
    "of_area",
    "problem",
    "seen_last",
    "show_tag",
    "sweep",
    "tag",
]

problem = problems.problem


def as_json(document: Mapping[str, Any]) -> str:
    """Return an OpenAPI document as text that changes only where the API does."""
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def make_api(
    *, title: str, version: str, description: str, cookie: str = "", read_token: TokenReader
) -> DescribedAPI:
    """Return an API that answers with problems, accepts idempotency keys, knows tokens and sessions by `cookie`.

    No documentation page is served: those of the library load scripts from elsewhere.
    """
    api = DescribedAPI(
        title=title,
        version=version,
        description=description,
        docs_url=None,
        auth=[TokenAuth(read_token), *([SessionAuth(cookie=cookie)] if cookie else [])],
        parser=StrictParser(),
        renderer=Renderer(),
    )
    problems.install(api)
    # Applied in order, the later one outside: scope first, then the key, so that a refusal claims nothing.
    idempotency.install(api)
    api.add_decorator(checking_scope, mode="operation")
    return api


def _asked(view: Callable[..., HttpResponse], request: HttpRequest, values: Mapping[str, Any]) -> HttpResponse:
    """Ask the view; HEAD is answered as GET is (RFC 9110, 9.3.2), and whoever sends that leaves its body out."""
    if request.method != "HEAD":
        return view(request, **values)
    request.method = "GET"
    try:
        return view(request, **values)
    finally:
        request.method = "HEAD"


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problems.problem(
                HTTPStatus.BAD_REQUEST,
                code="BadRequest",
                title=_("An address holds no null bytes."),
                request=request,
            )
        response = _asked(view, request, values)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            refused = problems.problem(
                response.status_code,
                code="MethodNotAllowed",
                title=_("This address does not do that."),
                request=request,
            )
            allowed = set(response.get("Allow", "").split(", "))
            refused["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
            return refused
        return response

    # Django's own middleware would send a program to the sign-in page; the API answers 401 itself.
    guarded.login_required = False  # type: ignore[attr-defined]
    guarded.csrf_exempt = True  # type: ignore[attr-defined] # sessions are checked by SessionAuth
    guarded.__name__ = getattr(view, "__name__", "endpoint")
    return guarded


def addresses(api: DescribedAPI, *, under: str) -> list[URLPattern | URLResolver]:
    """Return the addresses of the API below `under` (e.g. `api/v1/`), with problems for all others there."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _guarded(pattern.callback)
    missing = _guarded(problems.not_there)
    return [path(under, (patterns, app_name, namespace)), re_path(rf"^{under}.*$", missing, name="api-missing")]
