"""Answers the three addresses, and counts every other request; stands before all other middleware."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from jishi.health import figures, rules
from jishi.health.parts import Looked, Part, Standing, get_part, look, parts
from jishi.health.refused import watch_sign_ins
from jishi.outbox.door import lag
from jishi.tasks.door import queue_state, tick_age

NOT_ROUTED: Final = "-"
ANSWERS: Final = frozenset({Standing.OK, Standing.DEGRADED})


class HealthMiddleware:
    """Needs no session, no sign-in and no known host name: whoever watches may ask by any address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        watch_sign_ins()
        self.addresses = {"/health": health, "/ready": ready, "/metrics": metrics}
        self.of_parts = {"/health/": part_health, "/ready/": part_ready, "/metrics/": part_metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answer_of(request.path_info)
        if answer is not None:
            response = answer(request) if request.method in {"GET", "HEAD"} else HttpResponse(status=405)
            response["Cache-Control"] = "no-store"
            return response
        begun = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        figures.count(
            method=request.method or "",
            route=(match.view_name if match else "") or NOT_ROUTED,
            status=response.status_code,
            seconds=perf_counter() - begun,
        )
        return response

    def _answer_of(self, path: str) -> Callable[[HttpRequest], HttpResponse] | None:
        """Return who answers at an address: of the whole, or of one part, e.g. /ready/flows; nobody elsewhere."""
        found = self.addresses.get(path)
        begin, _, name = path.rpartition("/")
        of_part = self.of_parts.get(f"{begin}/") if name else None
        if found is not None or of_part is None:
            return found
        part = get_part(name)
        return partial(of_part, part=part) if part else lambda _: HttpResponse(status=404)


def health(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether work gets done: 503 where not, with the reasons for who may read them."""
    at = timezone.now()
    try:
        connection.ensure_connection()
        outbox = lag(at).oldest
        state = rules.Background(
            oldest_task=queue_state(at).oldest_wait, oldest_message=outbox, tick_age=tick_age(at)
        )
        complaints = rules.complaints(state)
    except DatabaseError as error:
        complaints = [f"database: {' '.join(str(error).split())}"]
    body: dict[str, object] = {"status": "not ready" if complaints else "ready"}
    if complaints and _may_read(request):
        body["reasons"] = complaints
    if _may_read(request) and (alarms := standing_alarms()):
        body["alarms"] = alarms
    if _may_read(request) and (without := _without(at)):
        body["without"] = without
    return JsonResponse(body, status=503 if complaints else 200)


def _without(at: datetime) -> dict[str, tuple[str, ...]]:
    """Say what does not do its work and can be spared, with the reasons."""
    looked = [look(one, at=at) for one in parts() if one.is_spared]
    return {one.part.name: one.seen.reasons for one in looked if one.seen.standing is not Standing.OK}


def standing_alarms() -> list[str]:
    """Return which alarm files lie in ALARMS_DIR; an alarm does not keep pages from being served."""
    return sorted(path.stem for path in Path(settings.ALARMS_DIR).glob("*.json"))


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to this machine, or to the holder of the token; for others there is nothing here."""
    if not _may_read(request):
        return HttpResponse(status=404)
    return HttpResponse(figures.exposition(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)


def part_health(request: HttpRequest, *, part: Part) -> HttpResponse:
    """Say whether a part answers at all."""
    return _of_part(request, look(part, at=timezone.now()), well=ANSWERS)


def part_ready(request: HttpRequest, *, part: Part) -> HttpResponse:
    """Say whether a part does its work without complaint."""
    return _of_part(request, look(part, at=timezone.now()), well=frozenset({Standing.OK}))


def _of_part(request: HttpRequest, looked: Looked, *, well: frozenset[Standing]) -> HttpResponse:
    seen = looked.seen
    body: dict[str, object] = {"part": looked.part.name, "status": seen.standing.value}
    if seen.reasons and _may_read(request):
        body["reasons"] = seen.reasons
    return JsonResponse(body, status=200 if seen.standing in well else 503)


def part_metrics(request: HttpRequest, *, part: Part) -> HttpResponse:
    """Give the figures of one part, to whoever may read figures."""
    if not _may_read(request):
        return HttpResponse(status=404)
    shown = figures.of_parts([look(part, at=timezone.now())])
    return HttpResponse(shown, content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    return rules.may_read_figures(
        address=request.META.get("REMOTE_ADDR", ""),
        through_proxy=any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")),
        authorization=request.META.get("HTTP_AUTHORIZATION", ""),
        token=settings.METRICS_TOKEN,
    )
