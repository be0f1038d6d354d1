"""How an answer was sent, where Django takes it: the same as the rush path finds, but for the limits."""

from time import time

from django.conf import settings
from django.http import HttpRequest

from turnout.interest.human_check import human_check
from turnout.rush.address import Visitors
from turnout.rush.human import Sender, Sending, is_bare

_visitors = Visitors(settings.TURNOUT_PROXIES)
_TELLING = ("Accept-Language", "Origin", "Sec-Fetch-Site")


def how_sent(
    request: HttpRequest, about: int, fields: dict[str, list[str]], *, always: bool = False
) -> Sending:
    """`about` is what the check is for. Raises CheckNeeded. Limits were charged where the request came in."""
    sender = Sender(network_key(request), is_bare(_telling(request)), is_limited=False)
    return human_check().look(about, fields, sender, time(), always=always)


def network_key(request: HttpRequest) -> str:
    """By which limits are counted; empty where the request has no address."""
    client = _visitors.client({"client": (request.META["REMOTE_ADDR"], 0), "headers": []})
    return client.key if client else ""


def _telling(request: HttpRequest) -> dict[bytes, bytes]:
    return {name.lower().encode(): b"" for name in _TELLING if name in request.headers}
