"""The ports that a start needs: proven free, and held against another start that asks at the same moment."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from jishi.deployment.declared import Port, identity
from jishi.environment.door import LAST_PORT
from jishi.refusals.door import why_of
from jishi.supervisor.door import CannotGoOn

NEXT: Final = 10  # further than the ports of one product reach, nearer than those of the other
STEPS: Final = 10
TAKEN: Final = gettext_noop(
    "Port %(port)d on %(host)s is taken by another program: stop that, "
    "or choose another port, e.g. %(setting)s=%(other)d."
)
UNUSABLE: Final = gettext_noop(
    "Port %(port)d on %(host)s cannot be used (%(why)s): choose another with %(setting)s."
)


def needed() -> tuple[Port, ...]:
    """Return the ports of the pages, of live updates, and of what the product has besides."""
    prefix = identity().prefix
    more: tuple[Port, ...] = import_string(settings.MORE_PORTS)() if settings.MORE_PORTS else ()
    return (
        Port(host=settings.HOST, number=settings.PORT, setting=f"{prefix}PORT"),
        Port(host=settings.HOST, number=settings.LIVE_PORT, setting=f"{prefix}LIVE_PORT"),
        *more,
    )


@contextmanager
def held(ports: tuple[Port, ...]) -> Iterator[None]:
    """Hold ports that nobody else has; refuse the first that another program holds.

    Servers share a port with whoever allows it as they do: of two starts with one number, or one number under two
    settings, each would be given half of what people ask. So a port is held by its name too, which the kernel gives
    to one and takes back when that one ends.
    """
    with ExitStack() as kept:
        for port in ports:
            try:
                _try(port)
                name = kept.enter_context(socket.socket(socket.AF_UNIX))
                name.bind(f"\0jishi port {port.host}:{port.number}")
            except OSError as error:
                raise _about(port, error) from error
        yield


def _try(port: Port) -> None:
    family = socket.AF_INET6 if ":" in port.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((port.host.strip("[]"), port.number))


def _about(port: Port, error: OSError) -> CannotGoOn:
    if error.errno != errno.EADDRINUSE:
        return CannotGoOn(UNUSABLE, port=port.number, host=port.host, why=why_of(error), setting=port.setting)
    other = next(filter(_is_free, _near(port)), port)
    return CannotGoOn(TAKEN, port=port.number, host=port.host, setting=port.setting, other=other.number)


def _near(port: Port) -> Iterator[Port]:
    for step in (NEXT, -NEXT):
        for number in range(port.number + step, port.number + step * STEPS, step):
            if 1 <= number < LAST_PORT:
                yield replace(port, number=number)


def _is_free(port: Port) -> bool:
    """Say whether a port and the next one are free: a product takes several in a row."""
    try:
        _try(port)
        _try(replace(port, number=port.number + 1))
    except OSError:
        return False
    return True
