"""How an answer was sent, where Django takes it: the same as the rush path finds, but for the limits."""

from time import time

from django.conf import settings
from django.http import HttpRequest

from turnout.interest.human_check import human_check
from turnout.pages.models import Entrance
from turnout.rush.address import Visitors
from turnout.rush.human import Sender, Sending, is_bare

_visitors = Visitors(settings.TURNOUT_PROXIES)
_TELLING = ("Accept-Language", "Origin", "Sec-Fetch-Site")


def how_sent(request: HttpRequest, entrance: Entrance, fields: dict[str, list[str]]) -> Sending:
    """Raises CheckNeeded. The limits were charged where the request came in."""
    client = _visitors.client({"client": (request.META["REMOTE_ADDR"], 0), "headers": []})
    headers = {name.lower().encode(): b"" for name in _TELLING if name in request.headers}
    sender = Sender(client.key if client else "", is_bare(headers), is_limited=False)
    return human_check().look(entrance.event_id, fields, sender, time(), always=entrance.checks_everybody)
