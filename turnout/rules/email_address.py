"""E-mail addresses: which are accepted, and the key by which two of them are the same."""

import re
import unicodedata

import idna

LONGEST = 254
_LONGEST_LOCAL = 64
_LONGEST_LABEL = 63

# Possessive and without overlaps, so that matching is linear whatever is sent.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]++(?:\.[\w!#$%&'*+/=?^`{|}~-]++)*+", re.ASCII)
_LABEL = r"[a-z0-9]++(?:-++[a-z0-9]++)*+"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)++(?![0-9]+\Z){_LABEL}")


class NotAnAddress(ValueError):
    """No mail could be sent there."""


def key_of(address: str) -> str:
    """The same for every spelling of one mailbox: NFC, domain in lower-case IDNA, local part casefolded.

    Raises NotAnAddress.
    """
    local, at, domain = address.rpartition("@")
    if not at or len(address) > LONGEST:
        raise NotAnAddress(address)
    key = f"{_local_key(local)}@{_domain_key(domain)}"
    if len(key) > LONGEST:
        raise NotAnAddress(address)
    return key


def _local_key(local: str) -> str:
    if local.isascii():
        if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
            raise NotAnAddress(local)
        return local.lower()
    return _international_local_key(unicodedata.normalize("NFC", local))


def _international_local_key(local: str) -> str:
    # RFC 6531: any printable character beyond ASCII counts as a letter.
    as_ascii = "".join(char if char.isascii() else "x" for char in local)
    if not local.isprintable() or len(local.encode()) > _LONGEST_LOCAL or not _LOCAL.fullmatch(as_ascii):
        raise NotAnAddress(local)
    return unicodedata.normalize("NFC", local.casefold())


def _domain_key(domain: str) -> str:
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            raise NotAnAddress(domain) from None
    domain = domain.lower()
    if not _DOMAIN.fullmatch(domain):
        raise NotAnAddress(domain)
    if len(domain) > _LONGEST_LABEL and any(len(label) > _LONGEST_LABEL for label in domain.split(".")):
        raise NotAnAddress(domain)
    return domain
