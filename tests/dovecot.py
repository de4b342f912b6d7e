"""A mail server of the tests' own: Dovecot on the loopback, with a directory that goes away with it."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from imap_tools.mailbox import MailBoxUnencrypted

from tests.certificates import make_certificates
from tests.needs import NO_DOVECOT

DOVECOT: Final = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
PASSWORD: Final = "of-the-tests"
CONFIGURATION: Final = """
base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{shown}
ssl_key = <{key}
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{here}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={here}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  # Who failed once would wait at the next tries.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A running server; every user name is an empty mailbox, with the one password."""

    port: int
    tls_port: int
    here: Path
    authority: Path

    @contextmanager
    def enter(self, user: str) -> Iterator[MailBoxUnencrypted]:
        """Look into a mailbox as its owner."""
        mailbox = MailBoxUnencrypted("127.0.0.1", self.port, timeout=10)
        with mailbox.login(user, PASSWORD):
            yield mailbox

    def deliver(self, user: str, raw: bytes, *, at: datetime) -> None:
        """Put a message into a mailbox, as received at a moment."""
        with self.enter(user) as mailbox:
            mailbox.append(raw, "INBOX", dt=at.astimezone(UTC))


def _names(root: bool) -> dict[str, object]:  # noqa: FBT001 - one caller
    """Return whom the server's processes run as: the package's users where we may, ourselves where not."""
    if root:
        nobody = pwd.getpwnam("nobody")
        return {
            "internal": "dovecot", "internal_group": "dovecot", "login": "dovenull",
            "owner": nobody.pw_uid, "group": nobody.pw_gid,
        }  # fmt: skip
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return {"internal": me, "internal_group": group, "login": me, "owner": os.getuid(), "group": os.getgid()}


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as there:
            return there.recv(20).startswith(b"* OK")
    except OSError:
        return False


@contextmanager
def running() -> Iterator[MailServer]:
    """Run a server until the block ends."""
    assert DOVECOT is not None
    with socket.create_server(("127.0.0.1", 0)) as free, socket.create_server(("127.0.0.1", 0)) as other:
        port, tls_port = free.getsockname()[1], other.getsockname()[1]
    here = Path(tempfile.mkdtemp(prefix="zsd", dir="/tmp"))
    root = os.getuid() == 0
    here.chmod(0o755)
    (here / "mail").mkdir()
    names = _names(root)
    if root:
        os.chown(here / "mail", names["owner"], names["group"])  # type: ignore[arg-type]
    authority, shown, key = make_certificates(here)
    configuration = here / "dovecot.conf"
    given = {"here": here, "port": port, "tls_port": tls_port, "password": PASSWORD, "shown": shown, "key": key}
    configuration.write_text(CONFIGURATION.format(**given, **names))
    server = subprocess.Popen([DOVECOT, "-F", "-c", str(configuration)], stdin=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 20
        while not _answers(port):
            assert server.poll() is None, (here / "log").read_text() if (here / "log").exists() else "it ended"
            assert time.monotonic() < ends, "the mail server does not answer"
            time.sleep(0.05)
        yield MailServer(port=port, tls_port=tls_port, here=here, authority=authority)
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(here, ignore_errors=True)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    if DOVECOT is None or not Path("/usr/lib/dovecot/imap").exists():
        pytest.skip(NO_DOVECOT)
    with running() as server:
        yield server
