"""Who gets in: signing in is for everybody, one's own factors and password for whoever is signed in."""

ANYONE, SIGNED_IN = frozenset({"anyone"}), frozenset({"signed_in"})
DOORS: dict[str, frozenset[str]] = {
    "account_login": ANYONE,
    "account_logout": SIGNED_IN,
    "account_inactive": ANYONE,
    "mfa_login_webauthn": SIGNED_IN,  # to whoever is not, it is the sign-in page
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "mfa_authenticate": SIGNED_IN,  # sends the signed-in on, and back whoever has not yet given a password
    "account_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
}
NO_DOORS = frozenset({"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_remove_webauthn", "mfa_edit_webauthn"})
"""For the owner of the factor only: tested by themselves."""


def arguments(_cast: object) -> dict[str, dict[str, object]]:
    return {"account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"}}
