"""An OpenID Connect provider for the tests; run with PORT, FOLDER and the address BACK to us."""

import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


def configure(folder: Path) -> None:
    """Set up another Django project, whose data lie in the folder."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="of the provider of the tests",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="zhishou.people.tests.provider.addresses",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        # Slow hashing proves nothing here and takes half a second of every sign-in.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        IDP_OIDC_PRIVATE_KEY=key.decode(),
    )
    django.setup()


def fill(back: str) -> None:
    """Make the people of the provider, and the client that may ask for them."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - after the set-up
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 - as above
    from django.contrib.auth.models import User  # noqa: PLC0415 - as above

    client: Any = Client(id="zhishou", name="Zhishou", redirect_uris=back, skip_consent=True)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret("secret of the tests")
    client.save()
    for name, address, verified in (
        ("requester", "requester@example.org", True),
        ("nobody", "nobody@example.org", True),
        ("expert@example.org", "leader@example.org", False),
        ("impostor", "leader2@example.org", False),
    ):
        user = User.objects.create_user(username=name, password="open sesame", email=address)
        EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)


def main() -> None:
    """Serve until killed."""
    port, folder, back = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    configure(folder)
    call_command("migrate", verbosity=0)
    fill(back)
    with make_server("127.0.0.1", port, get_wsgi_application()) as server:
        print("ready", flush=True)  # noqa: T201 - who started it waits for this word
        server.serve_forever()


if __name__ == "__main__":
    main()
