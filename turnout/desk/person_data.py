"""All that is kept about one person: to hand over to them, or to erase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.privacy.erase_person import erase_person
from turnout.privacy.files import KINDS, file_of, name_of


# Who takes data out of the house is noted, so it is no GET.
@require_POST
@event_member(Role.EDITOR)
def data(request: HttpRequest, event: Event, public_id: str) -> HttpResponse:
    interest = get_object_or_404(Interest, event=event, public_id=public_id)
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        return HttpResponseBadRequest()
    note(interest, "export", actor=actor_of(request))
    name = name_of(interest, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(file_of(interest, kind), content_type=KINDS[kind], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@event_member(Role.EDITOR)
def erase(request: HttpRequest, event: Event, public_id: str) -> HttpResponse:
    interest = get_object_or_404(Interest, event=event, public_id=public_id)
    if request.method != "POST":
        facts = {"organisation": event.organisation, "event": event, "interest": interest}
        return render(request, "desk/erase_person.html", facts)
    erase_person(interest.pk, actor_of(request))
    messages.success(request, gettext("The person is erased, and one answer less is counted."))
    return redirect("desk:people", event.organisation.slug, event.slug)


_AT = "<slug:organisation>/<slug:event>/people/<slug:public_id>/"
urls = [
    path(f"{_AT}data/", data, name="person-data"),
    path(f"{_AT}erase/", erase, name="erase-person"),
]
