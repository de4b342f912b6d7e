"""Services of the tests' own on the loopback: Redis, MariaDB, sshd, nginx, Prometheus; gone with their folders."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from tests.needs import CHAT_PYTHON, NO_CHAT_SERVER, NO_MARIADB, NO_NGINX, NO_PROMETHEUS, NO_REDIS, NO_SSHD

SECRET: Final = "of-the-tests"
PLACES: Final = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A running service and its folder."""

    port: int
    here: Path

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


def program(name: str, missing: str) -> str:
    """Find a program of Debian, or skip the test by the package's name."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        pytest.skip(missing)
    return found


def free_ports(number: int) -> list[int]:
    """Find ports that are free and differ: the system may name one twice when asked for one after another."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [int(one.getsockname()[1]) for one in sockets]


def free_port() -> int:
    [port] = free_ports(1)
    return port


@contextmanager
def folder() -> Iterator[Path]:
    here = Path(tempfile.mkdtemp(prefix="zss", dir="/tmp"))
    here.chmod(0o755)
    try:
        yield here
    finally:
        shutil.rmtree(here, ignore_errors=True)


@contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    here: Path,
    ready: Callable[[], bool] | None = None,
    user: int | None = None,
) -> Iterator[Service]:
    """Run a program until the block ends; it counts as started once its port answers."""
    with (here / "output").open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, user=user)
    try:
        ends = time.monotonic() + 30
        while not (ready or (lambda: _answers(port)))():
            assert process.poll() is None, (here / "output").read_text(errors="replace")[-2000:]
            assert time.monotonic() < ends, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield Service(port=port, here=here)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _says_yes(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Service]:
    """Run Redis with a password."""
    command = program("redis-server", NO_REDIS)
    port = free_port()
    with folder() as here:
        words = [
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(here),
            "--save",
            "",
            "--requirepass",
            SECRET,
        ]
        with running([command, *words, "--maxmemory", "64mb"], port=port, here=here) as service:
            yield service


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Service]:
    """Run MariaDB with an account that only monitors."""
    command, install = program("mariadbd", NO_MARIADB), program("mariadb-install-db", NO_MARIADB)
    port, me = free_port(), getpass.getuser()
    with folder() as here:
        data = here / "data"
        first = [install, "--no-defaults", f"--datadir={data}", f"--user={me}", "--skip-test-db"]
        subprocess.run([*first, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
        setup = here / "setup.sql"
        setup.write_text(
            f"CREATE USER watch@'127.0.0.1' IDENTIFIED BY '{SECRET}';\n"
            "GRANT PROCESS, REPLICATION CLIENT, SLAVE MONITOR ON *.* TO watch@'127.0.0.1';\n"
        )
        words = [
            "--no-defaults", f"--datadir={data}", f"--user={me}", "--bind-address=127.0.0.1", f"--port={port}",
            f"--socket={here}/socket", f"--init-file={setup}", "--innodb-buffer-pool-size=16M",
            "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", f"--pid-file={here}/pid",
        ]  # fmt: skip
        with running([command, *words], port=port, here=here) as service:
            yield service


@pytest.fixture(scope="session")
def ssh_server() -> Iterator[Service]:
    """Run sshd for whoever runs the tests; its host key and a client's key lie in the folder."""
    command, keygen = program("sshd", NO_SSHD), program("ssh-keygen", NO_SSHD)
    port = free_port()
    with folder() as here:
        for name in ("host", "client"):
            subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(here / name)], check=True)
        (here / "authorized").write_text((here / "client.pub").read_text())
        (here / "authorized").chmod(0o600)
        Path("/run/sshd").mkdir(exist_ok=True) if os.getuid() == 0 else None
        (here / "config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/host\nPidFile {here}/pid\nStrictModes no\n"
            f"AuthorizedKeysFile {here}/authorized\nPasswordAuthentication no\nUsePAM no\nPermitRootLogin yes\n"
        )
        with running([command, "-D", "-e", "-f", str(here / "config")], port=port, here=here) as service:
            yield service


@pytest.fixture(scope="session")
def nginx_server() -> Iterator[Service]:
    """Run nginx with one page."""
    command = program("nginx", NO_NGINX)
    port = free_port()
    with folder() as here:
        (here / "index.html").write_text("<h1>nginx</h1>")
        (here / "config").write_text(
            f"daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes 1;\n"
            f"events {{ worker_connections 256; }}\nhttp {{ access_log off; client_body_temp_path {here}/body;\n"
            f"proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u;\n"
            f"scgi_temp_path {here}/s;\nserver {{ listen 127.0.0.1:{port}; root {here};\n"
            "location /gone { return 503; } } }\n"
        )
        with running(
            [command, "-c", str(here / "config"), "-e", str(here / "error.log")], port=port, here=here
        ) as service:
            yield service


@pytest.fixture(scope="session")
def prometheus_server() -> Iterator[Service]:
    """Run Prometheus, which watches nothing but itself."""
    command = program("prometheus", NO_PROMETHEUS)
    port = free_port()
    with folder() as here:
        (here / "config.yml").write_text(
            "global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: self\n"
            f"  static_configs: [{{targets: ['127.0.0.1:{port}']}}]\n"
        )
        words = [f"--config.file={here}/config.yml", f"--storage.tsdb.path={here}/data"]
        command_line = [command, *words, f"--web.listen-address=127.0.0.1:{port}"]
        # Its port answers before it does.
        with running(command_line, port=port, here=here, ready=lambda: _says_yes(port, "/-/ready")) as service:
            yield service


CHAT: Final = """\
server_name: office.example
pid_file: {here}/pid
listeners: [{{port: {port}, bind_addresses: [127.0.0.1], type: http, resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: {here}/chat.sqlite3}}}}
media_store_path: {here}/media
signing_key_path: {here}/signing.key
registration_shared_secret: {secret}
macaroon_secret_key: {secret}
form_secret: {secret}
trusted_key_servers: []
suppress_key_server_warning: true
report_stats: false
enable_registration: false
rc_message: {{per_second: 100, burst_count: 100}}
"""


@pytest.fixture(scope="session")
def matrix_server() -> Iterator[Service]:
    """Run the real chat server, closed to strangers as it should be."""
    if not CHAT_PYTHON.exists():
        pytest.skip(NO_CHAT_SERVER)
    port = free_port()
    with folder() as here:
        configuration = here / "homeserver.yaml"
        configuration.write_text(CHAT.format(here=here, port=port, secret=SECRET))
        words = [str(CHAT_PYTHON), "-m", "synapse.app.homeserver", "--config-path", str(configuration)]
        subprocess.run([*words, "--generate-keys"], check=True, capture_output=True, cwd=here)
        with running(words, port=port, here=here) as service:
            yield service
