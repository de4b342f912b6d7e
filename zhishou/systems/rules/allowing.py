"""Which addresses and files a probe may look at: what the deployment lists, and nothing of its own inside."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
EVERY_PORT: Final = (1, 65535)


class WrongTarget(ValueError):
    """An entry of the allow list that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One entry: a network, or one address, and ports."""

    network: Network
    ports: tuple[int, int] = EVERY_PORT

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read `10.0.0.0/8`, `192.0.2.7:443`, `127.0.0.1:8700-8709` or `[2001:db8::1]:443`."""
        if text.startswith("["):
            host, _, rest = text[1:].partition("]")
            ports = rest.removeprefix(":")
        elif text.count(":") > 1:
            host, ports = text, ""
        else:
            host, _, ports = text.partition(":")
        try:
            network = ipaddress.ip_network(host, strict=False)
            low, _, high = ports.partition("-")
            first = int(low) if low else EVERY_PORT[0]
            last = int(high or low) if low else EVERY_PORT[1]
        except ValueError as error:
            raise WrongTarget(text) from error
        if not EVERY_PORT[0] <= first <= last <= EVERY_PORT[1]:
            raise WrongTarget(text)
        return cls(network=network, ports=(first, last))

    def covers(self, address: Address, port: int) -> bool:
        """Say whether the entry speaks of this address and port."""
        return address in self.network and self.ports[0] <= port <= self.ports[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """What may be looked at."""

    targets: tuple[Target, ...] = ()
    paths: tuple[str, ...] = ()
    own_ports: frozenset[int] = frozenset()  # of this platform itself; never looked at on the loopback

    @classmethod
    def parse(cls, *, targets: Iterable[str], paths: Iterable[str], own_ports: Iterable[int] = ()) -> "AllowList":
        """Read the deployment's lists."""
        return cls(
            targets=tuple(Target.parse(one) for one in targets),
            paths=tuple(one.rstrip("/") for one in paths if one.rstrip("/")),
            own_ports=frozenset(own_ports),
        )

    def allows(self, address: Address, port: int) -> bool:
        """Say whether a connection to this address may be opened."""
        inner = embedded(address)
        if inner.is_multicast or inner.is_unspecified:
            return False
        if inner.is_loopback and port in self.own_ports:
            return False
        return any(one.covers(inner, port) for one in self.targets)

    def allows_path(self, path: str) -> bool:
        """Say whether a file may be read; the path must be the real one, links followed."""
        asked = PurePosixPath(path)
        return ".." not in asked.parts and any(asked.is_relative_to(one) for one in self.paths)


def embedded(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    return address.ipv4_mapped or address.sixtofour or address
