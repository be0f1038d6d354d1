"""Who may reach a view of one event."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from turnout.accounts.guard import View, member
from turnout.accounts.models import Organisation
from turnout.events.models import Event


def event_member(*roles: str) -> Callable[[View], View]:
    """As accounts' `member`; the address also names the event (`event`, its slug), which the view gets.

    An event of another organisation answers 404.
    """

    def mark(view: View) -> View:
        @member(*roles)
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, organisation: Organisation, event: str, **kwargs: Any
        ) -> HttpResponseBase:
            return view(request, *args, event=event_of(organisation, event), **kwargs)

        return guarded

    return mark


def event_of(organisation: Organisation, slug: str) -> Event:
    found = Event.objects.filter(organisation=organisation, slug=slug).first()
    if found is None:
        raise Http404
    # Spares each view that query, and keeps the two from differing within a request.
    found.organisation = organisation
    return found
