"""A chat server of the tests' own: Prosody on the loopback, with a directory that goes away with it."""

import os
import pwd
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.certificates import make_certificates
from tests.needs import NO_PROSODY
from tests.servers import SECRET, Service, folder, free_ports, program, running

# The certificate is for localhost; that it shows the same one for the other domain is what a wrong certificate is.
CONFIGURATION: Final = """\
data_path = "{here}/data"
pidfile = "{here}/pid"
certificates = "{here}"
run_as_root = false
log = {{ info = "*console" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{ {tls_port} }}
s2s_ports = {{ }}
modules_enabled = {{ "roster", "saslauth", "tls", "disco" }}
modules_disabled = {{ "s2s", "offline" }}
c2s_require_encryption = true
authentication = "internal_plain"
ssl = {{ certificate = "{shown}", key = "{key}" }}
c2s_direct_tls_ssl = {{ certificate = "{shown}", key = "{key}" }}
VirtualHost "localhost"
VirtualHost "office.example"
"""
NAMES: Final = ("probe", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatServer(Service):
    """A running server with two accounts of one password."""

    tls_port: int
    authority: Path


def _account(here: Path, domain: str, name: str) -> None:
    place = here / "data" / domain.replace(".", "%2e") / "accounts"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.dat").write_text(f'return {{ ["password"] = "{SECRET}"; }};\n')


@pytest.fixture(scope="session")
def xmpp_server() -> Iterator[ChatServer]:
    """Run Prosody as a user without rights, closed to whoever comes without TLS."""
    command = program("prosody", NO_PROSODY)
    port, tls_port = free_ports(2)
    with folder() as here:
        authority, shown, key = make_certificates(here)
        for domain in ("localhost", "office.example"):
            for name in NAMES:
                _account(here, domain, name)
        configuration = here / "prosody.cfg.lua"
        given = {"here": here, "port": port, "tls_port": tls_port, "shown": shown, "key": key}
        configuration.write_text(CONFIGURATION.format(**given))
        user = None
        if os.getuid() == 0:  # it refuses to run as root, and rightly
            nobody = pwd.getpwnam("nobody")
            user = nobody.pw_uid
            for one in (here, *here.rglob("*")):
                shutil.chown(one, user)
        with running([command, "-F", "--config", str(configuration)], port=port, here=here, user=user):
            yield ChatServer(port=port, here=here, tls_port=tls_port, authority=authority)
