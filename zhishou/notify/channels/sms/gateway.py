"""Reads the description of a gateway and fills in one request; pure but for the file."""

import base64
import hashlib
import hmac
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from jishi.refusals.door import Trouble, why_of

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_HASHES: Final = {"md5": hashlib.md5, "sha1": hashlib.sha1, "sha256": hashlib.sha256}
_TRIAL: Final = "13800000000"
_TEXT, _NUMBER, _TABLE, _TEXTS = _("text"), _("a number"), _("a table"), _("a table of texts")
_KNOWN: Final = {
    "url": _TEXT,
    "method": _TEXT,
    "headers": _TEXTS,
    "form": _TEXTS,
    "json": _TABLE,
    "raw": _TEXT,
    "charset": _TEXT,
    "time_format": _TEXT,
    "words": _TEXTS,
    "sign": _TABLE,
    "success": _TEXTS,
    "most_chars": _NUMBER,
}


class WrongGateway(Trouble):
    """The file does not describe a gateway; the message names it and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """One gateway as its file describes it."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, object] = field(default_factory=dict)
    raw: str = ""
    charset: str = "utf-8"
    time_format: str = "unix"
    words: Mapping[str, str] = field(default_factory=dict)
    sign: Mapping[str, object] = field(default_factory=dict)
    success: Mapping[str, str] = field(default_factory=dict)
    most_chars: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One request, ready to be sent."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]


def read(path: Path) -> Gateway:
    """Read the file; words may come from files of their own by `name_file = "/path"`."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongGateway(_("%(path)s: %(why)s"), path=path, why=why_of(error)) from error
    except ValueError as error:  # it is no TOML, or no UTF-8
        raise WrongGateway(_("%(path)s: this is no TOML in UTF-8 (%(why)s)"), path=path, why=error) from error
    if strange := sorted(set(found) - set(_KNOWN)):
        raise WrongGateway(
            _("%(path)s: %(name)s is not known; write one of: %(known)s"),
            path=path,
            name=strange[0],
            known=", ".join(sorted(_KNOWN)),
        )
    for name, value in found.items():
        if not _is(_KNOWN[name], value):
            raise WrongGateway(
                _("%(path)s: %(name)s must be %(kind)s"), path=path, name=name, kind=gettext_lazy(_KNOWN[name])
            )
    if not str(found.get("url", "")).startswith(("https://", "http://")):
        raise WrongGateway(_("%(path)s: url must begin with https://"), path=path)
    if sum(bool(found.get(one)) for one in ("form", "json", "raw")) > 1:
        raise WrongGateway(_("%(path)s: give one of form, json and raw"), path=path)
    try:
        found["words"] = _words(found.get("words", {}))
    except OSError as error:
        raise WrongGateway(
            _("%(path)s: %(file)s: %(why)s"), path=path, file=error.filename, why=why_of(error)
        ) from error
    return Gateway(**found)


def check(path: Path, *, at: datetime) -> None:
    """Read the file and fill in a message that is never sent: what is wrong shows before the first one."""
    way = read(path)
    try:
        filled = fill(way, mobile=_TRIAL, said="检查 Check", key="check", link="", at=at)
        took_it(way, status=200, text="")
    except (LookupError, ValueError, re.error) as error:
        raise WrongGateway(
            _("%(path)s: no message can be filled in (%(why)s)"), path=path, why=f"{type(error).__name__}: {error}"
        ) from error
    if _TRIAL not in filled.url + str(filled.headers) + filled.body.decode(way.charset):
        raise WrongGateway(_("%(path)s: {mobile} stands nowhere, so nobody would get the message"), path=path)


def _is(kind: str, value: object) -> bool:
    if kind == _TEXTS:
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return isinstance(value, {_TEXT: str, _NUMBER: int, _TABLE: dict}[kind])


def _words(written: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removesuffix("_file"): Path(value).read_text(encoding="utf-8").strip()
        if name.endswith("_file")
        else value
        for name, value in written.items()
    }


def fill(gateway: Gateway, *, mobile: str, said: str, key: str, link: str, at: datetime) -> Filled:
    """Put number and text where the gateway wants them, signed as it asks."""
    text = _text(said, link, most=gateway.most_chars)
    words = {
        **gateway.words,
        "mobile": mobile,
        "text": text,
        "key": key,
        "link": link,
        "timestamp": _moment(gateway.time_format, at),
        "text_base64": base64.b64encode(text.encode(gateway.charset, errors="replace")).decode(),
    }
    if gateway.sign:
        words["sign"] = _signed(gateway.sign, words)
    coded = {
        name: quote(value, safe="", encoding=gateway.charset, errors="replace") for name, value in words.items()
    }
    headers = {name: _put(value, words).replace("\n", " ") for name, value in gateway.headers.items()}
    return Filled(
        method=gateway.method,
        url=_put(gateway.url, coded),
        body=_body(gateway, words),
        headers=_typed(gateway) | headers,
    )


def _text(said: str, link: str, *, most: int) -> str:
    """Return words and link within a number of characters; of half a link nobody has anything."""
    end = f"\n{link}" if link and len(link) < most - 1 else ""
    room = most - len(end)
    return (said if len(said) <= room else said[: room - 1] + "…") + end


def _typed(gateway: Gateway) -> dict[str, str]:
    kind = (
        "application/json" if gateway.json else "application/x-www-form-urlencoded" if gateway.form else "text/xml"
    )
    return {"Content-Type": f"{kind}; charset={gateway.charset}"}


def _body(gateway: Gateway, words: Mapping[str, str]) -> bytes:
    if gateway.json:
        return json.dumps(_put_deep(gateway.json, words), ensure_ascii=False).encode(
            gateway.charset, errors="replace"
        )
    if gateway.form:
        filled = {name: _put(value, words) for name, value in gateway.form.items()}
        return urlencode(filled, encoding=gateway.charset, errors="replace").encode()
    escaped = {name: escape(value, {'"': "&quot;"}) for name, value in words.items()}
    return _put(gateway.raw, escaped).encode(gateway.charset, errors="replace")


def _put(pattern: str, words: Mapping[str, str]) -> str:
    """Fill in one pass, so that a word which looks like a place stays a word."""
    return _PLACE.sub(lambda found: words.get(found[1], found[0]), pattern)


def _put_deep(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return _put(value, words)
    if isinstance(value, dict):
        return {name: _put_deep(inner, words) for name, inner in value.items()}
    return [_put_deep(inner, words) for inner in value] if isinstance(value, list) else value


def _moment(pattern: str, at: datetime) -> str:
    if pattern == "unix":
        return str(int(at.timestamp()))
    if pattern == "unix_ms":
        return str(int(at.timestamp() * 1000))
    return at.astimezone(ZoneInfo("Asia/Shanghai")).strftime(pattern)


def _signed(sign: Mapping[str, object], words: Mapping[str, str]) -> str:
    """Return the signature: `of` filled in, hashed, written as hex or base64, in upper case where asked."""
    method, message = str(sign.get("method", "md5")), _put(str(sign["of"]), words).encode()
    if method.startswith("hmac-"):
        key = _put(str(sign["key"]), words).encode()
        raw = hmac.new(key, message, _HASHES[method.removeprefix("hmac-")]).digest()
    else:
        raw = _HASHES[method](message).digest()
    text = base64.b64encode(raw).decode() if sign.get("as") == "base64" else raw.hex()
    return text.upper() if sign.get("upper") else text


def took_it(gateway: Gateway, *, status: int, text: str) -> bool:
    """Say whether the gateway's answer means yes: status 2xx, and the pattern where one is given."""
    if status // 100 != 2:  # noqa: PLR2004 - the class of success
        return False
    pattern = gateway.success.get("pattern", "")
    return not pattern or re.search(pattern, text) is not None
