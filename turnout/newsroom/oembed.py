"""oEmbed: how other sites' programs show a link to an event or a post (https://oembed.com)."""

import re
from typing import Any
from urllib.parse import SplitResult, parse_qs

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public
from turnout.interest.oembed import Room, event_facts, link_facts, own_address, room_of
from turnout.newsroom.addresses import whole
from turnout.newsroom.models import Post, PostState

_PAGE = re.compile(r"/news/([-\w]+)/", re.ASCII)


@public
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """JSON alone: 501 for what the standard also knows, 404 for an address that is not a public page's."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only format=json is offered.\n", status=501, content_type="text/plain")
    parts = own_address(request.GET.get("url", ""))
    room = room_of(request.GET)
    page = _PAGE.fullmatch(parts.path)
    facts = post_facts(page[1], parts, room) if page else event_facts(parts, room)
    # Scripts of any site may read what is public anyway.
    return JsonResponse(facts, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=300"})


def post_facts(slug: str, parts: SplitResult, room: Room) -> dict[str, Any]:
    """A link with its headline and, where it fits, its picture. Raises Http404."""
    post = Post.objects.select_related("organisation").filter(state=PostState.PUBLISHED, slug=slug).first()
    if post is None:
        raise Http404
    language = parse_qs(parts.query).get("lang", [""])[-1]
    title = post.in_language("headline", language)
    return link_facts(title, post.organisation, whole(f"/news/{post.slug}/card.png"), room)
