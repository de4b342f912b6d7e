"""Our service becomes the administrator of the chat server, once."""

import hashlib
import hmac
import secrets
from http import HTTPStatus

from xieban.chat.queries.keys import keys
from xieban.chat.queries.server import ADMIN, CLIENT, ChatIsAway, ServerRefuses, address_of, ask, quoted
from xieban.chat.rules.names import KEEPER, SERVICE


def found(*, name: str) -> bool:
    """Let our service be known, named, and in charge; safe to do again. Say whether anything was done."""
    if _is_in_charge():
        return False
    try:
        ask(
            "POST",
            f"{CLIENT}/register",
            {"type": "m.login.application_service", "username": SERVICE, "inhibit_login": True},
        )
    except ServerRefuses as refusal:
        if refusal.code != "M_USER_IN_USE":
            raise
    keeper, token = _make_keeper()
    service = {"admin": True, "displayname": name}
    ask("PUT", f"{ADMIN}/v2/users/{quoted(address_of(SERVICE))}", service, token=token)
    ask("POST", f"{ADMIN}/v1/deactivate/{quoted(keeper)}", {"erase": False})
    return True


def _is_in_charge() -> bool:
    try:
        ask("GET", f"{ADMIN}/v1/server_version")
        ask("GET", f"{ADMIN}/v2/users/{quoted(address_of(SERVICE))}")
    except ServerRefuses as refusal:
        if refusal.status in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            return False
        raise
    return True


def _make_keeper() -> tuple[str, str]:
    """Make an administrator by the secret of the configuration; return its address and token."""
    known = keys()
    if known is None:
        raise ChatIsAway
    nonce: str = ask("GET", f"{ADMIN}/v1/register")["nonce"]
    name, password = f"{KEEPER}-{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    told = f"{nonce}\x00{name}\x00{password}\x00admin"
    mac = hmac.new(known.registration.encode(), told.encode(), hashlib.sha1).hexdigest()  # the server's own rule
    body = {"nonce": nonce, "username": name, "password": password, "admin": True, "mac": mac}
    made = ask("POST", f"{ADMIN}/v1/register", body)
    return str(made["user_id"]), str(made["access_token"])
