"""Addresses of signing in: the account library's views, under names of ours."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.urls import URLPattern, URLResolver, path, re_path

from jishi.entrance import factors

factors.listen()  # where the pages of the factors are, their evidence is
# What changes a factor is one transaction with the evidence of it.
# The names are the library's own: it looks its addresses up by them.
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/second-step/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_not_required(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/forgotten/", account.password_reset, name="account_reset_password"),
    path("sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/forgotten/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^sign-in/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/two-step/", factor.index, name="mfa_index"),
    path("account/two-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/two-step/app/remove/", transaction.atomic(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/two-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/two-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/two-step/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("account/two-step/passkeys/add/", transaction.atomic(passkey.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/two-step/passkeys/<int:pk>/remove/",
        transaction.atomic(passkey.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("account/two-step/passkeys/<int:pk>/rename/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
]
