"""`python -m tests.original PRODUCT DESCRIPTOR`: loads a product once, and copies itself as often as it is asked.

What a product's own `start` does for its processes (docs/why/0051), done for those that tests start and kill.
A copy reads the settings anew from an environment of its own: no module of ours keeps what it read of them while it
was loaded.
"""

import gc
import importlib
import json
import os
import resource
import runpy
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

import django
import django.db.backends.postgresql.base
import django.db.backends.sqlite3.base
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings
from django.urls import get_resolver

from jishi.supervisor.parent import die_with_parent

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

LARGEST: Final = 1 << 20
STREAMS: Final = 3


def main() -> None:
    product, number = sys.argv[1:]
    load()
    made: dict[int, ForkProcess] = {}
    with socket.socket(fileno=int(number)) as asker:
        for asked, streams in questions(asker):
            if "ended" in asked:
                process = made.pop(asked["ended"])
                process.join()
                answer = process.exitcode
            else:
                process = get_context("fork").Process(target=become, args=(product, asked, streams, asker))
                process.start()
                answer = process.pid or 0
                made[answer] = process
            for stream in streams:
                os.close(stream)
            asker.send(json.dumps(answer).encode())


def load() -> None:
    """Load the product and its pages out of the collector's sight, so that they stay shared with the copies.

    The tick makes links, and a backup has checked what the pages are.
    """
    gc.disable()
    django.setup()
    if hasattr(settings, "ROOT_URLCONF"):
        get_resolver().reverse_dict  # noqa: B018 - made when asked for
    gc.freeze()
    gc.enable()


def questions(asker: socket.socket) -> Iterator[tuple[dict[str, Any], Sequence[int]]]:
    """Return what is asked, with the streams that come along, until nobody will ask any more."""
    while True:
        said, streams, _flags, _address = socket.recv_fds(asker, LARGEST, STREAMS)
        if not said:
            return
        yield json.loads(said), streams


def become(product: str, asked: dict[str, Any], streams: Sequence[int], asker: socket.socket) -> None:
    """Be the process of a command, with its own streams, environment and arguments."""
    die_with_parent()
    asker.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - who makes copies gave it one where nothing is said
    if asked["largest_file"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest_file"], asked["largest_file"]))
    os.environ.clear()
    os.environ.update(asked["environment"])
    read_settings_anew()
    sys.argv[:] = [product, *asked["arguments"]]
    runpy.run_module(product, run_name="__main__")


def read_settings_anew() -> None:
    """Let the settings be those of the environment as it is now."""
    read = importlib.reload(sys.modules[settings.SETTINGS_MODULE])
    named = {name: value for name, value in vars(read).items() if name.isupper()}
    connections.settings.update(connections.configure_settings(named.pop("DATABASES")))
    for alias in connections:
        with suppress(AttributeError):  # nobody has asked it yet
            del connections[alias]
    changed = {name: value for name, value in named.items() if getattr(settings, name, None) != value}
    override_settings(**changed).enable()


if __name__ == "__main__":
    main()
