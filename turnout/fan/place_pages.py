"""The buttons of an invitation: each press leads back to the page, which says how things stand now.

Pressed twice, on two devices, or too late: the page is the same for both, and so is what it says. In a rush
`turnout.rush.claims` takes what is pressed at the first of these addresses, and does the same.
"""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from turnout.fan.guard import own_page
from turnout.fan.own_cookie import path_of
from turnout.interest.models import Interest
from turnout.rules.refusal import Refusal
from turnout.tickets.claim import claim
from turnout.tickets.decline import decline, stay
from turnout.tickets.wait import leave, wait


@own_page
@require_POST
def claim_place(request: HttpRequest, interest: Interest) -> HttpResponse:
    given = request.POST.get("party", "")
    party = int(given) if given.isdecimal() and len(given) < 4 else None
    with suppress(Refusal):
        claim(interest, party, timezone.now())
    return _back(interest)


@own_page
@require_POST
def decline_place(request: HttpRequest, interest: Interest) -> HttpResponse:
    with suppress(Refusal):
        decline(interest.pk, timezone.now())
    return _back(interest)


@own_page
@require_POST
def still_come(request: HttpRequest, interest: Interest) -> HttpResponse:
    with suppress(Refusal):
        stay(interest.pk, timezone.now())
    return _back(interest)


@own_page
@require_POST
def wait_for_place(request: HttpRequest, interest: Interest) -> HttpResponse:
    with suppress(Refusal):
        wait(interest.pk, timezone.now())
    return _back(interest)


@own_page
@require_POST
def leave_list(request: HttpRequest, interest: Interest) -> HttpResponse:
    leave(interest.pk, timezone.now())
    return _back(interest)


def _back(interest: Interest) -> HttpResponse:
    answer = HttpResponseRedirect(path_of(interest))
    # As the rush path answers: who pressed twice cannot tell the two apart.
    answer.status_code = 303
    return answer
