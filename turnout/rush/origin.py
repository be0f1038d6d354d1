"""Whether another site sent the form."""

from collections.abc import Collection, Mapping


def is_foreign(headers: Mapping[bytes, bytes], own: Collection[str], named: Collection[str]) -> bool:
    """A foreign Origin, or cross-site by the browser's word; not where that host was `named`.

    No program but a browser sends these headers, and nothing is refused for their absence.
    """
    origin = headers.get(b"origin")
    site = headers.get(b"sec-fetch-site")
    if origin is None or origin == b"null":
        # A page without a referrer says "null"; then the browser's word alone counts.
        return site == b"cross-site" or (origin is not None and site is None)
    host = origin.partition(b"://")[2].decode("latin-1").lower()
    if host in named:
        return False
    return site == b"cross-site" or (host not in own and host.encode("latin-1") != headers.get(b"host"))
