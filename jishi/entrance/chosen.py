"""What both products chose for signing in; their settings take all of it, and add what is their own.

Each line is one name of Django, the account library or the counter of tries.
"""

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "jishi.entrance.proof.PasswordBackend"]
SESSION_ENGINE = "jishi.entrance.sessions"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jishi.entrance.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "jishi.entrance.passwords.NotCommon"},
    {"NAME": "jishi.entrance.passwords.NotOnlyDigits"},
    {
        "NAME": "jishi.entrance.passwords.UnlikeThePerson",
        "OPTIONS": {"user_attributes": ("username", "name", "name_pinyin", "email", "mobile")},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time left that we show is true
AXES_USERNAME_CALLABLE = "jishi.entrance.proof.lock_name_of"
AXES_CLIENT_IP_CALLABLE = "jishi.entrance.addresses.address_of"
AXES_LOCKOUT_CALLABLE = "jishi.entrance.locked.locked_out"
AXES_PASSWORD_FORM_FIELD = "password"  # noqa: S105 - the name of the field whose value is masked
AXES_SENSITIVE_PARAMETERS = ["login", "username", "email", "password"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "jishi.entrance.proof.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    # Beside the lock per account and address: many addresses at one account, one address at many accounts.
    "login_failed": "30/m/ip,20/15m/key",
    "reset_password": "20/m/ip,3/15m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {"login": "jishi.entrance.forms.SignInForm"}
MFA_ADAPTER = "jishi.entrance.proof.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way, for clocks that are not quite right
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_FORMS = {
    "authenticate": "jishi.entrance.forms.SecondStepForm",
    "reauthenticate": "jishi.entrance.forms.SecondStepAgainForm",
    "add_webauthn": "jishi.entrance.forms.AddPasskeyForm",
    "edit_webauthn": "jishi.entrance.forms.RenamePasskeyForm",
}
