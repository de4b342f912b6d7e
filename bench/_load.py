"""A load of HTTP requests over a few kept connections, in one thread, so that it costs little beside the server.

`python bench/_load.py PORT CLIENTS SECONDS < requests` reads length-prefixed requests, says `ready`, begins at a
line on standard input's companion file, and prints one line of JSON.
"""

import json
import selectors
import socket
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time, sleep

PIECE = 1 << 18


@dataclass(slots=True)
class Client:
    """One kept connection with at most one request under way."""

    socket: socket.socket
    begun: float = 0.0
    heard: bytearray = field(default_factory=bytearray)
    wanted: int = 0


@dataclass(slots=True)
class Told:
    """What came of the load."""

    taken: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    example: str = ""


def request(
    method: str, path: str, *, port: int, headers: Sequence[str] = (), body: object = None, key: str = ""
) -> bytes:
    """Return the bytes of one request."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    if key:
        lines.append(f"Idempotency-Key: {key}")
    return "\r\n".join([*lines, "", ""]).encode() + content


def _length(head: bytes) -> int:
    if head.startswith((b"HTTP/1.1 204", b"HTTP/1.1 304")):
        return 0  # these have no body, and say no length
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise SystemExit(f"An answer without a length: {head[:300]!r}")


def _send(client: Client, content: bytes) -> None:
    client.heard.clear()
    client.wanted = 0
    client.begun = perf_counter()
    client.socket.sendall(content)


def _answered(client: Client, told: Told) -> bool:
    """Take what has come; say whether it is the whole answer."""
    piece = client.socket.recv(PIECE)
    if not piece:
        raise SystemExit("The server closed a connection.")
    client.heard += piece
    if not client.wanted:
        end = client.heard.find(b"\r\n\r\n")
        if end < 0:
            return False
        client.wanted = end + 4 + _length(bytes(client.heard[:end]))
    if len(client.heard) < client.wanted:
        return False
    told.taken.append(perf_counter() - client.begun)
    status = client.heard[9:12].decode()
    told.statuses[status] += 1
    if not status.startswith("2") and not told.example:
        told.example = bytes(client.heard[-600:]).decode(errors="replace")
    return True


def run(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> tuple[Told, float]:
    """Keep every client busy for so long; return what was told, and the seconds until the last answer."""
    chosen = selectors.DefaultSelector()
    for _ in range(clients):
        client = Client(socket=socket.create_connection(("127.0.0.1", port), timeout=30))
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(client.socket, selectors.EVENT_READ, client)
    told, begun, busy = Told(), perf_counter(), clients
    for key in list(chosen.get_map().values()):
        _send(key.data, next(requests))
    while busy:
        ready = chosen.select(timeout=30)
        if not ready:
            raise SystemExit("No answer for 30 s.")
        for key, _ in ready:
            if not _answered(key.data, told):
                continue
            if perf_counter() - begun < seconds:
                _send(key.data, next(requests))
            else:
                busy -= 1
    return told, perf_counter() - begun


def main(port: str, clients: str, seconds: str, source: str, start: str) -> None:
    """Run what the file holds once the other file is there; around again where it is too short and may be."""
    kept = json.loads(Path(source).read_text(encoding="utf-8"))
    contents = [one.encode() for one in kept["requests"]]
    requests = cycle(contents) if kept["again"] else iter(contents)
    Path(f"{start}.ready").touch()
    while not Path(start).exists():
        sleep(0.005)
    spent = process_time()
    told, took = run(int(port), requests, clients=int(clients), seconds=float(seconds))
    spent = process_time() - spent
    taken = sorted(told.taken)
    figures = {
        "count": len(taken),
        "seconds": took,
        "p50": taken[len(taken) // 2],
        "p99": taken[int(len(taken) * 0.99)],
        "worst": taken[-1],
        "statuses": dict(told.statuses),
        "example": told.example,
        "cpu": spent,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
