"""Settings of Xieban, from environment variables only; each is described in docs/reference/settings.md."""

import os
import secrets
import tempfile
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jishi.database import door as database
from jishi.deployment.chosen import *  # noqa: F403 - each name of it is a setting
from jishi.deployment.chosen import MIDDLEWARE, PARTS
from jishi.deployment.policy import policy_of
from jishi.entrance.chosen import *  # noqa: F403 - as above
from jishi.environment.door import Environment
from jishi.live import rules as live
from jishi.logs import door as logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PRODUCT, PRODUCT_NAMES, ENVIRONMENT_PREFIX = "xieban", ("协办", "Xieban"), "XIEBAN_"
env = Environment(prefix=ENVIRONMENT_PREFIX)

# Where everything of this deployment lies: database, files, keys. Nothing is written outside it.
DATA_DIR = Path(env.text("DATA_DIR", default=str(env.home(PRODUCT, code=BASE_DIR))))
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
KNOWN_PASSWORD = "xieban-demo"  # noqa: S105 - the demonstration's, on the loopback only
DEMONSTRATION = "xieban.config.demonstration.DEMONSTRATION"
DEMO_PASSWORD = env.text("DEMO_PASSWORD", default=KNOWN_PASSWORD)
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.port("PORT", default=8700)
LIVE_PORT = env.port("LIVE_PORT", default=PORT + 1)
ALLOWED_HOSTS = list(env.names("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]")))
WEB_WORKERS = env.number("WEB_WORKERS", default=2, least=1)
METRICS_PREFIX = PRODUCT
# The components and modules of which /ready/NAME and the figures tell.
HEALTH_PARTS = "xieban.config.parts.PARTS"
PARAMETERS = "xieban.config.parameters.PARAMETERS"
METRICS_TOKEN = env.secret("METRICS_TOKEN")
# By name: browsers bind passkeys to a name, never to a number.
NAMELESS = {"127.0.0.1", "::1", "[::1]", "0.0.0.0", "::", "[::]"}  # noqa: S104 - compared, not bound
PUBLIC_URL = env.text("PUBLIC_URL", default=f"http://{'localhost' if HOST in NAMELESS else HOST}:{PORT}").rstrip(
    "/"
)
# Made on the first start by `xieban start`, beside the data and never inside the database.
SECRET_KEY = env.secret("SECRET_KEY") or env.kept(DATA_DIR / "keys" / "secret_key") or ""
SECRET_KEY_IS_DRAWN = not SECRET_KEY  # of this process alone, unless it is a start, which keeps it
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(50)
# Keys of the secrets at rest; without this, a ring is made in the data directory's keys/ at the first use.
VAULT_KEYS = env.secret("VAULT_KEYS")
HTTPS = PUBLIC_URL.startswith("https://")
# Empty: the live port of the host that the page was asked of. Behind a proxy, one origin serves both.
LIVE_URL = env.text("LIVE_URL", default="/live/" if HTTPS else "")

INSTALLED_APPS = [
    "xieban.administration",
    "xieban.chat",
    "xieban.layout",
    "xieban.meetings",
    "xieban.notices",
    "xieban.inbox",
    "xieban.approvals",
    "xieban.archive",
    "xieban.finding",
    "xieban.writing",
    "xieban.documents",
    "xieban.flows",
    "xieban.directory",
    "xieban.config",
    "allauth.idp.oidc",
    *PARTS,
]
# Below the policy of the pages, which it lets name the systems that people are led back to.
MIDDLEWARE = [
    "xieban.directory.web.reading.RolesReadOnceMiddleware",
    *(
        one
        for name in MIDDLEWARE
        for one in (
            (name, "xieban.directory.web.provider.LeadingBackMiddleware")
            if name.endswith(".PolicyMiddleware")
            else (name,)
        )
    ),
]
ROOT_URLCONF = "xieban.config.urls"
WSGI_APPLICATION = "xieban.config.wsgi.application"

# SQLite in WAL mode by default, PostgreSQL for more than one machine; a database of this product's own. The bare
# name is what hosts and tools give; the prefixed one wins where both products share an environment.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'xieban.sqlite3'}"
DATABASES: dict[str, Any] = {"default": database.settings_of(env.text("DATABASE_URL", default=DATABASE_URL))}
# Checkouts beside each other must not share a test database; on SQLite it is a file, since one in memory
# locks whole tables between threads and does not wait.
_test_name = f"test_xieban_{zlib.crc32(str(BASE_DIR).encode()):08x}"
DATABASES["default"]["TEST"] = {
    "NAME": _test_name
    if "postgresql" in DATABASES["default"]["ENGINE"]
    else str(Path(tempfile.gettempdir()) / f"{_test_name}.sqlite3")
}

HEARTBEAT_SECONDS = env.number("HEARTBEAT_MS", default=2000, least=50) / 1000
DEAD_AFTER_SECONDS = env.number("DEAD_AFTER_MS", default=8000, least=100) / 1000
LIVE_AUDIENCES = "xieban.config.audiences.audiences_of"
STOP_GRACE_SECONDS = env.number("STOP_GRACE_SECONDS", default=8, least=1)

LOG_JSON = env.flag("LOG_JSON", default=False)
LOG_LEVEL = env.text("LOG_LEVEL", default="INFO").upper()
LOGGING = logs.logging_of(
    as_json=LOG_JSON,
    level=LOG_LEVEL,
    with_time=env.flag("LOG_TIME", default=True),
)
# The one mail server by which letters leave; empty host: no mail.
EMAIL_HOST = env.text("MAIL_HOST", default="")
EMAIL_PORT = env.port("MAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.secret("MAIL_PASSWORD") or ""
EMAIL_USE_SSL = EMAIL_PORT == 465  # noqa: PLR2004 - the port of mail over TLS from the first byte
EMAIL_USE_TLS = env.flag("MAIL_STARTTLS", default=EMAIL_PORT == 587)  # noqa: PLR2004 - the port of submission
# Authorities besides the system's, for a mail server that an authority of one's own has certified.
MAIL_CA_FILE = env.text("MAIL_CA_FILE", default="")
EMAIL_BACKEND = "jishi.mail.door.EmailBackend"
if DEMO and not EMAIL_HOST:
    # So that letters leave the house in the demonstration too: each becomes a file.
    EMAIL_HOST = "localhost"
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="xieban@localhost")
# Files here say that something could not be told to anybody; /ready shows them.
ALARMS_DIR = DATA_DIR / "alarms"

# When the office works, on working days; deadlines in working time count by it.
OFFICE_HOURS = env.text("OFFICE_HOURS", default="08:30-12:00,14:30-17:30")
# The services that flows may call; each is done by whoever hears `ServiceCalled`.
FLOW_SERVICES = ("documents.typeset", "documents.check_archive")
# Which page the instances of a flow have, from the areas above.
FLOW_PAGES = "xieban.config.flow_pages.PAGES"

AUTH_USER_MODEL = "directory.Person"
SESSION_COOKIE_AGE = 3600 * env.number("SESSION_HOURS", default=168, least=1)
# Counters of tries must hold over all processes and machines: they lie in the database, not in a process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "directory_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
AXES_FAILURE_LIMIT = env.number("LOCK_AFTER", default=5, least=3)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOCK_MINUTES", default=15, least=1))
ENTRANCE_GATE = "xieban.directory.web.gate.DirectoryGate"
MFA_TOTP_ISSUER = "Xieban"

# One account for the chat server and other systems: an OpenID Connect provider for registered clients.
IDP_OIDC_ADAPTER = "xieban.directory.web.provider.ProviderAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
# Without this, a key is made in the data directory's keys/ at the first use.
OIDC_KEY = env.secret("OIDC_KEY") or ""

# Who says who may read and who may write the body of a document, a notice, minutes: by kind.
WRITING_HOLDERS = "xieban.config.holders.HOLDERS"
# Supervised matters that come out of the minutes of meetings: neither area knows the other.
DOCUMENTS_MINUTES = "xieban.config.minutes.minutes_at"
MEETINGS_MATTERS = "xieban.config.minutes.matters_of"

# Instant messaging: a chat server of its own, started beside the rest where its environment is there.
CHAT = env.flag("CHAT", default=True)
# People come to the gate that we keep, which asks who may have a file; the server itself is for the gate alone.
CHAT_PORT = env.port("CHAT_PORT", default=LIVE_PORT + 1)
CHAT_INNER_PORT = env.port("CHAT_INNER_PORT", default=CHAT_PORT + 1)
# Where this product reaches it; one that was started otherwise is named, and none is started here then.
CHAT_AT = env.text("CHAT_AT", default=f"http://127.0.0.1:{CHAT_INNER_PORT}").rstrip("/")
CHAT_STARTED_HERE = not env.text("CHAT_AT", default="")
# Where browsers and other clients reach it. Empty: its port on the host that the page was asked of.
CHAT_URL = env.text("CHAT_URL", default=PUBLIC_URL if HTTPS else "").rstrip("/")
CHAT_DIR = DATA_DIR / "chat"
# It stands in every address of a person and a room, so the first name counts for ever.
CHAT_SERVER_NAME = (
    env.text("CHAT_SERVER_NAME", default="")
    or env.kept(CHAT_DIR / "server_name")
    or urlsplit(PUBLIC_URL).hostname
    or "localhost"
)
CHAT_DATABASE_URL = env.secret("CHAT_DATABASE_URL") or ""
CHAT_PYTHON = Path(env.text("CHAT_PYTHON", default=str(BASE_DIR / ".venv-chat" / "bin" / "python")))
# A door that speaks TLS before the pages, on the loopback, with a certificate made here; 0: none.
FRONT_PORT = env.port("FRONT_PORT", default=CHAT_PORT + 2 if DEMO else 0, least=0)
FRONT_DIR = DATA_DIR / "front"
# The door hands the bytes on as they are, so what came by TLS looks as if it had not.
CSRF_TRUSTED_ORIGINS = [f"https://{name}:{FRONT_PORT}" for name in ("127.0.0.1", "localhost")] if FRONT_PORT else []
MORE_PROCESSES = "xieban.config.processes.more"
MORE_PORTS = "xieban.config.processes.ports"
KEPT_BESIDE = "xieban.config.processes.beside"

# Which flows a delegation can be confined to, from whoever runs them.
DIRECTORY_FLOWS = "xieban.flows.queries.names_of_flows"

# How many proxies of ours stand before the web server; each appends one address to X-Forwarded-For.
PROXIES = env.number("PROXIES", default=0)

# Parts that are no apps of Django, but speak.
LOCALE_PATHS = [
    BASE_DIR / "jishi" / part / "locale"
    for part in ("refusals", "supervisor", "backup", "health", "typesetting", "sentences", "calendars")
]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
FILES_LARGEST = 1_000_000 * env.number("FILES_LARGEST_MB", default=50, least=1)
# The office's own fonts, which come before those that the product brings: docs/how-to/fonts.md.
FONTS_DIR = Path(env.text("FONTS_DIR", default=str(DATA_DIR / "fonts")))
FILES_AT_ONCE = env.number("FILES_AT_ONCE", default=10, least=1)

SESSION_COOKIE_NAME = "xieban_session"
CSRF_COOKIE_NAME = "xieban_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CONTENT_SECURITY_POLICY = policy_of(
    connects=[
        *live.sources(hosts=ALLOWED_HOSTS, port=LIVE_PORT, url=LIVE_URL, https=HTTPS),
        *live.sources(hosts=ALLOWED_HOSTS, port=CHAT_PORT, url=CHAT_URL, https=HTTPS),
    ]
)

# The page shell: what stands around a page, who keeps a chosen language, which doors check sign-in themselves.
PAGES_SHELL = "xieban.config.navigation.shell"
PAGES_REMEMBER_LANGUAGE = "xieban.config.views.remember_language"
PAGES_OWN_SIGN_IN = ("/admin/api/", "/api/", "/.well-known/", "/identity/", "/chat/pushed/")
WHITENOISE_AUTOREFRESH = DEBUG
