"""Giving files out so that nothing in them acts: shown are pictures of four kinds, everything else is saved."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from jishi.files.kinds import PLAIN, RASTERS, UNKNOWN
from jishi.files.names import safe_name
from jishi.files.store import BLOCK, path_of, size_of, thumbnail_path

INERT: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Kept by one browser only, and asked for again each time: who may see it may have changed.
    "Cache-Control": "private, no-cache",
}
ACTIVE: Final = ("text/html", "xml", "javascript", "script", "flash", "java")
SMALL: Final = "image/webp"


def serve(
    request: HttpRequest, *, sha256: str, name: str, media_type: str, is_picture: bool, save: bool = False
) -> HttpResponseBase:
    """Give out what is kept to somebody who may see it; `is_picture` is what keeping it has found."""
    shown = is_picture and media_type in RASTERS.values() and not save
    return _answer(request, sha256, name=name, media_type=_spoken(media_type), shown=shown)


def serve_thumbnail(request: HttpRequest, *, sha256: str, name: str) -> HttpResponseBase:
    """Give out the small picture of what is kept."""
    return _answer(request, sha256, name=name, media_type=SMALL, shown=True, small=True)


def _spoken(media_type: str) -> str:
    """Return the type that we say; what a browser could run is a heap of bytes."""
    if media_type == PLAIN:
        return "text/plain; charset=utf-8"
    return UNKNOWN if any(word in media_type for word in ACTIVE) else media_type


def _blocks(path: Path) -> Iterator[bytes]:
    """Open the file only when somebody takes it, and close it when he goes."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _answer(
    request: HttpRequest, sha256: str, *, name: str, media_type: str, shown: bool, small: bool = False
) -> HttpResponseBase:
    etag = f'"{sha256}{"-small" if small else ""}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        path = thumbnail_path(sha256) if small else path_of(sha256)
        response = StreamingHttpResponse(_blocks(path), content_type=media_type)
        response["Content-Length"] = str(size_of(path))
        disposition = content_disposition_header(as_attachment=not shown, filename=safe_name(name))
        response["Content-Disposition"] = disposition or "attachment"
    elif response.status_code != HTTPStatus.NOT_MODIFIED:
        return response
    response["ETag"] = etag
    for header, value in INERT.items():
        response[header] = value
    return response
