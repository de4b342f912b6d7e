"""How somebody proves who he is: our hooks in the account library."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from jishi.database.door import Compiled, columns_of, row_of
from jishi.entrance.addresses import address_of
from jishi.entrance.gate import gate

SIGN_IN_KEY = "sign_in"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
WAYS = {"socialaccount": "oidc", "webauthn": "passkey"}  # the library's words, where ours differ


_account = Compiled(
    lambda key: get_user_model().objects.filter(pk=key).order_by().values_list(*columns_of(get_user_model()))
)


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc] # the library is untyped
    """Checks name or e-mail address with a password; a closed account looks like a wrong password."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Return the account of a session; every page begins with it."""
        rows = _account(key=user_id)
        found = row_of(get_user_model(), rows[0]) if rows else None
        return found if found is not None and self.user_can_authenticate(found) else None

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> None:
        """Keep nothing: the library would lead a closed account to a page of its own."""


def lock_name_of(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the name under which wrong passwords are counted: one for an account, however it is typed."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or given.get("login") or request.POST.get("login", "")
    account = gate().find_account(typed)
    return gate().lock_name(account) if account else typed.strip().lower()[:200]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library is untyped
    """Signing in and out as this product does it: no open registration, every device noted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's shape
        """Refuse: accounts are given, not taken."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address, seen through our own proxies only."""
        return address_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        return lock_name_of(request, credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Note the failure as evidence."""
        typed = credentials.get("username") or credentials.get("email") or ""
        gate().note_failed_sign_in(
            account=gate().find_account(typed),
            address=address_of(request),
            locked=bool(getattr(request, "axes_locked_out", False)),
            at=request.at,  # type: ignore[attr-defined]
        )

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, under a new key, and note the device."""
        super().login(request, user)
        begin_sign_in(request, user)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **more: Any
    ) -> None:
        """Say nothing about what the page itself shows."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **more)

    def is_safe_url(self, url: str | None) -> bool:
        """Go only to paths of ours, whatever host a request names."""
        if not url or url.startswith(("//", "/\\")) or "\\" in url:
            return False
        parts = urlsplit(url)
        return not parts.scheme and not parts.netloc and parts.path.startswith("/")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set the new password, and sign every other device out."""
        request = self.request
        signed_in = request is not None and request.user.is_authenticated
        gate().set_password(
            account=user,
            password=password,
            keep=request.session.get(SIGN_IN_KEY, "") if signed_in else "",
            by=request.user if signed_in else user,
            at=request.at if request is not None else timezone.now(),
        )

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Send the link in the background, so that the answer takes the same time for unknown addresses."""
        gate().ask_for_password_link(account=user, at=self.request.at)


def begin_sign_in(request: HttpRequest, account: AbstractBaseUser) -> None:
    """Note the device on which a session began, and bind the session to that note."""
    ways = [
        str(record.get("type") or record.get("method")) for record in get_authentication_records(request, account)
    ]
    ways = [WAYS.get(way, way) for way in ways]
    device = gate().begin_sign_in(
        account=account,
        method="+".join(dict.fromkeys(ways))[:60] or "session",
        address=address_of(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        at=request.at,  # type: ignore[attr-defined]
    )
    request.session[SIGN_IN_KEY] = str(device.uuid)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # the library is untyped
    """Second factors: secrets sealed outside the library's rows, the last one kept where it is required."""

    def encrypt(self, text: str) -> str:
        """Seal the secret in a row of its own; the library stores the row's key."""
        return gate().keep_factor_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open the secret again."""
        return gate().factor_secret(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the public address, whatever host a request names; numbers are no names for them."""
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        return {"id": "localhost" if host in LOOPBACK else host, "name": settings.MFA_TOTP_ISSUER}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of somebody who must have one."""
        at = self.request.at if self.request is not None else timezone.now()
        account = authenticator.user
        spare = settings.DEMO or gate().has_second_factor(account, without=authenticator.pk)
        return spare or not gate().needs_second_factor(account, at=at)
