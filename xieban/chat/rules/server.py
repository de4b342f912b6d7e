"""The chat server's own configuration, from ours; JSON, which is YAML as well."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from xieban.chat.rules.names import SERVICE
from xieban.chat.rules.tokens import AUDIENCE, ISSUER

OIDC_CLIENT: Final = "chat"
PUSHED_TO: Final = "/chat/pushed"
MANY: Final = {"per_second": 100, "burst_count": 1000}
"""People of one office, from behind one proxy: what the defaults forbid is their daily work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Secrets between the two; kept beside the data, never in a database."""

    login: str
    service: str
    push: str
    registration: str
    macaroon: str
    form: str
    oidc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the chat server runs, what it is called, where it keeps its things."""

    server_name: str
    port: int
    public_url: str
    office_url: str
    office_here: str
    folder: str
    keys_folder: str
    database_url: str
    largest: int


def configuration(place: Place, keys: Keys) -> dict[str, Any]:
    """Return the configuration: the loopback only, closed, no other server, no telemetry, nothing fetched."""
    return {
        "server_name": place.server_name,
        "public_baseurl": f"{place.public_url}/",
        "listeners": [
            {
                "port": place.port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "x_forwarded": True,  # by our gate, through which everybody comes
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": _database(place),
        "log_config": f"{place.folder}/log.json",
        "media_store_path": f"{place.folder}/media",
        "signing_key_path": f"{place.keys_folder}/chat.signing.key",
        "app_service_config_files": [f"{place.folder}/service.json"],
        "macaroon_secret_key": keys.macaroon,
        "form_secret": keys.form,
        **_CLOSED,
        **_OURS,
        "registration_shared_secret": keys.registration,
        "max_upload_size": place.largest,
        "jwt_config": {
            "enabled": True,
            "secret": keys.login,
            "algorithm": "HS256",
            "issuer": ISSUER,
            "audiences": [AUDIENCE],
        },
        "oidc_providers": [_provider(place, keys)],
    }


def service(place: Place, keys: Keys) -> dict[str, Any]:
    """Return how our own service is known to the chat server: it hears what is said in the rooms that it made."""
    return {
        "id": "xieban",
        "receive_ephemeral": True,  # who has read what
        "url": f"{place.office_here}{PUSHED_TO}",
        "as_token": keys.service,
        "hs_token": keys.push,
        "sender_localpart": SERVICE,
        "rate_limited": False,
        # What is said in rooms that people made by themselves comes too, and is let go: only our own are searched.
        "namespaces": {"rooms": [{"exclusive": False, "regex": "!.*"}]},
    }


def logging() -> dict[str, Any]:
    """Return what the chat server writes: warnings, as plain lines; the supervisor adds the moment."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stdout"}},
        "loggers": {
            "synapse.config.logger": {"level": "ERROR"},  # who made it, at every start
            # Its own book-keeping of who used how much: pages of complaints that ask nobody to do anything.
            "synapse.logging.context": {"level": "CRITICAL"},
            "synapse.metrics.background_process_metrics": {"level": "CRITICAL"},
        },
        "root": {"level": "WARNING", "handlers": ["out"]},
    }


def _database(place: Place) -> dict[str, Any]:
    if not place.database_url:
        return {"name": "sqlite3", "args": {"database": f"{place.folder}/homeserver.db"}}
    parts = urlsplit(place.database_url)
    told = {
        "dbname": unquote(parts.path.lstrip("/")),
        "host": parts.hostname,
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    args = {name: value for name, value in told.items() if value}
    return {"name": "psycopg2", "args": {**args, "cp_min": 2, "cp_max": 10}}


_CLOSED: Final[dict[str, Any]] = {
    "report_stats": False,
    "trusted_key_servers": [],
    "suppress_key_server_warning": True,
    "federation_domain_whitelist": [],
    "enable_registration": False,
    "allow_guest_access": False,
    "password_config": {"enabled": False},
    "url_preview_enabled": False,
    "enable_room_list_search": False,
    "room_list_publication_rules": [{"action": "deny"}],
    "alias_creation_rules": [{"action": "deny"}],
    "allow_public_rooms_without_auth": False,
    "allow_public_rooms_over_federation": False,
    "require_auth_for_profile_requests": True,
    "enable_authenticated_media": True,
    "enable_3pid_changes": False,
    # Names and pictures are the directory's: nobody passes himself off as somebody else.
    "enable_set_displayname": False,
    "enable_set_avatar_url": False,
    # Whoever leaves a room, or is put out of it, reads none of it any more, not even what was said before.
    "forget_rooms_on_leave": True,
    "encryption_enabled_by_default_for_room_type": "off",
}

_OURS: Final[dict[str, Any]] = {
    # On a new database some fifty of these wait, with a second between them by default.
    "background_updates": {"sleep_duration_ms": 100},
    "user_directory": {"enabled": True, "search_all_users": True, "prefer_local_users": True},
    "presence": {"enabled": True},
    "rc_message": MANY,
    "rc_joins": {"local": MANY},
    "rc_joins_per_room": MANY,
    "rc_invites": {"per_room": MANY, "per_user": MANY, "per_issuer": MANY},
    "rc_room_creation": MANY,
    # Signing in takes a token of ours or a visit to our own door, which counts the tries: guessing gains nothing.
    "rc_login": {"address": MANY, "account": {"per_second": 1, "burst_count": 20}},
}


def _provider(place: Place, keys: Keys) -> dict[str, Any]:
    """Return how standard clients sign in: by the office's own sign-in page. Nothing is asked for at the start."""
    return {
        "idp_id": "xieban",
        "idp_name": "协办",
        "issuer": place.office_url,
        "client_id": OIDC_CLIENT,
        "client_secret": keys.oidc,
        "scopes": ["openid", "profile"],
        "discover": False,
        "skip_verification": True,  # our own addresses on this machine may be plain HTTP
        "authorization_endpoint": f"{place.office_url}/identity/authorize",
        "token_endpoint": f"{place.office_here}/identity/token",
        "userinfo_endpoint": f"{place.office_here}/identity/userinfo",
        "jwks_uri": f"{place.office_here}/.well-known/jwks.json",
        "user_profile_method": "userinfo_endpoint",
        # Accounts are made from the directory, and found by the person's own key: never by a name that fits.
        "enable_registration": False,
        "user_mapping_provider": {
            "config": {"subject_claim": "sub", "localpart_template": "{{ user.preferred_username }}"}
        },
    }
