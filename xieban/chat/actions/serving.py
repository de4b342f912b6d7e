"""Before the chat server starts: its configuration, its keys, its registration as a client of our accounts."""

import base64
import json
import secrets
from pathlib import Path

from django.conf import settings

from xieban.chat.queries.keys import keep, make_keys
from xieban.chat.rules import server
from xieban.chat.rules.server import Place
from xieban.directory.actions import register_client


def prepare(*, office_here: str) -> Path | None:
    """Let the chat server be startable from the settings; None where its environment is missing."""
    if not Path(settings.CHAT_PYTHON).exists():
        return None
    configuration = write_configuration(office_here=office_here)
    back = f"{public_url()}/_synapse/client/oidc/callback"
    register_client(code=server.OIDC_CLIENT, name="Chat", secret=make_keys().oidc, back=[back])
    return configuration


def write_configuration(*, office_here: str) -> Path:
    """Write the configuration of the chat server, with keys that are made once; return where it lies."""
    folder, keys = Path(settings.CHAT_DIR), make_keys()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "media").mkdir(mode=0o700, exist_ok=True)
    keep(folder / "server_name", settings.CHAT_SERVER_NAME)
    place = Place(
        server_name=settings.CHAT_SERVER_NAME,
        port=settings.CHAT_INNER_PORT,
        public_url=public_url(),
        office_url=settings.PUBLIC_URL,
        office_here=office_here,
        folder=str(folder),
        keys_folder=str(Path(settings.DATA_DIR) / "keys"),
        database_url=settings.CHAT_DATABASE_URL,
        largest=settings.FILES_LARGEST,
    )
    _keep_signing_key(Path(place.keys_folder) / "chat.signing.key")
    keep(folder / "log.json", json.dumps(server.logging()))
    keep(folder / "service.json", json.dumps(server.service(place, keys)))
    configuration = folder / "homeserver.json"
    keep(configuration, json.dumps(server.configuration(place, keys), indent=1, ensure_ascii=False))
    return configuration


def public_url() -> str:
    """Return where clients reach the chat server, as far as the settings tell."""
    given: str = settings.CHAT_URL
    host = str(settings.PUBLIC_URL).partition("://")[2].partition(":")[0]
    return given or f"http://{host}:{settings.CHAT_PORT}"


def _keep_signing_key(path: Path) -> None:
    """Make the key with which the server signs events, as it would do itself in the folder of its data."""
    if not path.exists():
        seed = base64.b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        keep(path, f"ed25519 a_{secrets.token_hex(2)} {seed}\n")
