"""Settings of Zhishou, from environment variables only; each is described in docs/reference/settings.md."""

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
from jishi.deployment.chosen import PARTS
from jishi.deployment.policy import policy_of
from jishi.entrance.chosen import *  # noqa: F403 - as above
from jishi.environment.door import Environment
from jishi.live import rules as live
from jishi.logs import door as logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PRODUCT, PRODUCT_NAMES, ENVIRONMENT_PREFIX = "zhishou", ("值守", "Zhishou"), "ZHISHOU_"
env = Environment(prefix=ENVIRONMENT_PREFIX)

# Where everything of this deployment lies: database, files, keys. Nothing is written outside it.
DATA_DIR = Path(env.text("DATA_DIR", default=str(env.home(PRODUCT, code=BASE_DIR))))
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
KNOWN_PASSWORD = "zhishou-demo"  # noqa: S105 - the demonstration's, on the loopback only
DEMONSTRATION = "zhishou.config.demonstration.DEMONSTRATION"
# The office beside us: what the demonstration watches, and what `zhishou demo break` breaks.
DEMO_OFFICE_DIR = env.text("DEMO_OFFICE_DIR", default=str(DATA_DIR.parent / "xieban"))
DEMO_OFFICE_URL = env.text("DEMO_OFFICE_URL", default="http://127.0.0.1:8700")
# An authority besides the system's by which certificates that probes meet may be signed.
PROBE_CA_FILE = env.text(
    "PROBE_CA_FILE", default=str(Path(DEMO_OFFICE_DIR, "front", "authority.crt")) if DEMO else ""
)
DEMO_PASSWORD = env.text("DEMO_PASSWORD", default=KNOWN_PASSWORD)
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.port("PORT", default=8600)
LIVE_PORT = env.port("LIVE_PORT", default=PORT + 1)
ALLOWED_HOSTS = list(env.names("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]")))
WEB_WORKERS = env.number("WEB_WORKERS", default=2, least=1)
METRICS_PREFIX = PRODUCT
# The components of which /ready/NAME and the figures tell.
HEALTH_PARTS = "jishi.health.components.COMPONENTS"
METRICS_TOKEN = env.secret("METRICS_TOKEN")
# By name: browsers bind passkeys to a name, never to a number.
NAMELESS = {"127.0.0.1", "::1", "[::1]", "0.0.0.0", "::", "[::]"}  # noqa: S104 - compared, not bound
PUBLIC_URL = env.text("PUBLIC_URL", default=f"http://{'localhost' if HOST in NAMELESS else HOST}:{PORT}").rstrip(
    "/"
)
# Made on the first start by `zhishou start`, beside the data and never inside the database.
SECRET_KEY = env.secret("SECRET_KEY") or env.kept(DATA_DIR / "keys" / "secret_key") or ""
SECRET_KEY_IS_DRAWN = not SECRET_KEY  # of this process alone, unless it is a start, which keeps it
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(50)
# Keys of the secrets at rest; without this, a ring is made in the data directory's keys/ at the first use.
VAULT_KEYS = env.secret("VAULT_KEYS")
HTTPS = PUBLIC_URL.startswith("https://")
# Empty: the live port of the host that the page was asked of. Behind a proxy, one origin serves both.
LIVE_URL = env.text("LIVE_URL", default="/live/" if HTTPS else "")

INSTALLED_APPS = [
    "zhishou.inspections",
    "zhishou.desk",
    "zhishou.duty",
    "zhishou.watch",
    "zhishou.systems",
    "zhishou.contracts",
    "zhishou.notify",
    "zhishou.ledger",
    "zhishou.people",
    "zhishou.config",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *PARTS,
]
ROOT_URLCONF = "zhishou.config.urls"
WSGI_APPLICATION = "zhishou.config.wsgi.application"
# One setting chooses the engine: SQLite in WAL mode by default, PostgreSQL for more than one machine.
# The bare name is what hosts and tools give; the prefixed one wins where both products share an environment.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'zhishou.sqlite3'}"
DATABASES: dict[str, Any] = {"default": database.settings_of(env.text("DATABASE_URL", default=DATABASE_URL))}
# Checkouts beside each other must not share a test database; on SQLite it is a file, since one in memory
# locks whole tables between threads and does not wait.
_test_name = f"test_zhishou_{zlib.crc32(str(BASE_DIR).encode()):08x}"
DATABASES["default"]["TEST"] = {
    "NAME": _test_name
    if "postgresql" in DATABASES["default"]["ENGINE"]
    else str(Path(tempfile.gettempdir()) / f"{_test_name}.sqlite3")
}

HEARTBEAT_SECONDS = env.number("HEARTBEAT_MS", default=2000, least=50) / 1000
DEAD_AFTER_SECONDS = env.number("DEAD_AFTER_MS", default=8000, least=100) / 1000
LIVE_AUDIENCES = "zhishou.config.audiences.audiences_of"
STOP_GRACE_SECONDS = env.number("STOP_GRACE_SECONDS", default=8, least=1)

LOG_JSON = env.flag("LOG_JSON", default=False)
LOG_LEVEL = env.text("LOG_LEVEL", default="INFO").upper()
LOGGING = logs.logging_of(
    as_json=LOG_JSON,
    level=LOG_LEVEL,
    with_time=env.flag("LOG_TIME", default=True),
)
# The one mail server by which notices leave; empty host: no mail.
EMAIL_HOST = env.text("MAIL_HOST", default="")
EMAIL_PORT = env.port("MAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.secret("MAIL_PASSWORD") or ""
EMAIL_USE_SSL = EMAIL_PORT == 465  # noqa: PLR2004 - the port of mail over TLS from the first byte
EMAIL_USE_TLS = env.flag("MAIL_STARTTLS", default=EMAIL_PORT == 587)  # noqa: PLR2004 - the port of submission
# Authorities besides the system's, for mail servers that an authority of one's own has certified, in and out.
MAIL_CA_FILE = env.text("MAIL_CA_FILE", default="")
EMAIL_BACKEND = "jishi.mail.door.EmailBackend"
if DEMO and not EMAIL_HOST:
    # So that pages and notices leave the house in the demonstration too: each letter becomes a file.
    EMAIL_HOST = "localhost"
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
# The second path, for when nothing can be delivered: a program, a web address, and files that /ready shows.
ALARMS_DIR = DATA_DIR / "alarms"
EMERGENCY_COMMAND = env.text("EMERGENCY_COMMAND", default="")
EMERGENCY_WEBHOOK = env.text("EMERGENCY_WEBHOOK", default="")
# Where notices may go besides public addresses, and where the robots are reached (or a proxy in front of them).
OUTGOING_NETWORKS = env.names("OUTGOING_NETWORKS")
WECOM_ROBOT_URL = env.text("WECOM_ROBOT_URL", default="https://qyapi.weixin.qq.com/cgi-bin/webhook/send")
DINGTALK_ROBOT_URL = env.text("DINGTALK_ROBOT_URL", default="https://oapi.dingtalk.com/robot/send")
FEISHU_ROBOT_URL = env.text("FEISHU_ROBOT_URL", default="https://open.feishu.cn/open-apis/bot/v2/hook")
SMS_GATEWAY = env.text("SMS_GATEWAY", default="")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="zhishou@localhost")

AUTH_USER_MODEL = "people.Person"
SESSION_COOKIE_AGE = 3600 * env.number("SESSION_HOURS", default=168, least=1)

# Counters of tries must hold over all processes and machines: they lie in the database, not in a process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
AXES_FAILURE_LIMIT = env.number("LOCK_AFTER", default=5, least=3)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOCK_MINUTES", default=15, least=1))
ENTRANCE_GATE = "zhishou.people.web.gate.PeopleGate"
MFA_TOTP_ISSUER = "Zhishou"

# Sign-in from an outside OpenID Connect provider; off unless an issuer is named.
OIDC_ISSUER = env.text("OIDC_ISSUER", default="")
# A browser follows the form of the button to the provider only where the policy names it.
OIDC_FORM_ACTION = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else []
OIDC_NAME = env.text("OIDC_NAME", default="统一身份认证")
OIDC_CLAIM = env.text("OIDC_CLAIM", default="preferred_username")
SOCIALACCOUNT_ADAPTER = "zhishou.people.web.outside.OutsideAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "outside",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID", default="zhishou"),
                "secret": env.secret("OIDC_CLIENT_SECRET") or "",
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

PEOPLE_ACCOUNT_SECTIONS = "zhishou.config.sections.ACCOUNT_SECTIONS"
PEOPLE_LEAVING = "zhishou.config.leaving.LEAVING"
LEDGER_SPOKEN = "zhishou.config.spoken.SPOKEN"
NOTIFY_KIND_NAMES = "zhishou.config.notices.KIND_NAMES"

# How many proxies of ours stand before the web server; each appends one address to X-Forwarded-For.
PROXIES = env.number("PROXIES", default=0)

# Parts that are no apps of Django, but speak.
LOCALE_PATHS = [
    BASE_DIR / "jishi" / part / "locale"
    for part in ("refusals", "supervisor", "backup", "health", "typesetting", "sentences", "calendars")
]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
FILES_LARGEST = 1_000_000 * env.number("FILES_LARGEST_MB", default=20, least=1)
FILES_AT_ONCE = env.number("FILES_AT_ONCE", default=10, least=1)
DESK_FILES_LARGEST = 1_000_000 * env.number("DESK_FILES_MB", default=200, least=1)

SESSION_COOKIE_NAME = "zhishou_session"
CSRF_COOKIE_NAME = "zhishou_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Nothing inline and nothing from elsewhere; docs/why/0004-the-front-end.md says what that costs.
CONTENT_SECURITY_POLICY = policy_of(
    connects=live.sources(hosts=ALLOWED_HOSTS, port=LIVE_PORT, url=LIVE_URL, https=HTTPS), posts=OIDC_FORM_ACTION
)

# What probes may look at: addresses with ports, and folders. By default Xieban beside us on this machine.
_first = urlsplit(DEMO_OFFICE_URL).port or 80
PROBE_TARGETS = env.names(
    "PROBE_TARGETS", default=tuple(f"{host}:{_first}-{_first + 9}" for host in ("127.0.0.1", "[::1]"))
)
PROBE_PATHS = env.names("PROBE_PATHS", default=(DEMO_OFFICE_DIR,))

# How many looks a prober has open at once, and how much it keeps on the disk while the database is away.
PROBER_AT_ONCE = env.number("PROBER_AT_ONCE", default=500, least=1)
PROBER_SPOOL_MB = env.number("PROBER_SPOOL_MB", default=64, least=1)
MORE_PROCESSES = "zhishou.config.processes.more"
CHECKED_BEFORE_START = "zhishou.config.processes.refuse_wrong_gateway"
PRESSING_QUEUE = "pressing"

DUTY_SWAP_HOURS = env.number("DUTY_SWAP_HOURS", default=72, least=1)
DUTY_LOOK_AHEAD_DAYS = env.number("DUTY_LOOK_AHEAD_DAYS", default=28, least=1)
DUTY_LINK_HOURS = env.number("DUTY_LINK_HOURS", default=72, least=1)
VISIT_OFFLINE_HOURS = env.number("VISIT_OFFLINE_HOURS", default=12, least=1)
LADDER_CATCH_UP_SECONDS = env.number("LADDER_CATCH_UP_SECONDS", default=60, least=1)

# The page shell: what stands around a page, who keeps a chosen language, which doors check sign-in themselves.
PAGES_SHELL = "zhishou.config.navigation.shell"
PAGES_REMEMBER_LANGUAGE = "zhishou.config.views.remember_language"
PAGES_OWN_SIGN_IN = ("/api/",)
WHITENOISE_AUTOREFRESH = DEBUG
