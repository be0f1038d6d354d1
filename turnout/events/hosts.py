"""Names of sites, as the headers that let them frame a page write them."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from turnout.events.fit import Wrong

MOST = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?", re.ASCII)


def hosts(value: Sequence[str]) -> list[str]:
    """Each host once, with its port where it has one; of a whole address, its host."""
    kept = list(dict.fromkeys(_host(each.strip().lower()) for each in value if each.strip()))
    if len(kept) > MOST:
        raise Wrong("too_many", most=MOST)
    return kept


def _host(given: str) -> str:
    try:
        host = urlsplit(given if "://" in given else f"//{given}").netloc.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Wrong("not_a_host") from None
    if len(host) > 255 or not _HOST.fullmatch(host):
        raise Wrong("not_a_host")
    return host
