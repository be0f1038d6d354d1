from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

PAUSE = 600


class SeenSessions:
    """Notes when and from where a session was last used, every ten minutes at most.

    Not at each request: reading a page must not wait for its turn to write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"seen-session:{key}", True, PAUSE):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)
