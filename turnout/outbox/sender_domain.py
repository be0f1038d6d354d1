"""What the sender's domain says in DNS about who may send in its name.

SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489): big receivers refuse or hide mail to many where one of
them is missing.
"""

import re
import time
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

# dnspython is slow to load: it is loaded where somebody asks.
if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 2.0
_FRESH_FOR = 300.0
_NAMES_SOMEBODY = re.compile(r"(?:^|\s)[+?~-]?(?:include:|redirect=|a\b|mx\b|ip4:|ip6:|exists:)", re.I)
_HAS_KEY = re.compile(r"(?:^|;)\s*p\s*=\s*[A-Za-z0-9+/]")
# A name with a dot, and no number: of those alone DNS can tell.
_A_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Record:
    """`found` is the record, or None; `is_asked` is False where we cannot know its name."""

    name: str
    found: str | None
    is_asked: bool = True


@dataclass(frozen=True)
class SenderDomain:
    """`records` is empty where no DNS answers here, or can; then nothing is known."""

    domain: str
    records: tuple[Record, ...] = ()

    @property
    def missing(self) -> list[str]:
        return [each.name for each in self.records if each.is_asked and each.found is None]


class NoDNS(Exception):
    """Nobody answers here."""


_seen: dict[tuple[str, ...], tuple[float, SenderDomain]] = {}


def sender_domain() -> SenderDomain:
    """As of a few minutes ago at most. Where no DNS answers it takes some seconds to say so."""
    domain = domain_of(settings.DEFAULT_FROM_EMAIL)
    key = (domain, settings.TURNOUT_DNS, settings.TURNOUT_DKIM_SELECTOR)
    at, found = _seen.get(key, (float("-inf"), SenderDomain(domain)))
    if time.monotonic() - at >= _FRESH_FOR:
        found = look(domain)
        _seen[key] = time.monotonic(), found
    return found


def domain_of(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()


def look(domain: str) -> SenderDomain:
    if not _A_DOMAIN.fullmatch(domain):
        return SenderDomain(domain)
    try:
        ask = _resolver()
        return SenderDomain(domain, (_spf(ask, domain), _dkim(ask, domain), _dmarc(ask, domain)))
    except NoDNS:
        return SenderDomain(domain)


def _resolver() -> "Resolver":
    """The machine's own, or the one that is set."""
    from dns.exception import DNSException
    from dns.resolver import Resolver

    host, _, port = settings.TURNOUT_DNS.rpartition(":")
    try:
        found = Resolver(configure=not host)
    except (DNSException, OSError):
        raise NoDNS from None
    if host:
        found.nameservers, found.port = [host.strip("[]")], int(port)
    found.lifetime = found.timeout = SECONDS
    return found


def _spf(ask: "Resolver", domain: str) -> Record:
    """One record, no more, that names at least one sender."""
    found = [text for text in _texts(ask, domain) if text.lower().split(" ")[0] == "v=spf1"]
    return Record("SPF", found[0] if len(found) == 1 and _NAMES_SOMEBODY.search(found[0]) else None)


def _dkim(ask: "Resolver", domain: str) -> Record:
    """Each key has a name that the mail server chose; without it the key cannot be found."""
    selector = settings.TURNOUT_DKIM_SELECTOR
    if not selector:
        return Record("DKIM", None, is_asked=False)
    found = [text for text in _texts(ask, f"{selector}._domainkey.{domain}") if _HAS_KEY.search(text)]
    return Record("DKIM", found[0] if found else None)


def _dmarc(ask: "Resolver", domain: str) -> Record:
    """Of the domain, or of one above it, which then counts for all below."""
    labels = domain.split(".")
    for above in range(max(1, len(labels) - 1)):
        at = ".".join(["_dmarc", *labels[above:]])
        found = [text for text in _texts(ask, at) if text.replace(" ", "").lower().startswith("v=dmarc1")]
        if found:
            return Record("DMARC", found[0])
    return Record("DMARC", None)


def _texts(ask: "Resolver", name: str) -> list[str]:
    """Of a name without any, none. Raises NoDNS."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    try:
        answer = ask.resolve(name, "TXT")
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError):
        raise NoDNS from None
    return [b"".join(each.strings).decode(errors="replace") for each in answer]
