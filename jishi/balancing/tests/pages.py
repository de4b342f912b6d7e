"""What the tests ask for, and a web worker for it: `python -m jishi.balancing.tests.pages FOLDER`."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jishi.balancing.answering import Environ, WebWorker

PIECES = 40


def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer at a few addresses."""
    query = parse_qs(environ["QUERY_STRING"])
    headers = [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    if environ["PATH_INFO"] == "/end":
        end(*query.get("known", []))
    status, answer = "200 OK", said(environ, query)
    if environ["PATH_INFO"] == "/nothing":
        status, answer = "304 Not Modified", []
    start_response(status, headers)
    return answer


def said(environ: Environ, query: dict[str, list[str]]) -> Iterable[bytes]:
    """Return the body of an answer."""
    match environ["PATH_INFO"]:
        case "/body":
            content = environ["wsgi.input"].read()
            return [f"{len(content)} {hashlib.sha256(content).hexdigest()}".encode()]
        case "/environ":
            return [json.dumps({name: value for name, value in environ.items() if isinstance(value, str)}).encode()]
        case "/large":
            return pieces(int(query["of"][0]))
        case "/broken":
            return broken()
        case "/held":
            # Says that it holds, and holds until the file that the question names is there.
            Path(query["until"][0] + ".held").touch()
            while not Path(query["until"][0]).exists():
                time.sleep(0.01)
            return [b"let go"]
        case _:
            return [str(os.getpid()).encode()]


def end(known: str = "") -> None:
    """End; where it is written down who was asked, only the first ends."""
    if known:
        with Path(known).open("a+") as file:
            file.write("asked\n")
            file.seek(0)
            if len(file.readlines()) > 1:
                return
    os._exit(1)


def pieces(length: int) -> Iterator[bytes]:
    """Return an answer piece by piece."""
    for number in range(PIECES):
        yield bytes([number]) * (length // PIECES)


def broken() -> Iterator[bytes]:
    """Begin an answer and never end it."""
    yield b"x" * 1_000_000
    raise ValueError("no more")


if __name__ == "__main__":
    worker = WebWorker(application, folder=Path(sys.argv[1]))
    worker.obey()
    worker.work()
