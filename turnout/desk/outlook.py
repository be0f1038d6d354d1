"""Passing the forecast on: a page as PDF, and links that anybody may read until they expire."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, public
from turnout.accounts.models import Role
from turnout.desk.doing import back
from turnout.desk.outlook_pdf import outlook_pdf
from turnout.desk.outlook_words import outlook_of
from turnout.desk.posting import posted, problems_of
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.events.refusals import TooMany
from turnout.forecasts.make_link import make_link
from turnout.forecasts.outlook_link import LinkOver, address_of, open_link
from turnout.forecasts.revoke_link import revoke_link

_DAYS = (7, 14, 30, 90)
# A link that ended is told of so long.
_REMEMBERED = timedelta(days=30)


class LinkForm(forms.Form):
    name = forms.CharField(
        label=_("Whom is it for?"),
        max_length=80,
        help_text=_("Only you see this: “Brick Hall”, “My boss”."),
        error_messages={"required": _("Say whom it is for, so that you know which to end.")},
    )
    days = forms.TypedChoiceField(label=_("It can be read for"), coerce=int, initial=14)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(days, gettext("%(days)s days") % {"days": days}) for days in _DAYS]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


@event_member(Role.EDITOR)
def outlook(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options")
    now, sent = timezone.now(), posted(request)
    form = LinkForm(sent.data)
    if sent.saves and form.is_valid() and _made(form, event, actor_of(request)):
        messages.success(request, gettext("Here is the link. Copy it, and send it on."))
        return back(event, "outlook")
    links = event.outlook_links.filter(expires_at__gt=now - _REMEMBERED)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "problems": problems_of(form) if sent.saves else [],
        "restored": sent.restored,
        "open": [(link, address_of(link)) for link in links if link.is_open(now)],
        "over": [link for link in links if not link.is_open(now)],
        "outlook": outlook_of(event, now, get_language() or "en"),
    }
    return render(request, "desk/places/outlook.html", facts, status=422 if sent.saves else 200)


def _made(form: LinkForm, event: Event, actor: str) -> bool:
    try:
        make_link(event, actor, form.cleaned_data["name"], form.cleaned_data["days"], timezone.now())
    except TooMany as refusal:
        told = gettext("%(most)s links are open already. End one that is no longer needed.")
        form.add_error(None, told % {"most": refusal.most})
        return False
    return True


@require_POST
@event_member(Role.EDITOR)
def revoke(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    link = get_object_or_404(event.outlook_links, pk=number)
    link.event = event
    revoke_link(link, actor_of(request), timezone.now())
    messages.success(request, gettext("The link for %(name)s opens nothing any more.") % {"name": link.name})
    return back(event, "outlook")


@require_safe
@event_member(Role.EDITOR)
def pdf(request: HttpRequest, event: Event) -> HttpResponse:
    """In the member's language."""
    prefetch_related_objects([event], "options")
    language = get_language() or "en"
    found = outlook_of(event, timezone.now(), language)
    if found is None:
        return back(event, "outlook")
    answer = HttpResponse(outlook_pdf(found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{event.slug}-forecast.pdf"'
    return answer


@public
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address: the answer, and nothing about any one person, nor about money."""
    now = timezone.now()
    try:
        link = open_link(token, now)
    except LinkOver:
        answer = render(request, "desk/places/link_over.html", status=404)
    else:
        prefetch_related_objects([link.event], "options")
        found = outlook_of(link.event, now, get_language() or "en")
        facts = {"event": link.event, "host": link.event.organisation, "link": link, "outlook": found}
        answer = render(request, "desk/places/shared.html", facts)
    patch_cache_control(answer, private=True, no_store=True)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


_AT = "<slug:organisation>/<slug:event>/outlook"
urls = [
    path(f"{_AT}/", outlook, name="outlook"),
    path(f"{_AT}.pdf", pdf, name="outlook-pdf"),
    path(f"{_AT}/<int:number>/revoke/", revoke, name="revoke-outlook"),
]
urlpatterns = [path("outlook/<str:token>/", shared, name="shared-outlook")]
