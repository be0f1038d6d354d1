"""Whose request it is: the address that limits are counted for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from turnout.rush.reply import Scope

Networks = tuple[IPv4Network | IPv6Network, ...]

# Forwarding chains are short and addresses as well; what is longer is made up.
_MOST_HOPS = 20
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Visitor:
    """One end of a connection. `key` is counted as one: an IPv4 address, or an IPv6 /64."""

    address: str
    key: str
    is_loopback: bool
    is_proxy: bool


class Visitors:
    """Tells visitors apart, where trusted proxies stand in between."""

    def __init__(self, proxies: Networks) -> None:
        self._proxies = proxies
        self._known: Callable[[str], Visitor | None] = lru_cache(maxsize=4096)(self._introduced)

    def peer(self, scope: Scope) -> Visitor | None:
        """Who holds the other end of the line; None where it has no address, as a Unix socket has none."""
        client = scope.get("client")
        return self._known(client[0]) if client else None

    def client(self, scope: Scope) -> Visitor | None:
        """The right-most address of X-Forwarded-For that no trusted proxy vouches for."""
        client = self.peer(scope)
        if client is None or not client.is_proxy:
            return client
        for hop in _forwarded(scope)[: -_MOST_HOPS - 1 : -1]:
            visitor = self._known(hop) if len(hop) < _LONGEST else None
            if visitor is None:
                break
            client = visitor
            if not client.is_proxy:
                break
        return client

    def name(self, scope: Scope) -> str | None:
        """Enough to tell visitors apart; the addresses of strangers are not read, which costs too much."""
        client = scope.get("client")
        if not client:
            return None
        address: str = client[0]
        if not self._proxies or (peer := self._known(address)) is None or not peer.is_proxy:
            return address
        hops = _forwarded(scope)
        if len(hops) == 1:
            return hops[0]
        visitor = self.client(scope)
        return visitor.key if visitor else address

    def _introduced(self, text: str) -> Visitor | None:
        try:
            address = ip_address(text)
        except ValueError:
            return None
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return Visitor(
            address=str(address),
            key=_key(address),
            is_loopback=address.is_loopback,
            is_proxy=any(address in network for network in self._proxies),
        )


def _key(address: IPv4Address | IPv6Address) -> str:
    # A /64 is what one household or one phone gets.
    return str(address if address.version == 4 else ip_network((address, 64), strict=False))


def _forwarded(scope: Scope) -> Sequence[str]:
    """What X-Forwarded-For says, over all its lines; the nearest proxy wrote the last."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [hop.strip() for line in lines for hop in line.split(",")]
