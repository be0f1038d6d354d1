"""`/webmention`: other sites tell that a page of theirs links to one of ours (W3C Recommendation of 2017)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from turnout.accounts.guard import public
from turnout.newsroom.mention_refusals import NotAMention, TooManyMentions
from turnout.newsroom.receive_mention import receive_mention

PLAIN = "text/plain; charset=utf-8"
# Programs read this, and people who write them.
FAULTS = {
    "source": "source must be an http or https address without a name and password.",
    "target": "target must be the address of a published post or event of this site.",
    "same": "source and target are the same page.",
}


# Programs send it, without a cookie: nothing is known of them, and nothing is shown before a member says so.
@public
@csrf_exempt
@require_POST
def webmention(request: HttpRequest) -> HttpResponse:
    """202: the page is read later. 400: it can be none. 429: too many at a time."""
    try:
        receive_mention(request.POST.get("source", ""), request.POST.get("target", ""), timezone.now())
    except NotAMention as refusal:
        return HttpResponse(f"{FAULTS[refusal.what]}\n", status=400, content_type=PLAIN)
    except TooManyMentions:
        return HttpResponse(
            "Later, please.\n", status=429, content_type=PLAIN, headers={"Retry-After": "300"}
        )
    return HttpResponse("Thank you. We read the page and look at it.\n", status=202, content_type=PLAIN)
