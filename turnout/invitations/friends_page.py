"""What a link to a group of friends opens: who made it is not told, only how to join."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from turnout.accounts.accent_sheet import accent_sheet
from turnout.accounts.guard import public
from turnout.interest.event_page import address
from turnout.interest.shown_pictures import smallest
from turnout.invitations.friends import MOST
from turnout.invitations.models import FriendGroup
from turnout.rules.draw import as_code


@public
@require_safe
def friends_page(request: HttpRequest, code: str) -> HttpResponse:
    group = FriendGroup.objects.select_related("event__organisation").filter(code=as_code(code[:40])).first()
    if group is None or not group.event.is_public:
        raise Http404
    event, host = group.event, group.event.organisation
    language = get_language() or event.language
    facts = {
        "group": group,
        "size": group.friends.count(),
        "most": MOST,
        "event": event,
        "host": host,
        "title": event.in_language("title", language),
        "page_address": address(event, lang="" if language == event.language else language),
        "accent_sheet": accent_sheet(host.accent),
        "logo": smallest(host.logo),
    }
    answer = render(request, "invitations/friends.html", facts)
    answer["X-Robots-Tag"] = "noindex"
    return answer
