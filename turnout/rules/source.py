"""Where a visitor came from: by which channel, or else from which campaign or site."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

# No site has a longer name, and what is remembered of strangers stays small.
LONGEST_REFERRER = 300
_SOURCE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_HOST = re.compile(r"[a-z][a-z+-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:@]+)(?:[:/?#]|$)")


def source_of(given: str) -> str:
    """A campaign's name or a host, as the script found it: lower-case; empty where it is something else."""
    source = given.lower()
    return source if _SOURCE.fullmatch(source) else ""


def channel_for(via: str, source: str, channels: Collection[str], sources: Mapping[str, str]) -> str:
    """The channel's code: as the address says, or as the source is known by; empty where there is none."""
    if via in channels:
        return via
    return source if source in channels else sources.get(source, "")


def host_of(referrer: bytes) -> str:
    """The site that a Referer header names, without its "www."; empty where it names none."""
    return _host_of(referrer) if len(referrer) <= LONGEST_REFERRER else ""


@lru_cache(maxsize=1024)
def _host_of(referrer: bytes) -> str:
    found = _HOST.match(referrer.decode("latin-1").lower())
    return source_of(found[1]) if found else ""
