"""Who may reach a view of one post."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from turnout.accounts.guard import View, member
from turnout.accounts.models import Organisation
from turnout.newsroom.models import Post


def post_member(*roles: str) -> Callable[[View], View]:
    """As accounts' `member`; the address also names the post (`number`), which the view gets as `post`.

    A post of another organisation answers 404.
    """

    def mark(view: View) -> View:
        @member(*roles)
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, organisation: Organisation, number: int, **kwargs: Any
        ) -> HttpResponseBase:
            return view(request, *args, post=post_of(organisation, number), **kwargs)

        return guarded

    return mark


def post_of(organisation: Organisation, number: int) -> Post:
    found = Post.objects.filter(organisation=organisation, pk=number).first()
    if found is None:
        raise Http404
    found.organisation = organisation
    return found
