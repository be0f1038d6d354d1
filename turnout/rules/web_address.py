"""Addresses on the web that this server may be asked to fetch, and the machines it may fetch them from."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 1_000
_PORTS = {"http": 80, "https": 443}
# These lead to an IPv4 address within, past every check of the outer one: NAT64, 6to4, Teredo, and the
# oldest way to write one.
_WRAPPING = tuple(
    map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96"))
)


class NotAWebAddress(ValueError):
    """Nothing can be fetched there: not http or https, no host, a name and password in it, too long."""


@dataclass(frozen=True)
class WebAddress:
    """`text` is the whole, without a fragment."""

    text: str
    scheme: str
    host: str
    port: int

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"


def web_address(text: str) -> WebAddress:
    """Raises NotAWebAddress."""
    if len(text) > LONGEST or not text.isascii() or any(char <= " " or char == "\\" for char in text):
        raise NotAWebAddress(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotAWebAddress(text) from None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise NotAWebAddress(text)
    whole = parts._replace(fragment="").geturl()
    return WebAddress(whole, parts.scheme, parts.hostname.rstrip("."), port or _PORTS[parts.scheme])


def is_usual(address: WebAddress) -> bool:
    """A port that websites have: anything else may be a machine's private door."""
    return address.port in _PORTS.values()


def is_public(machine: str) -> bool:
    """Whether everybody on the Internet reaches that IP address, and the same machine by it."""
    try:
        found = ip_address(machine)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return _is_public_v6(found)
    return _is_plainly_public(found)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id or address.ipv4_mapped or any(address in network for network in _WRAPPING):
        return False
    return not address.is_site_local and _is_plainly_public(address)


def _is_plainly_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
