"""Can people open this server's address? Asked from here, as a visitor would ask."""

import ssl
import time
from dataclasses import dataclass

import httpx

SECONDS = 3.0
_FRESH_FOR = 60.0


@dataclass(frozen=True)
class Reached:
    """`fault` is empty where it works: plain (no HTTPS), certificate, silent, answer (another page's)."""

    fault: str
    detail: str = ""


_last: dict[str, tuple[float, Reached]] = {}


def reached(base_url: str) -> Reached:
    """Asked again after a minute at the earliest, or at once after a fault."""
    at, before = _last.get(base_url, (0.0, Reached("silent")))
    if not before.fault and time.monotonic() - at < _FRESH_FOR:
        return before
    found = _ask(base_url)
    _last[base_url] = (time.monotonic(), found)
    return found


def _ask(base_url: str) -> Reached:
    if not base_url.startswith("https://"):
        return Reached("plain")
    try:
        answer = httpx.get(f"{base_url}/healthz", timeout=SECONDS, follow_redirects=False)
    except httpx.ConnectError as problem:
        return Reached("certificate" if _is_certificate(problem) else "silent", str(problem))
    except httpx.HTTPError as problem:
        return Reached("silent", str(problem))
    return Reached("" if answer.status_code == 200 else "answer", str(answer.status_code))


def _is_certificate(problem: BaseException) -> bool:
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
